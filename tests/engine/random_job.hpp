// SPDX-License-Identifier: MIT
#pragma once

// A job made from a number: random updates, faults and aborts, acted out by the simulated engine or reported by an
// engine that lies, and checked against the progress contract at every event.

#include "engine/simulated_job.hpp"
#include "engine/trace_support.hpp"
#include <wua/engine/fallback_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <random>
#include <string>

namespace fakes
{

class random_job
{
public:
    explicit random_job(std::uint64_t seed) : m_random(seed * 0x9E3779B97F4A7C15U + 1), m_is_recorded(seed % 4 == 0) {}

    // How long the job took, by its own clock.
    std::chrono::duration<double> simulated_time() const
    {
        return m_simulated;
    }

    // Returns what went wrong; empty if nothing did.
    std::string run()
    {
        if (one_in(2))
        {
            run_lies();
        }
        else if (one_in(3))
        {
            run_fallback();
        }
        else
        {
            run_scenario();
        }
        return m_wrong;
    }

private:
    std::uint64_t below(std::uint64_t bound)
    {
        return m_random() % bound;
    }
    bool one_in(std::uint64_t bound)
    {
        return below(bound) == 0;
    }
    std::chrono::nanoseconds up_to(std::chrono::nanoseconds most)
    {
        return std::chrono::nanoseconds(below(static_cast<std::uint64_t>(most.count()) + 1));
    }

    void expect(bool holds, const std::string& sentence)
    {
        if (!holds && m_wrong.empty())
        {
            m_wrong = sentence;
        }
    }

    // Mostly ordinary sizes, often zero or tiny, sometimes terabytes, but such that six updates cannot overflow.
    std::uint64_t size()
    {
        switch (below(8))
        {
            case 0:
                return 0;
            case 1:
                return 1 + below(3);
            case 2:
                return below(std::uint64_t(1) << 60U);
            default:
                return below(std::uint64_t(1) << (4 + below(36)));
        }
    }

    // ---- an honest engine ----

    wua::simulated_fault fault(std::uint64_t bytes)
    {
        constexpr std::array codes{wua::wu_e_download_failed, wua::wu_e_dm_incorrectfilehash, wua::e_fail};
        wua::simulated_fault made;
        made.at_byte = below(bytes + 2);
        made.in_verify_phase = one_in(3);
        made.hresult = codes[static_cast<std::size_t>(below(codes.size()))];
        made.is_retried = !one_in(3);
        made.keeps_bytes = one_in(2);
        made.retry_delay = up_to(2s);
        return made;
    }

    wua::simulated_update plan(std::uint64_t bytes)
    {
        wua::simulated_update made;
        made.size = bytes;
        made.known = static_cast<wua::size_known>(below(3));
        made.size_learnt_at = below(bytes + 2);
        made.bytes_per_second = one_in(20) ? 0 : 1 + below(bytes + 1000);
        made.latency = up_to(300ms);
        for (std::uint64_t stalls = below(3); stalls != 0; --stalls)
        {
            made.stalls.push_back({below(bytes + 2), up_to(10s)});
        }
        if (one_in(2))
        {
            for (std::uint64_t faults = below(4); faults != 0; --faults)
            {
                made.faults.push_back(fault(bytes));
            }
        }
        made.verify_time = one_in(3) ? 0ns : up_to(1s);
        made.abort_latency = one_in(2) ? 0ns : up_to(8s);
        made.ignores_abort = one_in(10);
        made.is_already_downloaded = one_in(10);
        return made;
    }

    // How an update must end without an abort; nullopt if it never ends.
    static std::optional<wua::outcome> ending(const wua::simulated_update& plan, bool is_forced)
    {
        if (plan.is_already_downloaded && !is_forced)
        {
            return wua::outcome::succeeded(wua::wu_s_already_downloaded);
        }
        if (plan.bytes_per_second == 0 && plan.size != 0U)
        {
            return std::nullopt;
        }
        for (const wua::simulated_fault& fault : plan.faults)
        {
            if (!fault.is_retried)
            {
                return wua::outcome::failed(fault.hresult);
            }
        }
        return wua::outcome::succeeded();
    }

    void pause_or_resume(wua::detail::ledger& job)
    {
        const bool is_wanted = !one_in(3);
        if (one_in(3))
        {
            job.want_pause(is_wanted);
        }
        else
        {
            job.want_pause(static_cast<std::size_t>(below(job.size())), is_wanted);
        }
    }

