// SPDX-License-Identifier: MIT
#pragma once

// An engine that moves no bytes: it acts out a scenario on a virtual clock, the same way each time.

#include <wua/com/apartment.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/engine/scenario.hpp>
#include <wua/engine/simulated/virtual_timeline.hpp>
#include <wua/job/engine.hpp>
#include <wua/job/owned_thread.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

namespace wua
{

namespace detail
{

// The engine's state, which outlives the engine object for as long as its thread or a running call needs it.
struct simulation
{
    explicit simulation(scenario first);

    void set_script(scenario next);

    // For jobs of that kind.
    shared_handle<const scenario> script(job_kind kind);

    // Called by the jobs' abort_hook.
    void abort(const shared_handle<event_target>& job) noexcept
    {
        time.abort(job);
    }

    // Likewise, when pauses have been requested or ended.
    void control(const shared_handle<event_target>& job) noexcept
    {
        time.control(job);
    }

    // Runs f(), which may wait for the engine's thread; meanwhile a single-threaded apartment keeps serving calls.
    template <class F>
    void serving_here(F f)
    {
        if (time.is_served_elsewhere())
        {
            serve_apartment_during(f);
        }
        else
        {
            f();
        }
    }

    // Starts the thread, which keeps what it uses alive.
    static void serve(const shared_handle<simulation>& state);

    virtual_timeline time;
    owned_thread server; // in real time

private:
    std::mutex m_mutex;
    shared_handle<const scenario> m_script;
    shared_handle<const scenario> m_installations; // null before the first
};

} // namespace detail

/// Nothing happens until somebody moves the time: a test through advance(), step() or run(), or a caller that waits for
/// a job. Callbacks run on the thread that moves it, at their place in the order of events. With run_in_real_time() a
/// thread of the engine moves it instead, at the pace of a clock.
///
/// All members may be called from any thread, and from posted work such as the callbacks of a job, which may destroy
/// the engine. Events are acted out one at a time: inside one, that is in a ledger_listener, advance(), step() and
/// drive() do nothing.
class simulated_engine
{
public:
    using duration = std::chrono::nanoseconds;

    explicit simulated_engine(scenario script = {});

    /// Members of a moved-from engine throw hresult_error: WU_E_INVALID_OPERATION.
    simulated_engine(simulated_engine&&) noexcept = default;
    simulated_engine& operator=(simulated_engine&&) = delete;

    /// Ends jobs that are not completed: their updates fail with WU_E_SERVICE_STOP.
    ~simulated_engine();

    /// The script of jobs that start from now on.
    void set_scenario(scenario script)
    {
        state()->set_script(std::move(script));
    }

    void start(transfer job);

    /// Virtual time since the engine was constructed.
    duration now() const
    {
        return state()->time.now();
    }

    /// Lets that much virtual time pass, acting out everything that is due. Byte counts are exact at the new time. In
    /// real time it waits until the engine's thread has done so.
    void advance(duration by);

    /// Acts out the next event or piece of posted work, whenever it is due; false when there is none.
    bool step();

    /// Acts out everything that is left. A scenario that stalls for ever leaves its jobs unfinished.
    void run();

    /// Its jobs can be paused at any moment. A paused update gives its place among the parallel downloads to another;
    /// the rest of its script is delayed by the length of the pause.
    job_controls controls() const noexcept
    {
        return {.pause = true};
    }

    /// As for driven_engine: step(), or in real time a wait until the engine's thread has done one.
    bool drive();

    void post(std::function<void()> work);

    /// When the next event or posted work is due; nullopt if there is none.
    std::optional<duration> due() const
    {
        return state()->time.due();
    }

    /// True once run_in_real_time() was called.
    bool is_in_real_time() const
    {
        return state()->time.is_in_real_time();
    }

    /// Starts a thread that acts out events when they are due; a second of the script takes 1/speed seconds. Call it
    /// once.
    void run_in_real_time(double speed = 1);

private:
    // Throws for a moved-from engine.
    const detail::shared_handle<detail::simulation>& state() const;

    detail::shared_handle<detail::simulation> m_state;
};

static_assert(driven_engine<simulated_engine>);
static_assert(timed_engine<simulated_engine>);
static_assert(controlled_engine<simulated_engine>);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/simulated_engine.ipp>
#endif
