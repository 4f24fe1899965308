// SPDX-License-Identifier: MIT
#pragma once

// Virtual time: events in the order in which they are due, and whoever moves the time acts them out.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace wua
{

// Events happen one at a time, by time and then in the order in which they were scheduled; posted work comes before all
// of them. Nothing happens by itself: step(), advance() and drive() act out what is due on the thread that calls them,
// or serve() does, at the pace of a clock. Called from inside an event, the first three do nothing.
//
// An Event is a value. is_void() tells that nobody is left to whom it could happen, and keep() is a shared_ptr to who
// it happens to. What it does is up to the class that derives from this, whose own state the mutex may guard, too. Any
// thread may call any member.
template <class Event>
class virtual_timeline
{
public:
    using duration = std::chrono::nanoseconds;

    virtual_timeline() = default;
    virtual_timeline(const virtual_timeline&) = delete;
    virtual_timeline& operator=(const virtual_timeline&) = delete;

    // Virtual time since the beginning.
    duration now() const noexcept
    {
        return duration(m_time.load(std::memory_order_acquire));
    }

    void schedule(duration in, Event what)
    {
        {
            const std::lock_guard lock(m_mutex);
            schedule_locked(in, std::move(what));
        }
        m_changed.notify_all();
    }

    // Once the end has come, f runs at once: nobody is left to move the time.
    void post(std::function<void()> f)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_is_stopped)
            {
                m_work.push_back(std::move(f));
                f = nullptr;
            }
        }
        if (f)
        {
            f(); // nobody is left to drive
        }
        m_changed.notify_all();
    }

    // Lets so much time pass, acting out everything that is due. Then, in a turn of its own, has f(now) look at the new
    // time, where f is what prepare() returns under the lock. In real time it waits for the thread that serves.
    template <class Prepare>
    void advance(duration by, Prepare&& prepare)
    {
        if (wait_real_time(by))
        {
            return;
        }
        const duration until = later(now(), by);
        while (step_until(until))
        {}
        {
            std::unique_lock lock(m_mutex);
            if (!wait_for_turn(lock))
            {
                return;
            }
            auto look = prepare(); // before anything has changed: it may throw
            if (until > now())
            {
                m_time.store(until.count(), std::memory_order_release);
            }
            begin_step();
            lock.unlock();
            look(now());
            end_step(); // before what look holds is let go
        }
        while (step_until(until))
        {}
    }

    // Acts out the next event, or one piece of posted work, at whatever time it is due; false when there is none.
    bool step()
    {
        return step_until(duration::max());
    }

    // The same, and in real time a wait for the thread that serves to do so.
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
        if (m_work.empty() && m_events.empty())
        {
            return false;
        }
        if (m_server == std::this_thread::get_id())
        {
            return serve_one(lock);
        }
        const std::uint64_t before = m_steps;
        m_changed.wait(lock, [&] {
            return m_steps != before || m_is_stopped || (!m_is_stepping && m_work.empty() && m_events.empty());
        });
        return true;
    }

    // From now on one second of real time is `speed` seconds of virtual time, and a thread is to serve.
    void go_real_time(double new_speed)
    {
        const std::lock_guard lock(m_mutex);
        m_is_real_time = true;
        m_speed = new_speed;
        m_real_start = std::chrono::steady_clock::now();
        m_virtual_start = now();
    }

    void go_virtual()
    {
        const std::lock_guard lock(m_mutex);
        m_is_real_time = false;
    }

    // True between the two.
    bool is_in_real_time()
    {
        const std::lock_guard lock(m_mutex);
        return m_is_real_time;
    }

    // Acts out events when they are due, until the end.
    void serve()
    {
        std::unique_lock lock(m_mutex);
        m_server = std::this_thread::get_id();
        while (!m_is_stopped)
        {
            drop_void_events();
            if (m_is_stepping || (m_work.empty() && m_events.empty()))
            {
                m_changed.wait(lock);
                continue;
            }
            serve_one(lock);
            if (!lock.owns_lock())
            {
                lock.lock();
            }
        }
    }