    static void resume(wua::detail::ledger& job)
    {
        job.want_pause(false);
        for (std::size_t index = 0; index != job.size(); ++index)
        {
            job.want_pause(index, false);
        }
    }

    void run_scenario()
    {
        wua::scenario script;
        std::vector<wua::update_pointer> items;
        for (std::uint64_t left = 1 + below(6); left != 0; --left)
        {
            const std::uint64_t bytes = size();
            script.updates.push_back(plan(bytes));
            items.push_back(wua::make_item("", "", one_in(2) ? std::optional(bytes) : std::nullopt));
        }
        script.order = static_cast<wua::start_order>(below(3));
        script.parallelism = static_cast<std::size_t>(1 + below(3));
        script.seed = m_random();
        script.reports_per_update = static_cast<std::uint32_t>(1 + below(12));
        wua::transfer_options options;
        options.is_forced = one_in(4);

        wua::simulated_engine engine(script);
        play(
            engine, items, options,
            [&](std::size_t index, const wua::outcome& result, bool is_aborted) {
                const auto planned = ending(script.update(index), options.is_forced);
                return (planned && result == *planned) || (is_aborted && result == wua::outcome::aborted());
            },
            [&](std::size_t index) {
                const bool is_counted =
                    !script.update(index).is_already_downloaded || options.is_forced || items[index]->size();
                return is_counted ? *script.update(index).size : 0;
            });
    }

    // ---- two honest engines as one ----

