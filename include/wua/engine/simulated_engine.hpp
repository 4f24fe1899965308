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

// What outlives the engine object for as long as its thread or a call of one of its members needs it.
struct simulation
{
    explicit simulation(scenario first);

    void set_script(scenario next);

    // Of a job of that kind.
    shared_handle<const scenario> script(job_kind kind);

    // Called by the jobs' abort_hook.
    void abort(const shared_handle<event_target>& job) noexcept
    {
        time.abort(job);
    }

    // The same when what is to be paused has changed.
    void control(const shared_handle<event_target>& job) noexcept
    {
        time.control(job);
    }

    // Runs f(), which may wait for the thread that serves: a single-threaded apartment goes on serving calls meanwhile.
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

    // Starts the thread, which keeps what it uses.
    static void serve(const shared_handle<simulation>& state);

    virtual_timeline time;
    owned_thread server; // in real time

private:
    std::mutex m_mutex;
    shared_handle<const scenario> m_script;
    shared_handle<const scenario> m_installations; // null before the first
};

} // namespace detail

/// Nothing happens until somebody moves the time: the test by advance(), step() or run(), or a caller who waits for a
/// job. Callbacks run on the thread that moves it, at their place in the order of events. With run_in_real_time() a
/// thread of the engine's own moves it instead, at the pace of a clock.
///
/// All members may be called from any thread, and from posted work such as the callbacks of a job, which may destroy
/// the engine. Events are acted out one at a time: from inside one, that is from a ledger_listener, advance(), step()
/// and drive() do nothing.
class simulated_engine
{
public:
    using duration = std::chrono::nanoseconds;

    explicit simulated_engine(scenario script = {});

    /// Members of one that was moved from throw hresult_error: WU_E_INVALID_OPERATION.
    simulated_engine(simulated_engine&&) noexcept = default;
    simulated_engine& operator=(simulated_engine&&) = delete;

    /// Jobs that are not completed end: their updates fail with WU_E_SERVICE_STOP.
    ~simulated_engine();

    /// The script of jobs that start from now on.
    void set_scenario(scenario script)
    {
        state()->set_script(std::move(script));
    }

    void start(transfer job);

    /// Virtual time since the engine was made.
    duration now() const
    {
        return state()->time.now();
    }

    /// Lets so much virtual time pass, acting out everything that is due. Bytes are exact at the new time. In real time
    /// it waits for the engine's thread to do so.
    void advance(duration by);

    /// Acts out the next event, or one posted piece of work, at whatever time it is due; false when there is none.
    bool step();

    /// Acts out everything that is left. A scenario that stalls for ever leaves its jobs unfinished.
    void run();

    /// Its jobs can be paused, at any moment. What is paused gives its place among those that download at the same time
    /// to others; what the script has for it comes as much later.
    job_controls controls() const noexcept
    {
        return {.pause = true};
    }

    /// As driven_engine has it: step(), and in real time a wait for the engine's thread to do one.
    bool drive();

    void post(std::function<void()> work);

    /// When the next event is due, or posted work; nothing: there is none.
    std::optional<duration> due() const
    {
        return state()->time.due();
    }

    /// True once run_in_real_time() was called.
    bool is_in_real_time() const
    {
        return state()->time.is_in_real_time();
    }

    /// Starts a thread that acts out events when they are due; one second of the script takes 1/speed seconds. Once.
    void run_in_real_time(double speed = 1);

private:
    // Throws when the engine was moved from.
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
