// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/conformance/engine_verdict.hpp>.

#include <wua/job/transfer.hpp>
#include <wua/testing/conformance/engine_verdict.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <thread>

namespace wua::detail
{

WUA_INLINE void engine_verdict::complain(engine_rule rule, const std::string& what)
{
    std::string message(sentence_of(rule));
    message += "; with " + m_trial;
    message += what.empty() ? "" : ": " + what;
    m_violations.push_back({rule, std::move(message)});
}

WUA_INLINE void engine_verdict::give_up(engine_rule rule, const std::string& what)
{
    m_is_stuck = true;
    complain(rule, what);
}

WUA_INLINE void engine_verdict::judge(job_under_test& tested, bool judges_results)
{
    const std::string complaint = tested.poller.finish();
    if (judge_passing_over(tested) || judge_reports(tested) || (judges_results && judge_results(tested)))
    {
        return; // anything else would follow from this fault
    }
    if (const auto incomplete = tested.watch->incomplete(); !incomplete.empty())
    {
        complain(engine_rule::success_has_all_bytes, name_of(incomplete.front()));
    }
    if (!complaint.empty())
    {
        complain(engine_rule::progress_contract_is_kept, complaint);
    }
}

WUA_INLINE void engine_verdict::judge_ended(const std::vector<job_pointer>& jobs, std::chrono::nanoseconds limit)
{
    for (const job_pointer& tested : jobs)
    {
        ledger& progress = *tested->shared_ledger;
        if (!progress.is_completed())
        {
            const std::string counted = count_of(progress);
            const bool is_late = progress.wait_until(std::chrono::steady_clock::now() + limit);
            give_up(engine_rule::end_of_engine_ends_jobs, counted + (is_late ? " when the destructor returned" : ""));
            return;
        }
        const std::uint64_t faults = progress.engine_faults();
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        // Counts only faults that the engine does not commit at other times, too.
        if (progress.engine_faults() != faults ||
            (is_clean() && progress.engine_faults(engine_fault::after_the_end) != 0))
        {
            complain(engine_rule::end_of_engine_ends_jobs, "something of it went on reporting");
            return;
        }
        judge_reports(*tested);
        if (const std::string complaint = tested->poller.finish(); !complaint.empty())
        {
            complain(engine_rule::progress_contract_is_kept, complaint);
        }
    }
}

WUA_INLINE std::string engine_verdict::count_of(const ledger& progress)
{
    const progress_snapshot now = progress.snapshot();
    return std::to_string(now.finished()) + " of " + std::to_string(now.update_count()) + " had ended";
}

WUA_INLINE bool engine_verdict::judge_passing_over(const job_under_test& tested)
{
    const ledger& progress = *tested.shared_ledger;
    // Counts only if the engine does not do this to every update.
    const bool is_violated =
        tested.has_finished_beforehand && is_clean() &&
        progress.engine_faults(engine_fault::after_the_end) + progress.engine_faults(engine_fault::finished_again) != 0;
    if (is_violated)
    {
        complain(engine_rule::done_is_passed_over);
    }
    return is_violated;
}

WUA_INLINE bool engine_verdict::judge_reports(const job_under_test& tested)
{
    const ledger& progress = *tested.shared_ledger;
    if (tested.watch->has_overlapped() && progress.engine_faults(engine_fault::finished_again) == 0)
    {
        complain(engine_rule::reports_do_not_overlap);
        return true; // anything else would follow from this fault
    }
    const bool is_ended_by_ledger =
        progress.engine_faults(engine_fault::bytes_beyond_size) != 0 ||
        progress.engine_faults(engine_fault::size_changed) != 0 ||
        progress.engine_faults(engine_fault::size_impossible) != 0 ||
        progress.engine_faults(engine_fault::no_result) != 0;
    for (std::size_t n = 0; n != engine_fault_count; ++n)
    {
        const auto kind = static_cast<engine_fault>(n);
        const std::uint64_t count = progress.engine_faults(kind);
        if (count == 0 ||
            (is_ended_by_ledger && (kind == engine_fault::after_the_end || kind == engine_fault::finished_again)))
        {
            continue; // the ledger ended the update, which the engine could not know
        }
        complain(broken_by(kind), std::string(sentence_of(kind)) + ", times: " + std::to_string(count));
    }
    return progress.engine_faults() != 0;
}

WUA_INLINE bool engine_verdict::judge_results(const job_under_test& tested)
{
    const ledger& progress = *tested.shared_ledger;
    const bool is_aborted = progress.is_abort_requested();
    bool has_aborted_update = false;
    for (std::size_t index = 0; index != progress.size(); ++index)
    {
        const outcome result = progress.progress_of(index).result;
        if (result.detail == transfer::dropped_detail)
        {
            complain(engine_rule::transfer_is_kept, name_of(index));
            return true;
        }
        const bool is_right = tested.fails[index] ? result.code == orcFailed : result.is_success_or_with_errors();
        has_aborted_update = has_aborted_update || result.code == orcAborted;
        if (!is_right && !(is_aborted && result.code == orcAborted))
        {
            const bool is_spoilt = is_aborted && !result.is_success_or_with_errors();
            complain(is_spoilt                                   ? engine_rule::abort_spoils_nothing
                     : tested.was_paused && !tested.fails[index] ? engine_rule::pause_spoils_nothing
                                                                 : engine_rule::results_are_right,
                     name_of(index) + " ended with " + std::string(wua::name_of(result.code)) + ' ' + result.detail);
            return true;
        }
    }
    // An update that was to fail, and did, may or may not have been aborted.
    const auto doubtful = static_cast<std::size_t>(std::count(tested.fails.begin(), tested.fails.end(), true));
    if (is_aborted && tested.unstarted_at_abort > doubtful && !has_aborted_update)
    {
        complain(engine_rule::abort_is_obeyed,
                 "all went on, although " + std::to_string(tested.unstarted_at_abort) + " had not been begun");
    }
    return false;
}

} // namespace wua::detail