    wua::simulated_update plan_for_any()
    {
        wua::simulated_update made = plan(100'000);
        made.size.reset(); // the update itself has the size
        made.bytes_per_second += 1'000'000;
        return made;
    }

    void run_fallback()
    {
        wua::scenario first;
        wua::scenario second;
        second.others = plan_for_any();
        std::vector<wua::update_pointer> items;
        for (std::uint64_t left = 1 + below(6); left != 0; --left)
        {
            first.updates.push_back(plan_for_any());
            if (one_in(8))
            {
                first.updates.back().bytes_per_second = 0;
            }
            items.push_back(wua::make_item("", "", one_in(2) ? std::optional(below(200'000)) : std::nullopt));
        }
        for (wua::scenario* one : {&first, &second})
        {
            one->order = static_cast<wua::start_order>(below(3));
            one->parallelism = static_cast<std::size_t>(1 + below(3));
            one->seed = m_random();
            one->reports_per_update = static_cast<std::uint32_t>(1 + below(12));
        }
        wua::transfer_options options;
        options.is_forced = one_in(4);
        wua::fallback_options rules;
        rules.no_bytes_for = one_in(3) ? 0ns : 1ms + up_to(10s);
        rules.patience = up_to(3s);

        wua::fallback_engine engine{wua::simulated_engine(first), wua::simulated_engine(second), rules};
        const auto size_of = [&](std::size_t index) { return items[index]->size().value_or(10U << 20U); };
        const auto planned = [&](const wua::simulated_update& of, std::size_t index) {
            wua::simulated_update sized = of;
            sized.size = size_of(index);
            return ending(sized, options.is_forced);
        };
        std::vector<bool> is_there(items.size());
        play(
            engine, items, options,
            [&](std::size_t index, const wua::outcome& result, bool is_aborted) {
                const auto of_first = planned(first.update(index), index);
                const auto of_second = planned(second.others, index);
                is_there[index] = result == wua::outcome::succeeded(wua::wu_s_already_downloaded);
                const bool may_be_given_up = rules.no_bytes_for.count() != 0;
                const bool is_firsts = of_first && of_first->is_success() && result == *of_first;
                const bool is_seconds =
                    of_second && result == *of_second && (may_be_given_up || (of_first && !of_first->is_success()));
                return is_firsts || is_seconds || (is_aborted && result == wua::outcome::aborted());
            },
            [&](std::size_t index) {
                return is_there[index] && !items[index]->size() ? std::nullopt : std::optional(size_of(index));
            });
    }

    // is_right(index, result, is_aborted); bytes_of(index) returns the bytes of an update that succeeded, nullopt if
    // they may vary.
    template <class Engine, class IsRight, class BytesOf>
    void play(Engine& engine, const std::vector<wua::update_pointer>& items, const wua::transfer_options& options,
              IsRight is_right, BytesOf bytes_of)
    {
        simulated_job job(engine, items, options);
        std::uint64_t abort_after = one_in(3) ? below(60) : wua::unknown_bytes; // in changes
        const bool aborts_inside = one_in(2);
        const bool pauses = wua::controlled_engine<Engine> && one_in(2);
        std::uint64_t changes = 0;
        std::chrono::nanoseconds abort_time{0};
        std::chrono::nanoseconds end{0};
        const auto abort = [&] {
            if (!job->is_abort_requested() && !job->is_completed())
            {
                abort_time = engine.now();
                job->request_abort();
            }
        };
        job.on_changed([&] {
            if (changes++ == abort_after && aborts_inside)
            {
                abort();
            }
            else if (pauses && !m_is_pausing && one_in(30))
            {
                m_is_pausing = true; // which counts as a change
                pause_or_resume(*job.operator->());
                m_is_pausing = false;
            }
        });
        job.on_completed([&] { end = engine.now(); });
        while (!job->is_completed())
        {
            if (pauses && one_in(10))
            {
                pause_or_resume(*job.operator->());
            }
            const bool is_over = one_in(3) ? (engine.advance(up_to(3s)), false) : !engine.drive();
            if (is_over || (changes > abort_after && !aborts_inside))
            {
                if (is_over && job->is_abort_requested())
                {
                    break;
                }
                if (is_over && changes <= abort_after && job->has_pauses())
                {
                    resume(*job.operator->());
                    continue;
                }
                abort();
            }
        }
        while (engine.drive())
        {}

        m_simulated = engine.now();
        check_end(*job.operator->());
        expect(job.broken().empty(), job.broken());
        expect(job.completions() == 1, "completed was called " + std::to_string(job.completions()) + " times");
        expect(job->engine_faults() == 0, "an honest engine was blamed");
        const bool is_aborted = job->is_abort_requested();
        expect(!is_aborted || end - abort_time <= simulated_job::abort_limit, "the abort took longer than its limit");
        std::uint64_t bytes = 0;
        bool is_sum_known = true;
        for (std::size_t index = 0; index != items.size(); ++index)
        {
            const wua::outcome result = job.result(index);
            expect(is_right(index, result, is_aborted),
                   "update " + std::to_string(index) + " ended otherwise than its script has it");
            const std::optional<std::uint64_t> size = bytes_of(index);
            is_sum_known = is_sum_known && result.is_success() && size;
            bytes += size.value_or(0);
        }
        expect(!is_sum_known || job.bytes() == bytes, "all updates succeeded, but the bytes are not those of all");
    }

    // ---- an engine that lies ----

    std::uint64_t number(std::uint64_t around)
    {
        switch (below(10))
        {
            case 0:
                return 0;
            case 1:
                return around;
            case 2:
                return around + 1;
            case 3:
                return around - 1;
            case 4:
                return m_random();
            case 5:
                return wua::unknown_bytes - below(2);
            case 6:
                return wua::detail::ledger::max_bytes - below(2);
            default:
                return around == 0 ? 0 : below(around);
        }
    }

    wua::outcome any_outcome()
    {
        constexpr std::array codes{wua::s_ok, wua::e_fail, wua::wu_s_already_downloaded, wua::wu_e_call_cancelled};
        return {static_cast<wua::OperationResultCode>(below(8)),
                codes[static_cast<std::size_t>(below(codes.size()))],
                {},
                {}};
    }

    void run_lies()
    {
        std::vector<wua::update_pointer> items;
        std::vector<std::uint64_t> sizes;
        for (std::uint64_t left = 1 + below(5); left != 0; --left)
        {
            sizes.push_back(size());
            items.push_back(wua::make_item("", "", one_in(2) ? std::optional(sizes.back()) : std::nullopt));
        }
        clock time;
        watched_job job(items, {time, 1s, true});
        std::optional<wua::transfer> end(job.job);
        const auto trace = std::make_shared<wua_test::watching_trace>();
        if (m_is_recorded)
        {
            end->record(trace);
        }
        std::vector<wua::update_progress> before(items.size());
        for (std::uint64_t left = below(120); left != 0; --left)
        {
            time.advance(up_to(100ms));
            lie(*end, job, static_cast<std::size_t>(below(items.size() + (one_in(10) ? 2 : 0))), sizes);
            job.watch->look();
            for (std::size_t index = 0; index != items.size(); ++index)
            {
                const wua::update_progress now = job->progress_of(index);
                check_update(before[index], now);
                before[index] = now;
            }
        }
        m_simulated = time();
        end.reset();
        check_end(*job.job);
        expect(job.watch->broken().empty(), job.watch->broken());
        expect(job.watch->completions() == 1,
               "completed was called " + std::to_string(job.watch->completions()) + " times");
        if (m_is_recorded)
        {
            check_replay(items, *trace, *job.job);
        }
    }

    // Playing the recording shows the same again.
    void check_replay(const std::vector<wua::update_pointer>& items, const wua_test::watching_trace& trace,
                      const wua::detail::ledger& job)
    {
        const wua_test::recording again = wua_test::played(
            {.updates = items, .options = {}, .events = trace.events, .shown = {}, .results = {}, .stories = {}});
        expect(again.shown == trace.shown, "the replay shows other numbers");
        for (std::size_t index = 0; index != items.size(); ++index)
        {
            expect(again.results[index] == job.progress_of(index).result, "the replay has another result");
            expect(again.stories[index] == wua_test::without_times_of_end(job.story(index)),
                   "the replay tells another story");
        }
    }

    void lie(wua::transfer& end, watched_job& job, std::size_t index, const std::vector<std::uint64_t>& sizes)
    {
        const std::uint64_t around = index < sizes.size() ? sizes[index] : 1000;
        switch (below(28))
        {
            case 0:
                end.start(index);
                break;
            case 1:
            case 2:
                end.set_size(index, one_in(2) ? around : number(around));
                break;
            case 3:
                end.set_phase(index, static_cast<wua::DownloadPhase>(below(6)));
                break;
            case 4:
                end.retry(index, one_in(2) ? 0 : number(around));
                break;
            case 5:
                end.finish(index, one_in(2) ? wua::outcome::succeeded() : any_outcome());
                break;
            case 6:
                end.tick();
                break;
            case 7:
                if (one_in(8))
                {
                    job->request_abort();
                }
                break;
            case 8:
                job->close_if_overdue();
                break;
            case 9:
                if (one_in(20))
                {
                    end.finish_rest(any_outcome());
                }
                break;
            case 10:
                end.publish_recorded({});
                end.add_attempt(index, {.bytes = around, .result = any_outcome()});
                break;
            case 11:
                expect(index < sizes.size() || !end.wants(index), "an update that does not exist is wanted");
                break;
            case 12:
                end.set_bytes(index, number(around));
                break;
            case 13:
                end.set_paused(index);
                break;
            case 14:
                pause_or_resume(*job.job);
                break;
            case 15:
                end.hold(one_in(2) ? std::string() : "reason " + std::to_string(below(100)));
                break;
            default: // a little further
            {
                const std::uint64_t bytes = index < sizes.size() ? job->progress_of(index).bytes_downloaded : 0;
                end.set_bytes(
                    index, bytes >= around ? bytes : bytes + 1 + below((around - bytes) / (1 + below(8)) + 1));
            }
        }
    }

    void check_update(const wua::update_progress& before, const wua::update_progress& now)
    {
        expect(!now.bytes_to_download || now.bytes_downloaded <= *now.bytes_to_download,
               "an update has more than its size");
        expect(now.percent >= before.percent, "an update's percentage went back");
        expect(now.percent < 100 || now.result.is_final(), "an update shows 100 percent before its result");
        expect(now.attempt >= before.attempt, "an update's attempt went back");
        expect(now.attempt != before.attempt || now.bytes_downloaded >= before.bytes_downloaded,
               "an update's bytes went back within an attempt");
        expect(!before.result.is_final() || now.result == before.result, "a result changed");
    }

    // ---- both ----

    void check_end(const wua::detail::ledger& job)
    {
        const wua::progress_snapshot last = job.snapshot();
        expect(job.is_completed() && last.is_completed(), "the job has not ended");
        wua::outcome_tally tally;
        for (std::size_t index = 0; index != job.size(); ++index)
        {
            expect(last.result(index).is_final(), "an update has no result");
            tally.add(last.result(index));
        }
        expect(job.result() == tally.combined(), "the job's result is not that of its updates");
        expect(tally.aborted() != 0 || last.percent() == 100, "the bar did not come to its end");
        expect(last.bytes_per_second() == 0, "a completed job has a speed");
    }

    std::mt19937_64 m_random;
    const bool m_is_recorded;
    std::string m_wrong;
    std::chrono::duration<double> m_simulated{0};
    bool m_is_pausing = false;
};

} // namespace fakes
