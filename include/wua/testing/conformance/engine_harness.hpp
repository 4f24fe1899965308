// SPDX-License-Identifier: MIT
#pragma once
// Makes an engine start jobs, work and end, all within limits.

#include <wua/testing/call_with_timeout.hpp>
#include <wua/testing/conformance/conformance_options.hpp>
#include <wua/testing/conformance/engine_under_test.hpp>
#include <wua/testing/conformance/engine_verdict.hpp>
#include <wua/testing/conformance/job_under_test.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace wua::detail
{

/// What the engine does not do in time goes to the verdict. Refers to the options and the verdict.
class engine_harness
{
    using nanoseconds = std::chrono::nanoseconds;

public:
    engine_harness(const conformance_options& options, engine_verdict& verdict) : m_options(options), m_verdict(verdict)
    {}

    job_pointer make_job(const engine_pointer& engine, std::size_t count, bool may_fail) const
    {
        std::vector<update_pointer> updates;
        std::vector<bool> fails;
        for (std::size_t n = 0; n != count; ++n)
        {
            fails.push_back(may_fail && m_options.make_failing_update && n % 3 == 1);
            updates.push_back(fails.back() ? m_options.make_failing_update(n) : m_options.make_update(n));
        }
        ledger_options options;
        options.abort_limit = nanoseconds::max(); // the engine has to end its jobs by itself
        if (engine->is_timed())
        {
            options.clock = [weak = std::weak_ptr(engine)] {
                const engine_pointer alive = weak.lock();
                return alive ? alive->now() : nanoseconds(0);
            };
        }
        return std::make_shared<job_under_test>(std::move(updates), std::move(options), std::move(fails));
    }

    /// False, with a violation, when the job has not begun. Calls first() on the thread that starts it.
    bool start(const engine_pointer& engine, const job_pointer& tested, const std::function<void()>& first = {})
    {
        const timed_call_result call = call_with_timeout(
            m_options.start_limit,
            [engine, shared_ledger = tested->shared_ledger, first] {
                if (first)
                {
                    first();
                }
                engine->start(transfer(shared_ledger, {dpNormal, false, "conformance"}));
            },
            [&] { tested->shared_ledger->request_abort(); });
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

    /// Lets the engine work until done() holds; false when the time is over, or nothing is left to be done. `limit` is
    /// in real time, `engine_limit` in the engine's own.
    bool wait(engine_under_test& engine, ledger& progress, nanoseconds limit, const std::function<bool()>& done,
              nanoseconds engine_limit = nanoseconds::max()) const
    {
        const auto start = std::chrono::steady_clock::now();
        const nanoseconds engine_start = time_of(engine);
        while (!done())
        {
            if (std::chrono::steady_clock::now() - start >= limit)
            {
                return done();
            }
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
        // The last step may have taken the engine's time far beyond the limit.
        return engine_limit == nanoseconds::max() || time_of(engine) - engine_start <= engine_limit;
    }

    /// False, with a violation, when an update of the job never ends. Then the job is aborted.
    bool finish(engine_under_test& engine, job_under_test& tested)
    {
        ledger& progress = *tested.shared_ledger;
        const auto is_over = [&] { return progress.is_completed(); };
        if (wait(engine, progress, m_options.job_limit, is_over))
        {
            return true;
        }
        m_verdict.give_up(engine_rule::every_update_ends, engine_verdict::count_of(progress));
        progress.request_abort();
        wait(engine, progress, m_options.abort_limit, is_over);
        return false;
    }

    /// False, with a violation, when the end of an aborted job does not come in time.
    bool finish_abort(engine_under_test& engine, job_under_test& tested)
    {
        ledger& progress = *tested.shared_ledger;
        const auto is_over = [&] { return progress.is_completed(); };
        const bool has_ended = wait(engine, progress, m_options.abort_limit, is_over, m_options.abort_limit);
        if (!has_ended)
        {
            m_verdict.give_up(engine_rule::abort_is_obeyed, engine_verdict::count_of(progress));
        }
        return has_ended;
    }

    /// Ends whatever this is the last reference to: an engine, or what owns one.
    void destroy(std::shared_ptr<void> last)
    {
        if (last && !call_with_timeout(m_options.destruction_limit, [last = std::move(last)] {}).is_in_time &&
            !m_verdict.is_stuck())
        {
            m_verdict.give_up(engine_rule::engine_can_be_destroyed);
        }
    }

private:
    bool has_to_be_driven(const engine_under_test& engine) const noexcept
    {
        return engine.is_driven() && !m_options.drives_itself;
    }

    nanoseconds time_of(const engine_under_test& engine) const
    {
        return has_to_be_driven(engine) ? engine.now() : nanoseconds(0);
    }

    const conformance_options& m_options;
    engine_verdict& m_verdict;
};

} // namespace wua::detail
