// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/conformance/engine_harness.hpp>.

#include <wua/testing/call_with_timeout.hpp>
#include <wua/testing/conformance/engine_harness.hpp>

#include <algorithm>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace wua::detail
{

WUA_INLINE job_pointer engine_harness::make_job(const engine_pointer& engine, std::size_t count, bool may_fail)
{
    std::vector<update_pointer> updates;
    std::vector<bool> fails;
    for (std::size_t n = 0; n != count; ++n)
    {
        fails.push_back(may_fail && m_options.make_failing_update && n % 3 == 1);
        const std::size_t number = m_made + n;
        updates.push_back(fails.back() ? m_options.make_failing_update(number) : m_options.make_update(number));
    }
    m_made += count;
    return make_job_of(engine, std::move(updates), std::move(fails));
}

WUA_INLINE job_pointer engine_harness::make_unsized_job(const engine_pointer& engine, std::size_t count)
{
    std::vector<update_pointer> updates;
    for (std::size_t n = 0; n != count; ++n)
    {
        update_item update = *m_options.make_update(m_made + n);
        for (content_file& file : update.files)
        {
            file.size.reset();
        }
        updates.push_back(std::make_shared<const update_item>(std::move(update)));
    }
    m_made += count;
    return make_job_of(engine, std::move(updates), std::vector<bool>(count));
}

WUA_INLINE job_pointer engine_harness::make_job_of(const engine_pointer& engine, std::vector<update_pointer> updates,
                                                   std::vector<bool> must_fail) const
{
    ledger_options options;
    options.abort_limit = nanoseconds::max(); // the engine must end its jobs without the ledger's help
    if (const time_source clock = engine->clock())
    {
        options.clock = clock;
    }
    else if (engine->is_timed())
    {
        options.clock = [weak = std::weak_ptr(engine)] {
            const engine_pointer alive = weak.lock();
            return alive ? alive->now() : nanoseconds(0);
        };
    }
    return std::make_shared<job_under_test>(std::move(updates), std::move(options), std::move(must_fail));
}

WUA_INLINE bool engine_harness::start(const engine_pointer& engine, const job_pointer& tested,
                                      const std::function<void()>& first)
{
    m_clock.of = nullptr; // a new engine may have the address of an old one
    const timed_call_result call = call_with_timeout(
        m_options.start_limit,
        [engine, shared_ledger = tested->shared_ledger, first] {
            if (first)
            {
                first();
            }
            engine->start(transfer(shared_ledger, {dpNormal, false, "conformance"}));
        },
        [&] { abandon(tested->shared_ledger); });
    if (!call.is_in_time)
    {
        m_verdict.give_up(engine_rule::start_returns_at_once);
    }
    else if (call.has_thrown)
    {
        m_verdict.give_up(engine_rule::start_does_not_throw, call.exception);
    }
    return call.is_in_time && !call.has_thrown;
}

WUA_INLINE bool engine_harness::ask(engine_rule rule, const std::string& what, std::function<void()> f)
{
    const timed_call_result call = call_with_timeout(m_options.start_limit, std::move(f));
    if (!call.is_in_time || call.has_thrown)
    {
        m_verdict.give_up(rule, what + (call.has_thrown ? " has thrown: " + call.exception : " does not return"));
    }
    return call.is_in_time && !call.has_thrown;
}

WUA_INLINE bool engine_harness::abort(const job_pointer& tested)
{
    return ask(engine_rule::abort_is_obeyed, "the abort itself", [tested] { tested->request_abort(); });
}

WUA_INLINE void engine_harness::abandon(const std::shared_ptr<ledger>& progress)
{
    call_with_timeout(std::chrono::seconds(1), [progress] { progress->request_abort(); });
}

// Whether anything but the passing of time has changed.
inline bool shows_more(const progress_snapshot& before, const progress_snapshot& now)
{
    progress_values one = before.values();
    const progress_values& other = now.values();
    one.bytes_per_second = other.bytes_per_second;
    one.steady_bytes_per_second = other.steady_bytes_per_second;
    one.stalled_seconds = other.stalled_seconds;
    return !(one == other);
}

WUA_INLINE bool engine_harness::wait(engine_under_test& engine, ledger& progress, nanoseconds limit,
                                     const std::function<bool()>& done, nanoseconds engine_limit)
{
    const auto start = std::chrono::steady_clock::now();
    const nanoseconds engine_start = time_of(engine);
    auto last_report = start;
    progress_snapshot last = progress.snapshot();
    std::uint64_t retries = last.retries();
    while (!done())
    {
        const auto now = std::chrono::steady_clock::now();
        const progress_snapshot seen = progress.snapshot();
        const bool has_gone_on = seen.bytes_downloaded() != last.bytes_downloaded() ||
                                 seen.started() != last.started() || seen.finished() != last.finished();
        if (has_gone_on || (shows_more(last, seen) && seen.retries() - retries <= max_retries))
        {
            last_report = now;
            retries = has_gone_on ? seen.retries() : retries;
            last = seen;
        }
        if (now - start >= limit || now - last_report >= m_options.silence_limit)
        {
            return done();
        }
        look_at_clock(engine);
        if (has_to_be_driven(engine))
        {
            if (time_of(engine) - engine_start >= engine_limit || !engine.drive())
            {
                return done();
            }
            continue;
        }
        progress.wait_until(std::chrono::steady_clock::now() + std::chrono::milliseconds(1));
        std::this_thread::yield();
    }
    // A single step may have taken the engine's time far beyond the limit.
    return engine_limit == nanoseconds::max() || time_of(engine) - engine_start <= engine_limit;
}

WUA_INLINE void engine_harness::look_at_clock(const engine_under_test& engine)
{
    if (!engine.is_timed() || m_clock.is_wrong)
    {
        return;
    }
    const auto at = std::chrono::steady_clock::now();
    const nanoseconds now = engine.now();
    if (m_clock.of == &engine)
    {
        const nanoseconds passed = now - m_clock.last;
        const bool may_jump = has_to_be_driven(engine); // a driven engine's time jumps from one event to the next
        m_clock.has_moved = m_clock.has_moved || passed.count() != 0;
        m_clock.watched += may_jump ? nanoseconds(0) : nanoseconds(at - m_clock.at);
        const bool has_jumped = !may_jump && passed > std::chrono::minutes(1) + (at - m_clock.at) * 1000;
        m_clock.is_wrong = passed.count() < 0 || has_jumped;
        if (m_clock.is_wrong)
        {
            m_verdict.complain(engine_rule::time_goes_forward, has_jumped ? "it jumped" : "it went back");
        }
    }
    m_clock.of = &engine;
    m_clock.last = now;
    m_clock.at = at;
}

WUA_INLINE void engine_harness::judge_clock()
{
    constexpr nanoseconds min_watched = std::chrono::milliseconds(20);
    if (m_clock.watched >= min_watched && !m_clock.has_moved && !m_clock.is_wrong && !m_verdict.is_stuck())
    {
        m_verdict.complain(engine_rule::time_goes_forward, "it stood still all the time");
    }
}

WUA_INLINE bool engine_harness::finish(engine_under_test& engine, job_under_test& tested)
{
    ledger& progress = *tested.shared_ledger;
    const auto is_over = [&] { return progress.is_completed(); };
    if (wait(engine, progress, m_options.job_limit, is_over))
    {
        return true;
    }
    m_verdict.give_up(engine_rule::every_update_ends, engine_verdict::count_of(progress));
    abandon(tested.shared_ledger);
    wait(engine, progress, m_options.abort_limit, is_over);
    return false;
}

WUA_INLINE bool engine_harness::finish_abort(engine_under_test& engine, job_under_test& tested)
{
    ledger& progress = *tested.shared_ledger;
    const auto is_over = [&] { return progress.is_completed(); };
    const bool has_ended = wait(engine, progress, m_options.abort_limit, is_over, m_options.abort_limit);
    if (!has_ended)
    {
        m_verdict.give_up(engine_rule::abort_is_obeyed, engine_verdict::count_of(progress));
    }
    else if (tested.abort_took.load() >= m_options.start_limit)
    {
        m_verdict.complain(engine_rule::abort_is_obeyed, "the call that requested it did not return soon enough");
    }
    return has_ended;
}

WUA_INLINE void engine_harness::destroy(std::shared_ptr<void> last)
{
    // An engine that has been given up need not prove that it can be destroyed.
    const nanoseconds limit =
        m_verdict.is_stuck() ? std::min<nanoseconds>(std::chrono::seconds(1), m_options.destruction_limit)
                             : m_options.destruction_limit;
    if (last && !call_with_timeout(limit, [last = std::move(last)] {}).is_in_time && !m_verdict.is_stuck())
    {
        m_verdict.give_up(engine_rule::engine_can_be_destroyed);
    }
}

WUA_INLINE void engine_harness::destroy_engine(engine_pointer last)
{
    if (!last)
    {
        return;
    }
    const std::stop_token gone = last->gone();
    destroy(std::move(last));
    const auto deadline = std::chrono::steady_clock::now() + m_options.destruction_limit;
    while (!gone.stop_requested() && !m_verdict.is_stuck())
    {
        if (std::chrono::steady_clock::now() >= deadline)
        {
            m_verdict.give_up(engine_rule::engine_can_be_destroyed);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

} // namespace wua::detail
