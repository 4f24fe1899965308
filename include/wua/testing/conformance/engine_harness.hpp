// SPDX-License-Identifier: MIT
#pragma once

// Where an engine is put to work: starts its jobs, lets it work, waits, and ends it, all within limits.

#include <wua/job/engine.hpp>
#include <wua/testing/call_with_timeout.hpp>
#include <wua/testing/conformance/conformance_options.hpp>
#include <wua/testing/conformance/engine_verdict.hpp>
#include <wua/testing/conformance/job_under_test.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace wua::detail
{

// F returns a fresh engine. What the engine does not do in time goes to the verdict.
template <class F>
class engine_harness
{
    using clock = std::chrono::steady_clock;

public:
    using E = std::invoke_result_t<const F&>;
    static_assert(engine<E>, "the function returns a fresh engine");
    static constexpr bool is_driven = driven_engine<E>;
    using engine_pointer = std::shared_ptr<E>;
    using job_pointer = examined_job_pointer;

    engine_harness(const F& make_engine, const conformance_options& options, engine_verdict& verdict)
        : m_make_engine(make_engine),
          m_options(options),
          m_verdict(verdict)
    {}

    engine_pointer make_engine() const
    {
        // Not make_shared: the engine may be one that cannot be moved.
        return engine_pointer(new E(m_make_engine()));
    }

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
        options.abort_limit = std::chrono::nanoseconds::max(); // the engine is to end its jobs, and nobody else
        if constexpr (timed_engine<E>)
        {
            options.clock = [weak = std::weak_ptr(engine)] {
                const engine_pointer alive = weak.lock();
                return alive ? std::chrono::nanoseconds(alive->now()) : std::chrono::nanoseconds(0);
            };
        }
        else
        {
            static_cast<void>(engine);
        }
        return std::make_shared<job_under_test>(std::move(updates), std::move(options), std::move(fails));
    }

    // False, with a complaint, when the job has not begun.
    bool start(const engine_pointer& engine, const job_pointer& one, const std::function<void()>& first = {})
    {
        const bounded_call_result call = call_with_timeout(
            m_options.start_limit,
            [engine, books = one->books, first] {
                if (first)
                {
                    first();
                }
                engine->start(transfer(books, {dpNormal, false, "conformance"}));
            },
            [&] { one->books->request_abort(); });
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

    // Lets the engine work until done() holds; false when the time is over, or nothing is left to be done.
    // The limit is one of real time, the other one of the engine's own.
    bool wait(E& engine, ledger& books, std::chrono::nanoseconds limit, const std::function<bool()>& done,
              std::chrono::nanoseconds engine_limit = std::chrono::nanoseconds::max()) const
    {
        const clock::time_point start = clock::now();
        const std::chrono::nanoseconds engine_start = time_of(engine);
        while (!done())
        {
            if (clock::now() - start >= limit)
            {
                return done();
            }
            if constexpr (is_driven)
            {
                if (!m_options.drives_itself)
                {
                    if (time_of(engine) - engine_start >= engine_limit || !engine.drive())
                    {
                        return done();
                    }
                    continue;
                }
            }
            books.wait_until(clock::now() + std::chrono::milliseconds(1));
            std::this_thread::yield();
        }
        // The last step may have taken the engine's time far beyond the limit.
        return engine_limit == std::chrono::nanoseconds::max() || time_of(engine) - engine_start <= engine_limit;
    }

    // False, with a complaint, when an update of the job never ends. Then the job is aborted.
    bool finish(const engine_pointer& engine, job_under_test& one)
    {
        const auto is_over = [&] { return one.books->is_completed(); };
        if (wait(*engine, *one.books, m_options.job_limit, is_over))
        {
            return true;
        }
        m_verdict.give_up(engine_rule::every_update_ends, engine_verdict::count_of(*one.books));
        one.books->request_abort();
        wait(*engine, *one.books, m_options.abort_limit, is_over);
        return false;
    }

    bool wait_for_abort(const engine_pointer& engine, job_under_test& one)
    {
        if (wait(
                *engine, *one.books, m_options.abort_limit, [&] { return one.books->is_completed(); },
                m_options.abort_limit))
        {
            return true;
        }
        m_verdict.give_up(engine_rule::abort_is_obeyed, engine_verdict::count_of(*one.books));
        return false;
    }

    // Ends the engine by its last reference.
    void destroy(engine_pointer engine)
    {
        if (!call_with_timeout(m_options.destruction_limit, [last = std::move(engine)] {}).is_in_time &&
            !m_verdict.is_stuck())
        {
            m_verdict.give_up(engine_rule::engine_can_be_destroyed);
        }
    }

private:
    std::chrono::nanoseconds time_of(const E& engine) const
    {
        if constexpr (is_driven && timed_engine<E>)
        {
            return m_options.drives_itself ? std::chrono::nanoseconds(0) : std::chrono::nanoseconds(engine.now());
        }
        else
        {
            static_cast<void>(engine);
            return std::chrono::nanoseconds(0);
        }
    }

    const F& m_make_engine;
    const conformance_options& m_options;
    engine_verdict& m_verdict;
};

} // namespace wua::detail