protected:
    using event_map = std::map<std::pair<duration, std::uint64_t>, Event>;

    ~virtual_timeline() = default;

    using target = typename std::pointer_traits<decltype(std::declval<const Event&>().keep())>::element_type;

    // Acts out one event, without the lock.
    virtual void act(target& whom, const Event& what) noexcept = 0;

    // Under the lock.
    void schedule_locked(duration in, Event what)
    {
        if (!m_is_stopped)
        {
            m_events.emplace(std::pair(later(now(), in), m_sequence++), std::move(what));
        }
    }

    // Under the lock. An event that belongs to no time yet, so that to schedule it later cannot fail.
    typename event_map::node_type make_event(Event what)
    {
        return m_events.extract(m_events.emplace(std::pair(duration::max(), m_sequence++), std::move(what)).first);
    }

    // Under the lock. Now, after what is due now already.
    void schedule_now(typename event_map::node_type made) noexcept
    {
        made.key() = std::pair(now(), m_sequence++);
        m_events.insert(std::move(made));
    }

    // Under the lock, which it gives up while somebody else's event is acted out. From then on nothing happens. Returns
    // the work that was left.
    std::list<std::function<void()>> stop(std::unique_lock<std::mutex>& lock)
    {
        std::list<std::function<void()>> left;
        m_is_stopped = true;
        m_changed.wait(lock, [&] { return !m_is_stepping || m_stepper == std::this_thread::get_id(); });
        left.swap(m_work);
        m_events.clear();
        return left;
    }

    bool is_stopped() const noexcept
    {
        return m_is_stopped;
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;

private:
    // False when the time is virtual.
    bool wait_real_time(duration by)
    {
        std::unique_lock lock(m_mutex);
        if (!m_is_real_time)
        {
            return false;
        }
        if (m_is_stepping && m_stepper == std::this_thread::get_id())
        {
            return true;
        }
        const auto end = std::chrono::steady_clock::now() + bounded_wait(static_cast<double>(by.count()) / m_speed);
        if (m_server == std::this_thread::get_id())
        {
            while (!m_is_stopped && std::chrono::steady_clock::now() < end)
            {
                if (m_is_stepping) // on another thread
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
        m_changed.wait_until(lock, end, [&] { return m_is_stopped; });
        return true;
    }

    // Acts out one thing that is due by then; false when there is none.
    bool step_until(duration until)
    {
        std::unique_lock lock(m_mutex);
        return wait_for_turn(lock) && step_locked(lock, until);
    }

    // False inside an event, where waiting for its end would take for ever.
    bool wait_for_turn(std::unique_lock<std::mutex>& lock)
    {
        m_changed.wait(lock, [&] { return !m_is_stepping || m_stepper == std::this_thread::get_id(); });
        return !m_is_stepping;
    }

    // Void events must not carry the time along.
    void drop_void_events()
    {
        while (!m_events.empty() && m_events.begin()->second.is_void())
        {
            m_events.erase(m_events.begin());
        }
    }

    bool step_locked(std::unique_lock<std::mutex>& lock, duration until)
    {
        drop_void_events();
        if (!m_work.empty())
        {
            const std::function<void()> f = std::move(m_work.front());
            m_work.pop_front();
            ++m_steps;
            lock.unlock();
            f();
            m_changed.notify_all();
            return true;
        }
        if (m_events.empty() || m_events.begin()->first.first > until)
        {
            return false;
        }
        const auto node = m_events.extract(m_events.begin());
        if (node.key().first > now())
        {
            m_time.store(node.key().first.count(), std::memory_order_release);
        }
        const auto keep = node.mapped().keep(); // until the step is over
        begin_step();
        lock.unlock();
        if (keep)
        {
            act(*keep, node.mapped());
        }
        end_step();
        return true;
    }

    // Under the lock.
    void begin_step() noexcept
    {
        m_is_stepping = true;
        m_stepper = std::this_thread::get_id();
    }

    void end_step()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_is_stepping = false;
            ++m_steps;
        }
        m_changed.notify_all();
    }

    // Waits until the next event is due, or something new happens; acts out what is due.
    bool serve_one(std::unique_lock<std::mutex>& lock,
                   std::chrono::steady_clock::time_point latest = std::chrono::steady_clock::time_point::max())
    {
        const std::chrono::duration<double, std::nano> passed = std::chrono::steady_clock::now() - m_real_start;
        const duration due = later(m_virtual_start, bounded(passed.count() * m_speed));
        if (m_work.empty() && (m_events.empty() || m_events.begin()->first.first > due))
        {
            const duration next = m_events.empty() ? duration::max() : m_events.begin()->first.first;
            const auto at = std::chrono::steady_clock::now() + std::chrono::microseconds(1) +
                            bounded_wait(static_cast<double>((next - due).count()) / m_speed);
            m_changed.wait_until(lock, std::min(at, latest));
            return true;
        }
        return step_locked(lock, due);
    }

    // Nanoseconds by a clock that may be slowed down or sped up beyond reason: three centuries at most.
    static duration bounded(double nanoseconds) noexcept
    {
        return duration(static_cast<std::int64_t>(std::clamp(nanoseconds, 0.0, 9.2e18)));
    }

    // The same to wait for; thirty years are as good as for ever.
    static duration bounded_wait(double nanoseconds) noexcept
    {
        return bounded(std::min(nanoseconds, 1e18));
    }

    // The end of time is as late as it gets.
    static duration later(duration from, duration by) noexcept
    {
        return by > duration::max() - from ? duration::max() : from + std::max(by, duration(0));
    }

    // Guarded by m_mutex, but for the time, which is written under it.
    event_map m_events;
    std::list<std::function<void()>> m_work;
    std::uint64_t m_sequence = 0;
    std::uint64_t m_steps = 0;
    std::atomic<std::int64_t> m_time{0};
    bool m_is_stepping = false; // an event is being acted out
    std::thread::id m_stepper;  // by this thread
    bool m_is_stopped = false;
    bool m_is_real_time = false;
    double m_speed = 1;
    std::chrono::steady_clock::time_point m_real_start;
    duration m_virtual_start{0};
    std::thread::id m_server;
};

} // namespace wua
