// SPDX-License-Identifier: MIT
#pragma once

// Virtual time: events in the order in which they are due, acted out by whoever moves the time.

#include <wua/engine/simulated/simulated_event.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace wua::detail
{

/// Events happen one at a time, by time and then in the order in which they were scheduled; posted work comes before all
/// of them. Nothing happens by itself: step(), advance() and drive() act out what is due on the thread that calls them,
/// or serve() does, at the pace of a clock. Called from inside an event, the first three do nothing.
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

    /// Virtual time since the beginning.
    duration now() const noexcept
    {
        return duration(m_time.load(std::memory_order_acquire));
    }

    /// Adds a target that is to be shown the time, aborted and stopped, until it is over. False after stop().
    bool add(const std::shared_ptr<event_target>& target)
    {
        target_list added{target};
        const std::lock_guard lock(m_mutex);
        if (m_is_stopped)
        {
            return false;
        }
        if (!target->is_over())
        {
            reserve_event();
            ++m_reserved;
            target->m_is_abortable = true;
            target->m_is_listed = true;
            target->m_place = added.begin();
            m_targets.splice(m_targets.end(), added);
        }
        return true;
    }

    void schedule(duration in, simulated_event event)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_is_stopped)
            {
                reserve_event();
                push(later(now(), in), std::move(event));
            }
        }
        m_changed.notify_all();
    }

    /// Schedules the abort event of a target that was added, after what is due now already. Cannot fail.
    void abort(const std::shared_ptr<event_target>& target) noexcept
    {
        {
            const std::lock_guard lock(m_mutex);
            if (target->m_is_abortable && !m_is_stopped)
            {
                release_abort(*target);
                push(now(), {.target = target, .kind = event_kind::abort});
            }
        }
        m_changed.notify_all();
    }

    /// After stop() the work runs at once: nobody is left to move the time.
    void post(std::function<void()> work)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_is_stopped)
            {
                m_work.push_back(std::move(work));
                work = nullptr;
            }
        }
        if (work)
        {
            work();
        }
        m_changed.notify_all();
    }

    /// Lets so much time pass, acting out everything that is due, then shows the targets the new time. In real time it
    /// waits for the thread that serves.
    void advance(duration by)
    {
        if (wait_real_time(by))
        {
            return;
        }
        const duration until = later(now(), by);
        while (step_until(until))
        {}
        if (show_targets(until))
        {
            while (step_until(until))
            {}
        }
    }

    /// Acts out the next event, or one piece of posted work, at whatever time it is due; false when there is none.
    bool step()
    {
        return step_until(duration::max());
    }

    /// The same, and in real time a wait for the thread that serves to do so.
    bool drive()
    {
        std::unique_lock lock(m_mutex);
        if (!wait_for_turn(lock))
        {
            return false;
        }
        if (!m_is_real_time)
        {
            return step_locked(lock, duration::max());
        }
        drop_void_events();
        if (is_idle())
        {
            return false;
        }
        if (m_server == std::this_thread::get_id())
        {
            return serve_one(lock, clock::time_point::max());
        }
        const std::uint64_t before = m_steps;
        while (m_steps == before && !m_is_stopped && (m_is_stepping || !is_idle()))
        {
            m_changed.wait(lock);
        }
        return true;
    }

    /// From now on one second of real time is `speed` seconds of virtual time, and a thread is to serve.
    void go_real_time(double speed)
    {
        const std::lock_guard lock(m_mutex);
        m_is_real_time = true;
        m_speed = speed;
        m_real_start = clock::now();
        m_virtual_start = now();
    }

    void go_virtual()
    {
        const std::lock_guard lock(m_mutex);
        m_is_real_time = false;
    }

    bool is_in_real_time()
    {
        const std::lock_guard lock(m_mutex);
        return m_is_real_time;
    }

    /// Acts out events when they are due, until stop().
    void serve()
    {
        std::unique_lock lock(m_mutex);
        m_server = std::this_thread::get_id();
        while (!m_is_stopped)
        {
            drop_void_events();
            if (m_is_stepping || is_idle())
            {
                m_changed.wait(lock);
                continue;
            }
            serve_one(lock, clock::time_point::max());
            if (!lock.owns_lock())
            {
                lock.lock();
            }
        }
    }

    /// Waits for the event that another thread acts out, runs the work that is left and stops the targets. From then on
    /// nothing happens.
    void stop()
    {
        std::list<std::function<void()>> work;
        target_list targets;
        {
            std::unique_lock lock(m_mutex);
            m_is_stopped = true;
            wait_for_turn(lock);
            work.swap(m_work);
            m_events.clear();
            targets.swap(m_targets);
            for (const std::shared_ptr<event_target>& target : targets)
            {
                target->m_is_listed = false;
            }
        }
        m_changed.notify_all();
        for (const std::function<void()>& one : work)
        {
            one();
        }
        for (const std::shared_ptr<event_target>& target : targets)
        {
            target->stop();
        }
    }

