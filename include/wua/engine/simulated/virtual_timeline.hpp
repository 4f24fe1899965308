// SPDX-License-Identifier: MIT
#pragma once

// Virtual time: events in the order in which they are due, acted out by whoever moves the time.

#include <wua/com/dynamic_array.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/engine/simulated/event_target_list.hpp>
#include <wua/engine/simulated/simulated_event.hpp>
#include <wua/separate_compilation.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace wua::detail
{

/// Events happen one at a time, by time and then in the order in which they were scheduled; posted work comes before
/// all of them. Nothing happens by itself: step(), advance() and drive() act out what is due on the thread that calls
/// them, or serve() does, at the pace of a clock. Inside an event, the first three do nothing.
///
/// Any thread may call any member.
class virtual_timeline
{
public:
    using duration = std::chrono::nanoseconds;
    using clock = std::chrono::steady_clock;

    virtual_timeline() = default;
    virtual_timeline(const virtual_timeline&) = delete;
    virtual_timeline& operator=(const virtual_timeline&) = delete;

    /// Virtual time since the start.
    duration now() const noexcept
    {
        return duration(m_time.load(std::memory_order_acquire));
    }

    /// Adds a target, which is shown the time, aborted and stopped, until it is over. False after stop().
    bool add(const shared_handle<event_target>& target);

    void schedule(duration in, simulated_event event);

    /// Schedules the abort event of an added target, after what is already due now. Cannot fail.
    void abort(const shared_handle<event_target>& target) noexcept;

    /// The same for its control event; does nothing if one is already scheduled.
    void control(const shared_handle<event_target>& target) noexcept;

    /// After stop() the work runs immediately, because nobody is left to move the time.
    void post(std::function<void()> work);

    /// Lets that much time pass, acting out everything that is due, then shows the targets the new time. In real time
    /// it waits for the serving thread to do so.
    void advance(duration by);

    /// Acts out the next event, or one piece of posted work, whenever it is due; false when there is none.
    bool step()
    {
        return step_until(duration::max());
    }

    /// When step() would act; nullopt: never.
    std::optional<duration> due();

    /// Like step(); in real time it waits for the serving thread to do it.
    bool drive();

    /// From now on one second of real time is `speed` seconds of virtual time, and a thread must call serve().
    void go_real_time(double speed);

    void go_virtual();

    bool is_in_real_time();

    /// True in real time on any thread except the one that serves.
    bool is_served_elsewhere();

    /// Acts out events when they are due, until stop().
    void serve();

    /// Waits for an event that another thread is acting out, runs the remaining work and stops the targets. After that
    /// nothing happens.
    void stop();

private:
    struct scheduled_event
    {
        duration due{0};
        std::uint64_t sequence = 0;
        simulated_event event{};
    };

    struct is_later
    {
        bool operator()(const scheduled_event& a, const scheduled_event& b) const noexcept
        {
            return a.due != b.due ? a.due > b.due : a.sequence > b.sequence;
        }
    };

    // Reserves memory for this many events in addition to those already reserved.
    void reserve_events(std::size_t count = 1);

    void push(duration due, simulated_event event) noexcept;

    scheduled_event pop() noexcept;

    void release_abort(event_target& target) noexcept;
    void release_control(event_target& target) noexcept;

    // Moves a target that is over to the caller's list, which is destroyed without the lock.
    void remove_if_over(event_target& target, event_target_list& removed) noexcept;

    // Events whose targets are gone must not move the time.
    void drop_void_events() noexcept;

    // True when there is nothing to act out.
    bool is_idle() const noexcept
    {
        return m_work.empty() && m_event_count == 0;
    }

    // When the next event is due.
    duration next_due() const noexcept
    {
        return m_event_count == 0 ? duration::max() : m_events[0].due;
    }

    void move_time(duration to) noexcept;

    // False when the time is virtual.
    bool wait_real_time(duration by);

    // Acts out one thing that is due by then; false when there is none.
    bool step_until(duration until);

    bool is_inside_event() const noexcept
    {
        return m_is_stepping && m_stepper == std::this_thread::get_id();
    }

    // False inside an event, where waiting for its end would never return.
    bool wait_for_turn(std::unique_lock<std::mutex>& lock);

    // Unlocks if it returns true.
    bool step_locked(std::unique_lock<std::mutex>& lock, duration until);

    // Shows the targets that time, in a turn of its own; false inside an event.
    bool show_targets(duration until);

    // Unlocks.
    void begin_turn(std::unique_lock<std::mutex>& lock) noexcept;

    // Unlocks.
    void end_turn(std::unique_lock<std::mutex>& lock) noexcept;

    // Waits until the next event is due, something new happens or it is `latest`; acts out what is due.
    bool serve_one(std::unique_lock<std::mutex>& lock, clock::time_point latest);

    // A duration from a clock that may run at any speed, bounded to three centuries.
    static duration bounded(double nanoseconds) noexcept
    {
        return duration(static_cast<std::int64_t>(std::clamp(nanoseconds, 0.0, 9.2e18)));
    }

    // The same for a wait, bounded to thirty years.
    static duration bounded_wait(double nanoseconds) noexcept
    {
        return bounded(std::min(nanoseconds, 1e18));
    }

    // duration::max() instead of an overflow.
    static duration later(duration from, duration by) noexcept
    {
        return by > duration::max() - from ? duration::max() : from + std::max(by, duration(0));
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;

    // Guarded by the mutex, except for the time, which is only written under it.
    dynamic_array<scheduled_event> m_events; // the first m_event_count are a heap
    std::size_t m_event_count = 0;
    std::size_t m_reserved = 0;  // abort and control events to come, for which m_events always has room
    event_target_list m_targets; // in the order in which they were added
    event_target_list m_work;    // of posted_work
    std::uint64_t m_sequence = 0;
    std::uint64_t m_steps = 0;
    std::atomic<std::int64_t> m_time{0};
    bool m_is_stepping = false; // an event is being acted out
    std::thread::id m_stepper;  // by this thread
    bool m_is_stopped = false;
    bool m_is_real_time = false;
    double m_speed = 1;
    clock::time_point m_real_start;
    duration m_virtual_start{0};
    std::thread::id m_server;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/simulated/virtual_timeline.ipp>
#endif
