// SPDX-License-Identifier: MIT
#pragma once

// What a job must show, computed anew after each event from docs/progress-contract.md and docs/behaviour.md alone. It
// shares no code, no sum and no order of steps with the library.

#include <wua/model/download_story.hpp>
#include <wua/model/file_result.hpp>
#include <wua/model/outcome.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/model/update_progress.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fakes
{

using namespace std::chrono_literals;

class job_oracle
{
public:
    explicit job_oracle(const std::vector<std::optional<std::uint64_t>>& sizes)
    {
        for (const std::optional<std::uint64_t>& size : sizes)
        {
            m_updates.push_back({.stated = size, .size = size});
        }
    }

    // ---- what the engine reports ----

    void start(std::size_t index)
    {
        if (update* const one = reported(index))
        {
            begin(*one);
        }
    }

    void set_size(std::size_t index, std::uint64_t size)
    {
        update* const one = reported(index);
        if (one == nullptr)
        {
            return;
        }
        begin(*one);
        const bool is_fixed = one->stated.has_value() || one->size_attempt == one->attempt;
        if (one->size != size && ((one->size && is_fixed) || size < one->bytes))
        {
            end(*one, failure());
            return;
        }
        one->shown_at_least = percent_of(*one);
        one->size = size;
        one->size_attempt = one->attempt;
    }

    void set_bytes(std::size_t index, std::uint64_t bytes)
    {
        update* const one = reported(index);
        if (one == nullptr || (bytes == 0 && one->bytes == 0)) // no bytes have come
        {
            return;
        }
        begin(*one);
        if (one->size && bytes > *one->size)
        {
            end(*one, failure());
            return;
        }
        if (bytes < one->bytes)
        {
            return;
        }
        if (bytes != one->bytes && is_at_rest(*one))
        {
            one->is_stopped = false;
        }
        if (bytes > one->bytes)
        {
            m_last_bytes = m_now;
            m_bytes_since = m_bytes_since.value_or(m_now);
            m_flow.is_fresh = true;
        }
        one->bytes = bytes;
        one->phase = std::max(one->phase, wua::dphDownloading);
    }

    void set_phase(std::size_t index, wua::DownloadPhase phase)
    {
        if (update* const one = reported(index))
        {
            begin(*one);
            one->phase = std::max(one->phase, phase);
        }
    }

    void retry(std::size_t index, std::uint64_t kept)
    {
        update* const one = reported(index);
        if (one == nullptr)
        {
            return;
        }
        begin(*one);
        one->shown_at_least = percent_of(*one);
        one->best = std::max(one->best, one->bytes);
        one->bytes = std::min(kept, one->bytes);
        one->phase = wua::dphInitializing;
        ++one->attempt;
        ++m_retries;
    }

    void finish(std::size_t index, const wua::outcome& result)
    {
        if (update* const one = reported(index))
        {
            begin(*one);
            end(*one, result.is_final() ? result : failure());
        }
    }

    void finish_rest(const wua::outcome& result)
    {
        note_news();
        for (update& one : m_updates)
        {
            if (!one.result)
            {
                end(one, m_is_aborting ? wua::outcome::aborted() : result);
            }
        }
    }

    void set_paused(std::size_t index)
    {
        if (update* const one = reported(index); one != nullptr && is_wanted(*one))
        {
            one->is_stopped = true;
        }
    }

    void add_attempt(std::size_t index, std::uint64_t bytes, std::chrono::nanoseconds now)
    {
        if (update* const one = reported(index))
        {
            one->story.push_back({.bytes = bytes, .ended_at = now});
        }
    }

    void add_file(std::size_t index, std::uint64_t size)
    {
        if (update* const one = reported(index))
        {
            one->files.push_back(size);
        }
    }

    void hold(bool is_held)
    {
        note_news();
        if (is_running())
        {
            m_is_held = is_held;
            forget_stops();
        }
    }

    // ---- what the client does ----

    void request_abort(std::chrono::nanoseconds now)
    {
        note_news();
        if (is_running())
        {
            m_is_aborting = true;
            m_aborted_at = now;
        }
    }

    void pause(bool is_wanted)
    {
        note_news();
        if (is_running())
        {
            m_is_paused = is_wanted;
            forget_stops();
        }
    }

    void pause(std::size_t index, bool is_wanted)
    {
        note_news();
        if (is_running() && !m_updates[index].result)
        {
            m_updates[index].is_wanted = is_wanted;
            forget_stops();
        }
    }

    void set_priority(wua::DownloadPriority priority)
    {
        m_priority = priority;
    }

    void set_bandwidth(std::uint64_t bytes_per_second)
    {
        m_bandwidth = bytes_per_second;
    }

    // The time is `now`.
    void look(std::chrono::nanoseconds now, std::chrono::nanoseconds abort_limit)
    {
        m_now = now;
        if (m_is_aborting && now - m_aborted_at >= abort_limit)
        {
            finish_rest(wua::outcome::aborted());
        }
    }

    // Time has passed; the library looks at it only a few times per second.
    void tick()
    {
        m_due = {};
        note_gap();
        const bool is_long_ago = m_now - std::exchange(m_last_happening, m_now) >= 100ms;
        m_silent_at_latest = m_has_news || !is_waited_for() ? m_now : m_silent_at_latest;
        m_has_news = m_has_news && !is_long_ago;
        if (is_long_ago)
        {
            note_due();
        }
        if (m_now - std::exchange(m_last_tick, m_now) < 100ms)
        {
            return;
        }
        m_silent_since = !is_waited_for()              ? m_now
                         : m_now - m_last_bytes > 50ms ? std::max(m_silent_since, m_last_bytes)
                                                       : m_silent_since;
    }

    // ---- what is to be seen ----

    bool is_completed() const
    {
        return std::all_of(
            m_updates.begin(), m_updates.end(), [](const update& one) { return one.result.has_value(); });
    }

    // What is wrong with a snapshot taken now; empty if nothing is.
    std::string judge(const wua::progress_snapshot& seen) const
    {
        const auto count = [&](auto of) {
            return static_cast<std::size_t>(std::count_if(m_updates.begin(), m_updates.end(), of));
        };
        const std::size_t current = current_index();
        const update& shown = m_updates[current];
        std::string wrong;
        const auto expect = [&](bool holds, const char* what, auto expected, auto found) {
            if (!holds && wrong.empty())
            {
                wrong = std::string(what) + ": expected " + std::to_string(expected) + ", not " + std::to_string(found);
            }
        };
        const auto same = [&](const char* what, auto expected, auto found) {
            expect(expected == found, what, expected, found);
        };
        same("updates", m_updates.size(), seen.update_count());
        same("begun", count([](const update& one) { return one.number != 0; }), seen.started());
        same("ended", count([](const update& one) { return one.result.has_value(); }), seen.finished());
        same("retries", m_retries, seen.retries());
        same("current update", current, seen.current_update_index());
        same("its bytes", shown.bytes, seen.current_update_bytes_downloaded());
        same("its size", shown.size.value_or(no_size), seen.current_update_bytes_to_download().value_or(no_size));
        same("its phase", static_cast<int>(shown.phase), static_cast<int>(seen.current_update_phase()));
        same("its attempt", shown.attempt, seen.current_update_attempt());
        same("its percentage", percent_of(shown), seen.current_update_percent());
        same("its rest", is_at_rest(shown) ? 1 : 0, seen.is_current_update_paused() ? 1 : 0);
        same("bytes", all_bytes(), seen.bytes_downloaded());
        same("total", total().value_or(no_size), seen.bytes_to_download().value_or(no_size));
        same("state", static_cast<int>(state()), static_cast<int>(seen.state()));
        const auto [least, most] = percent();
        expect(least <= seen.percent() && seen.percent() <= most, "percentage", least, seen.percent());
        const bool is_still = is_completed() || state() == wua::job_state::paused;
        expect(!is_still || seen.bytes_per_second() == 0, "speed at rest", 0, seen.bytes_per_second());
        expect(m_bytes_since || seen.bytes_per_second() == 0, "speed of nothing", 0, seen.bytes_per_second());
        const bool has_time_left =
            !is_still && total() && m_bytes_since && m_now - *m_bytes_since >= 1s && !seen.stalled_for();
        expect(is_completed() ? seen.time_left() == 0s : has_time_left || !seen.time_left(), "time left", -1,
               seen.time_left().value_or(-1s).count());
        expect(!is_still || !seen.stalled_for(), "a stall at rest", 0, seen.stalled_for().value_or(0s).count());
        const auto silence = std::chrono::floor<std::chrono::seconds>(m_now - m_silent_since);
        expect(!seen.stalled_for() || (*seen.stalled_for() >= 5s && *seen.stalled_for() <= silence), "a stall",
               silence.count(), seen.stalled_for().value_or(0s).count());
        expect(!m_due.speed || seen.bytes_per_second() > 0, "no speed of a flow", 1, seen.bytes_per_second());
        expect(!m_due.time_left || seen.time_left(), "no time left of a flow", 0, -1);
        expect(m_due.stall < 5s || seen.stalled_for().value_or(0s) >= m_due.stall, "no stall, or a short one",
               m_due.stall.count(), seen.stalled_for().value_or(0s).count());
        for (std::size_t index = 0; index != m_updates.size(); ++index)
        {
            const wua::outcome result = seen.result(index);
            const update& one = m_updates[index];
            same("result", static_cast<int>(result_of(one).code), static_cast<int>(result.code));
            same("code", result_of(one).hresult, result.hresult);
        }
        return wrong;
    }

    std::string judge(std::size_t index, const wua::update_progress& seen) const
    {
        const update& one = m_updates[index];
        const bool is_right =
            seen.bytes_downloaded == one.bytes && seen.bytes_to_download == one.size && seen.phase == one.phase &&
            seen.attempt == one.attempt && seen.percent == percent_of(one) && seen.is_paused == is_at_rest(one) &&
            seen.result.code == result_of(one).code;
        return is_right ? std::string() : "update " + std::to_string(index) + " by itself shows something else";
    }

    // How often the job has come to rest.
    std::size_t pauses() const noexcept
    {
        return m_pauses;
    }

    // To be called after every event.
    void note_state()
    {
        const bool is_paused = state() == wua::job_state::paused;
        m_pauses += is_paused && !m_was_paused ? 1 : 0;
        m_was_paused = is_paused;
        forget_speed_at_rest();
    }

    std::string judge(std::size_t index, const wua::download_story& seen, std::size_t kept) const
    {
        const std::vector<reported_attempt>& told = m_updates[index].story;
        const std::size_t forgotten = told.size() - std::min(told.size(), kept);
        bool is_right = (kept == 0 || seen.forgotten == forgotten) && seen.attempts.size() == told.size() - forgotten;
        for (std::size_t n = 0; is_right && n != seen.attempts.size(); ++n)
        {
            is_right = seen.attempts[n].bytes == told[forgotten + n].bytes &&
                       seen.attempts[n].ended_at == told[forgotten + n].ended_at;
        }
        return is_right ? std::string() : "update " + std::to_string(index) + " has another story";
    }

    std::string judge(std::size_t index, const std::vector<wua::file_result>& seen) const
    {
        const std::vector<std::uint64_t>& told = m_updates[index].files;
        const bool is_right =
            std::equal(seen.begin(), seen.end(), told.begin(), told.end(),
                       [](const wua::file_result& one, std::uint64_t size) { return one.size == size; });
        return is_right ? std::string() : "update " + std::to_string(index) + " has other files";
    }

    // Checks the settings that the engine must obey.
    std::string judge(wua::DownloadPriority priority, const std::optional<std::uint64_t>& bandwidth) const
    {
        return priority == m_priority && bandwidth == m_bandwidth
                   ? std::string()
                   : "the engine is told of another priority or bandwidth";
    }

    // Checks the result of the whole job.
    std::string judge(const wua::outcome& seen) const
    {
        std::size_t good = 0;
        std::size_t half = 0;
        std::size_t aborted = 0;
        for (const update& one : m_updates)
        {
            good += one.result && one.result->code == wua::orcSucceeded ? 1 : 0;
            half += one.result && one.result->code == wua::orcSucceededWithErrors ? 1 : 0;
            aborted += one.result && one.result->code == wua::orcAborted ? 1 : 0;
        }
        const wua::OperationResultCode expected =
            aborted != 0               ? wua::orcAborted
            : good == m_updates.size() ? wua::orcSucceeded
            : good + half == 0         ? wua::orcFailed
                                       : wua::orcSucceededWithErrors;
        const wua::HRESULT code =
            expected == wua::orcAborted     ? wua::wu_e_call_cancelled
            : expected == wua::orcSucceeded ? wua::s_ok
            : expected == wua::orcFailed    ? wua::wu_e_all_updates_failed
                                            : wua::wu_s_update_error;
        return !is_completed() || (seen.code == expected && seen.hresult == code)
                   ? std::string()
                   : "the job has another result";
    }

private:
    struct reported_attempt
    {
        std::uint64_t bytes;
        std::chrono::nanoseconds ended_at;
    };

    struct update
    {
        std::optional<std::uint64_t> stated;
        std::optional<std::uint64_t> size;
        std::uint64_t bytes = 0; // of the present attempt
        std::uint64_t best = 0;  // of earlier attempts
        std::uint32_t attempt = 0;
        std::uint32_t size_attempt = 0;
        wua::DownloadPhase phase = wua::dphInitializing;
        std::int32_t shown_at_least = 0;
        std::size_t number = 0; // the place in the order of beginning; 0 before
        bool is_wanted = false; // whether a pause of it is wanted
        bool is_stopped = false;
        std::optional<wua::outcome> result{};
        std::vector<reported_attempt> story{};
        std::vector<std::uint64_t> files{}; // the sizes of its files
    };

    static constexpr std::uint64_t no_size = ~std::uint64_t(0);

    static wua::outcome failure()
    {
        return wua::outcome::failed(wua::wu_e_dm_unexpected);
    }

    // Null for an update that does not exist or has ended, whose reports are ignored.
    update* reported(std::size_t index)
    {
        note_news();
        return index < m_updates.size() && !m_updates[index].result ? &m_updates[index] : nullptr;
    }

    // Something was reported or done.
    void note_news()
    {
        m_has_news = true;
        m_last_happening = m_now;
        m_due = {};
        note_gap();
        forget_speed_at_rest(); // before the job goes on
    }

    void forget_speed_at_rest()
    {
        if (state() == wua::job_state::paused)
        {
            m_bytes_since.reset();
            m_flow = {};
        }
    }

    // After a lull, perhaps a stall, a new flow begins.
    void note_gap()
    {
        m_flow = m_now - m_last_bytes >= 4s ? flow() : m_flow;
    }

    // What the next tick must show.
    void note_due()
    {
        const bool is_fresh = std::exchange(m_flow.is_fresh, false);
        m_flow.ticks += is_fresh ? 1 : 0;
        m_flow.since = is_fresh && m_flow.ticks == 2 ? m_now : m_flow.since;
        const bool is_flowing = is_fresh && m_flow.ticks > 2 && !is_completed();
        m_due.speed = is_flowing;
        m_due.time_left = is_flowing && total() && m_now - m_flow.since >= 1100ms;
        m_due.stall = std::chrono::floor<std::chrono::seconds>(m_now - m_silent_at_latest);
    }

    void begin(update& one)
    {
        if (one.number == 0)
        {
            one.number = ++m_begun;
            one.attempt = 1;
        }
    }

    void end(update& one, const wua::outcome& result)
    {
        if (result.is_success_or_with_errors())
        {
            one.size = one.size.value_or(one.bytes);
            one.bytes = *one.size;
        }
        one.shown_at_least = result.code == wua::orcAborted ? percent_of(one) : 100;
        one.result = result;
    }

    void forget_stops()
    {
        for (update& one : m_updates)
        {
            one.is_stopped = one.is_stopped && is_wanted(one);
        }
    }

    bool is_running() const
    {
        return !m_is_aborting && !is_completed();
    }

    bool is_wanted(const update& one) const
    {
        return m_is_paused || m_is_held || one.is_wanted;
    }

    bool is_at_rest(const update& one) const
    {
        return is_running() && !one.result && is_wanted(one) && (one.is_stopped || one.number == 0);
    }

    // Whether bytes are due.
    bool is_waited_for() const
    {
        return std::any_of(m_updates.begin(), m_updates.end(), [&](const update& one) {
            return one.number != 0 && !one.result && one.phase != wua::dphVerifying && !is_at_rest(one);
        });
    }

    wua::job_state state() const
    {
        if (is_completed())
        {
            return wua::job_state::completed;
        }
        const bool stands = std::all_of(
            m_updates.begin(), m_updates.end(), [&](const update& one) { return one.result || is_at_rest(one); });
        return m_is_aborting ? wua::job_state::aborting : stands ? wua::job_state::paused : wua::job_state::running;
    }

    wua::outcome result_of(const update& one) const
    {
        return one.result ? *one.result : one.number != 0 ? wua::outcome::in_progress() : wua::outcome();
    }

    // The update that began first among those that have not ended, or else the one that began last.
    std::size_t current_index() const
    {
        std::size_t chosen = 0;
        for (std::size_t index = 0; index != m_updates.size(); ++index)
        {
            const update& one = m_updates[index];
            const update& other = m_updates[chosen];
            if (one.number == 0)
            {
                continue;
            }
            const bool is_open = !one.result;
            const bool is_other_open = other.number != 0 && !other.result;
            if (other.number == 0 || (is_open && !is_other_open) ||
                (is_open == is_other_open && (one.number < other.number) == is_open && one.number != other.number))
            {
                chosen = index;
            }
        }
        return chosen;
    }

    static std::uint64_t counted(const update& one)
    {
        return std::max(one.bytes, one.best);
    }

    static std::int32_t percent_of(const update& one)
    {
        if (one.result)
        {
            return one.shown_at_least;
        }
        std::int32_t shown = 0;
        if (one.size && *one.size != 0)
        {
            const long double share =
                100.0L * static_cast<long double>(counted(one)) / static_cast<long double>(*one.size);
            shown = static_cast<std::int32_t>(std::min(share, 99.0L));
        }
        return std::max(shown, one.shown_at_least);
    }

    std::uint64_t all_bytes() const
    {
        std::uint64_t sum = 0;
        for (const update& one : m_updates)
        {
            sum += counted(one);
        }
        return sum;
    }

    std::optional<std::uint64_t> total() const
    {
        std::uint64_t sum = 0;
        for (const update& one : m_updates)
        {
            if (!one.size)
            {
                return std::nullopt;
            }
            sum += std::max(*one.size, one.best);
        }
        return sum;
    }

    // The range of percentages that may be shown: shares that are not whole numbers may be rounded.
    std::pair<std::int32_t, std::int32_t> percent() const
    {
        long double sized = 0;
        std::size_t unstated = 0;
        bool is_aborted = false;
        for (const update& one : m_updates)
        {
            sized += one.stated ? static_cast<long double>(*one.stated) : 0;
            unstated += one.stated ? 0 : 1;
            is_aborted = is_aborted || (one.result && one.result->code == wua::orcAborted);
        }
        if (is_completed() && !is_aborted)
        {
            return {100, 100};
        }
        if (sized == 0)
        {
            return {0, is_completed() ? 100 : 99}; // whatever their weights
        }
        long double shown = 0;
        for (const update& one : m_updates)
        {
            const long double of_sized = unstated == 0 ? 1 : 0.5L;
            const long double share = one.stated ? of_sized * static_cast<long double>(*one.stated) / sized
                                                 : 0.5L / static_cast<long double>(unstated);
            shown += share * percent_of(one);
        }
        const std::int32_t highest = is_completed() ? 100 : 99;
        constexpr long double rounding = 1e-6L;
        return {std::min(highest, static_cast<std::int32_t>(std::max(shown - rounding, 0.0L))),
                std::min(highest, static_cast<std::int32_t>(shown + rounding))};
    }

    // Bytes that arrive while ticks pass. Those before the first tick need not count towards any speed.
    struct flow
    {
        bool is_fresh = false;             // bytes have come since the last tick
        std::size_t ticks = 0;             // number of ticks with such bytes
        std::chrono::nanoseconds since{0}; // the time of the second of these
    };

    // What the last tick must have shown, as long as nothing else has happened.
    struct due
    {
        bool speed = false;
        bool time_left = false;
        std::chrono::seconds stall{0};
    };

    std::vector<update> m_updates;
    std::size_t m_begun = 0;
    std::size_t m_retries = 0;
    bool m_is_aborting = false;
    bool m_is_paused = false;
    bool m_is_held = false;
    std::chrono::nanoseconds m_aborted_at{0};
    std::chrono::nanoseconds m_now{0};
    std::optional<std::chrono::nanoseconds> m_bytes_since{}; // since the job has gone on
    std::chrono::nanoseconds m_last_bytes{0};
    std::chrono::nanoseconds m_silent_since{0}; // as of the last tick
    // The latest time at which a tick may first have noticed the silence.
    std::chrono::nanoseconds m_silent_at_latest{0};
    std::chrono::nanoseconds m_last_tick{0};
    std::chrono::nanoseconds m_last_happening{0};
    bool m_has_news = false; // since the last tick that was checked
    flow m_flow{};
    due m_due{};
    std::size_t m_pauses = 0;
    bool m_was_paused = false;
    wua::DownloadPriority m_priority = wua::dpNormal;
    std::optional<std::uint64_t> m_bandwidth{};
};

} // namespace fakes