private:
    using target_list = std::list<std::shared_ptr<event_target>>;

    struct scheduled_event
    {
        duration due;
        std::uint64_t sequence;
        simulated_event event;
    };

    struct is_later
    {
        bool operator()(const scheduled_event& a, const scheduled_event& b) const noexcept
        {
            return a.due != b.due ? a.due > b.due : a.sequence > b.sequence;
        }
    };

    // Makes room for one event beside those that are reserved for aborts.
    void reserve_event()
    {
        const std::size_t needed = m_events.size() + m_reserved + 1;
        if (needed > m_events.capacity())
        {
            m_events.reserve(std::max<std::size_t>(2 * needed, 16));
        }
    }

    void push(duration due, simulated_event event) noexcept
    {
        m_events.push_back({due, m_sequence++, std::move(event)});
        std::push_heap(m_events.begin(), m_events.end(), is_later());
    }

    scheduled_event pop() noexcept
    {
        std::pop_heap(m_events.begin(), m_events.end(), is_later());
        scheduled_event next = std::move(m_events.back());
        m_events.pop_back();
        return next;
    }

    void release_abort(event_target& target) noexcept
    {
        if (std::exchange(target.m_is_abortable, false))
        {
            --m_reserved;
        }
    }

    // Moves a target that is over to the list of the caller, who destroys it without the lock.
    void remove_if_over(event_target& target, target_list& removed) noexcept
    {
        if (target.m_is_listed && target.is_over())
        {
            target.m_is_listed = false;
            release_abort(target);
            removed.splice(removed.end(), m_targets, target.m_place);
        }
    }

    // Void events must not carry the time along.
    void drop_void_events() noexcept
    {
        while (!m_events.empty() && m_events.front().event.target.expired())
        {
            pop();
        }
    }

    // True when there is nothing to act out.
    bool is_idle() const noexcept
    {
        return m_work.empty() && m_events.empty();
    }

    // When the next event is due.
    duration next_due() const noexcept
    {
        return m_events.empty() ? duration::max() : m_events.front().due;
    }

    void move_time(duration to) noexcept
    {
        if (to > now())
        {
            m_time.store(to.count(), std::memory_order_release);
        }
    }

    // False when the time is virtual.
    bool wait_real_time(duration by)
    {
        std::unique_lock lock(m_mutex);
        if (!m_is_real_time)
        {
            return false;
        }
        if (is_inside_event())
        {
            return true;
        }
        const clock::time_point end = clock::now() + bounded_wait(static_cast<double>(by.count()) / m_speed);
        const bool is_server = m_server == std::this_thread::get_id();
        while (!m_is_stopped && clock::now() < end)
        {
            if (!is_server || m_is_stepping) // on another thread
            {
                m_changed.wait_until(lock, end);
                continue;
            }
            serve_one(lock, end);
            if (!lock.owns_lock())
            {
                lock.lock();
            }
        }
        return true;
    }

    // Acts out one thing that is due by then; false when there is none.
    bool step_until(duration until)
    {
        std::unique_lock lock(m_mutex);
        return wait_for_turn(lock) && step_locked(lock, until);
    }

    bool is_inside_event() const noexcept
    {
        return m_is_stepping && m_stepper == std::this_thread::get_id();
    }

    // False inside an event, where waiting for its end would take for ever.
    bool wait_for_turn(std::unique_lock<std::mutex>& lock)
    {
        while (m_is_stepping && !is_inside_event())
        {
            m_changed.wait(lock);
        }
        return !m_is_stepping;
    }

    // Unlocks when it returns true.
    bool step_locked(std::unique_lock<std::mutex>& lock, duration until)
    {
        drop_void_events();
        if (!m_work.empty())
        {
            const std::function<void()> work = std::move(m_work.front());
            m_work.pop_front();
            ++m_steps;
            lock.unlock();
            work();
            m_changed.notify_all();
            return true;
        }
        if (m_events.empty() || next_due() > until)
        {
            return false;
        }
        const scheduled_event next = pop();
        move_time(next.due);
        const std::shared_ptr<event_target> target = next.event.target.lock(); // kept until the turn is over
        target_list removed;
        begin_turn(lock);
        if (target)
        {
            target->act(next.event);
        }
        lock.lock();
        if (target)
        {
            remove_if_over(*target, removed);
        }
        end_turn(lock);
        return true;
    }

    // Shows the targets that time, in a turn of its own; false inside an event.
    bool show_targets(duration until)
    {
        target_list removed; // kept until the turn is over
        std::unique_lock lock(m_mutex);
        if (!wait_for_turn(lock))
        {
            return false;
        }
        move_time(until);
        begin_turn(lock);
        lock.lock();
        auto next = m_targets.begin();
        for (std::size_t left = m_targets.size(); left != 0 && !m_is_stopped; --left)
        {
            const std::shared_ptr<event_target> target = *next;
            lock.unlock();
            target->show(now());
            lock.lock();
            if (!m_is_stopped)
            {
                ++next; // still in the list, since targets are removed in a turn only
                remove_if_over(*target, removed);
            }
        }
        end_turn(lock);
        return true;
    }

    // Unlocks.
    void begin_turn(std::unique_lock<std::mutex>& lock) noexcept
    {
        m_is_stepping = true;
        m_stepper = std::this_thread::get_id();
        lock.unlock();
    }

    // Unlocks.
    void end_turn(std::unique_lock<std::mutex>& lock) noexcept
    {
        m_is_stepping = false;
        ++m_steps;
        lock.unlock();
        m_changed.notify_all();
    }

    // Waits until the next event is due, something new happens or the time is `latest`; acts out what is due.
    bool serve_one(std::unique_lock<std::mutex>& lock, clock::time_point latest)
    {
        const clock::time_point real_now = clock::now();
        const auto passed = static_cast<double>(duration(real_now - m_real_start).count());
        const duration due = later(m_virtual_start, bounded(passed * m_speed));
        const duration next = next_due();
        if (m_work.empty() && (m_events.empty() || next > due))
        {
            const clock::time_point at = real_now + std::chrono::microseconds(1) +
                                         bounded_wait(static_cast<double>((next - due).count()) / m_speed);
            m_changed.wait_until(lock, std::min(at, latest));
            return true;
        }
        return step_locked(lock, due);
    }

    // Nanoseconds by a clock that may be slowed down or sped up without limit: three centuries at most.
    static duration bounded(double nanoseconds) noexcept
    {
        return duration(static_cast<std::int64_t>(std::clamp(nanoseconds, 0.0, 9.2e18)));
    }

    // The same for a wait: thirty years at most.
    static duration bounded_wait(double nanoseconds) noexcept
    {
        return bounded(std::min(nanoseconds, 1e18));
    }

    // duration::max() rather than an overflow.
    static duration later(duration from, duration by) noexcept
    {
        return by > duration::max() - from ? duration::max() : from + std::max(by, duration(0));
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;

    // Guarded by the mutex, but for the time, which is written under it.
    std::vector<scheduled_event> m_events; // a heap
    std::size_t m_reserved = 0;            // abort events to come, for which the vector always has room
    target_list m_targets;                 // in the order in which they were added
    std::list<std::function<void()>> m_work;
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
