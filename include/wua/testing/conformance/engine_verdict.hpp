// SPDX-License-Identifier: MIT
#pragma once

// What is wrong with an engine: its jobs held against the rules.

#include <wua/job/transfer.hpp>
#include <wua/testing/conformance/engine_rule.hpp>
#include <wua/testing/conformance/job_under_test.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua::detail
{

class engine_verdict
{
public:
    // Of which the complaints speak from now on.
    void begin_trial(std::string name)
    {
        m_trial = std::move(name);
    }

    void complain(engine_rule rule, const std::string& what = {})
    {
        std::string message(sentence_of(rule));
        message += "; with " + m_trial;
        message += what.empty() ? "" : ": " + what;
        m_violations.push_back({rule, std::move(message)});
    }

    // The same, after which nothing more is to be tried.
    void give_up(engine_rule rule, const std::string& what = {})
    {
        m_is_stuck = true;
        complain(rule, what);
    }

    bool is_stuck() const noexcept
    {
        return m_is_stuck;
    }
    bool is_clean() const noexcept
    {
        return m_violations.empty();
    }

    std::vector<engine_violation> take() noexcept
    {
        return std::move(m_violations);
    }

    // A job that is over.
    void judge(job_under_test& one)
    {
        const std::string complaint = one.poller->finish();
        const ledger& books = *one.books;
        if (judge_reports(books))
        {
            return; // what else is wrong follows from it
        }
        const bool is_aborted = books.is_abort_requested();
        std::size_t aborted = 0;
        for (std::size_t index = 0; index != books.size(); ++index)
        {
            const outcome result = books.progress_of(index).result;
            if (result.detail == transfer::dropped_detail)
            {
                complain(engine_rule::transfer_is_kept, name_of(index));
                return;
            }
            const bool is_right = one.fails[index] ? result.code == orcFailed : result.is_success();
            aborted += result.code == orcAborted ? 1U : 0U;
            if (!is_right && !(is_aborted && result.code == orcAborted))
            {
                complain(is_aborted && !result.is_success() ? engine_rule::abort_spoils_nothing
                                                            : engine_rule::results_are_right,
                         name_of(index) + " ended with " + std::string(name_of(result.code)) + ' ' + result.detail);
                return;
            }
        }
        if (is_aborted && one.unbegun_at_abort != 0 && aborted == 0)
        {
            complain(engine_rule::abort_is_obeyed,
                     "all went on, although " + std::to_string(one.unbegun_at_abort) + " had not been begun");
        }
        if (const auto incomplete = one.watch->incomplete(); !incomplete.empty())
        {
            complain(engine_rule::success_has_all_bytes, name_of(incomplete.front()));
        }
        if (!complaint.empty())
        {
            complain(engine_rule::progress_contract_is_kept, complaint);
        }
    }

    // After the end of the engine, which ends its jobs within the limit. Results are as they are then.
    void judge_ended(const std::vector<examined_job_pointer>& jobs, std::chrono::nanoseconds limit)
    {
        for (const examined_job_pointer& one : jobs)
        {
            if (!one->books->wait_until(std::chrono::steady_clock::now() + limit))
            {
                give_up(engine_rule::end_of_engine_ends_jobs, count_of(*one->books));
                return;
            }
            judge_reports(*one->books);
            if (const std::string complaint = one->poller->finish(); !complaint.empty())
            {
                complain(engine_rule::progress_contract_is_kept, complaint);
            }
        }
    }

    static std::string count_of(const ledger& books)
    {
        const progress_snapshot now = books.snapshot();
        return std::to_string(now.finished()) + " of " + std::to_string(now.update_count()) + " had ended";
    }

private:
    // True, with a complaint, when a report made no sense.
    bool judge_reports(const ledger& books)
    {
        const bool is_ended_by_ledger =
            books.engine_faults(engine_fault::bytes_beyond_size) != 0 || books.engine_faults(engine_fault::size_changed) != 0 ||
            books.engine_faults(engine_fault::size_impossible) != 0 || books.engine_faults(engine_fault::no_result) != 0;
        for (std::size_t n = 0; n != engine_fault_count; ++n)
        {
            const auto kind = static_cast<engine_fault>(n);
            const std::uint64_t count = books.engine_faults(kind);
            if (count == 0 ||
                (is_ended_by_ledger && (kind == engine_fault::after_the_end || kind == engine_fault::finished_again)))
            {
                continue; // the engine could not know of the end
            }
            complain(broken_by(kind), std::string(sentence_of(kind)) + ", times: " + std::to_string(count));
        }
        return books.engine_faults() != 0;
    }

    static std::string name_of(std::size_t index)
    {
        return "update " + std::to_string(index);
    }

    static std::string_view name_of(OperationResultCode code)
    {
        return wua::name_of(code);
    }

    std::vector<engine_violation> m_violations;
    std::string m_trial;
    bool m_is_stuck = false;
};

} // namespace wua::detail
