// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/simulated/virtual_timeline.hpp>.

#include <wua/com/shared_handle.hpp>
#include <wua/engine/simulated/virtual_timeline.hpp>

#include <utility>

namespace wua::detail
{

// For the list of what was posted. Has no events.
struct posted_work final : event_target
{
    explicit posted_work(std::function<void()> work) : run(std::move(work)) {}

    static void run_one(const event_target& of)
    {
        static_cast<const posted_work&>(of).run();
    }

    void act(const simulated_event&) noexcept override {}
    void show(std::chrono::nanoseconds) noexcept override {}
    bool is_over() const noexcept override
    {
        return false;
    }
    void stop() noexcept override {}

    const std::function<void()> run;
};

WUA_COLD bool virtual_timeline::add(const shared_handle<event_target>& target)
{
    const std::lock_guard lock(m_mutex);
    if (m_is_stopped)
    {
        return false;
    }
    if (!target->is_over())
    {
        constexpr std::size_t of_target = 2;
        reserve_events(of_target);
        m_reserved += of_target;
        target->m_is_abortable = true;
        target->m_is_controllable = true;
        target->m_is_listed = true;
        m_targets.push_back(target);
    }
    return true;
}

WUA_INLINE void virtual_timeline::schedule(duration in, simulated_event event)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_is_stopped)
        {
            reserve_events();
            push(later(now(), in), std::move(event));
        }
    }
    m_changed.notify_all();
}

WUA_INLINE void virtual_timeline::abort(const shared_handle<event_target>& target) noexcept
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

WUA_COLD void virtual_timeline::control(const shared_handle<event_target>& target) noexcept
{
    {
        const std::lock_guard lock(m_mutex);
        if (target->m_is_controllable && !m_is_stopped)
        {
            release_control(*target);
            push(now(), {.target = target, .kind = event_kind::control});
        }
    }
    m_changed.notify_all();
}

WUA_INLINE void virtual_timeline::post(std::function<void()> work)
{
    shared_handle<event_target> posted = make_handle<posted_work>(std::move(work));
    shared_handle<event_target> late; // after the end of the engine
    {
        const std::lock_guard lock(m_mutex);
        if (m_is_stopped)
        {
            late = std::move(posted);
        }
        else
        {
            m_work.push_back(std::exchange(posted, {}));
        }
    }
    if (late)
    {
        posted_work::run_one(*late);
    }
    m_changed.notify_all();
}

WUA_INLINE void virtual_timeline::advance(duration by)
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

WUA_INLINE std::optional<virtual_timeline::duration> virtual_timeline::due()
{
    const std::lock_guard lock(m_mutex);
    drop_void_events();
    if (is_idle())
    {
        return std::nullopt;
    }
    return m_work.empty() ? std::max(next_due(), now()) : now();
}

WUA_INLINE bool virtual_timeline::drive()
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

WUA_INLINE void virtual_timeline::go_real_time(double speed)
{
    const std::lock_guard lock(m_mutex);
    m_is_real_time = true;
    m_speed = speed;
    m_real_start = clock::now();
    m_virtual_start = now();
}

WUA_INLINE void virtual_timeline::go_virtual()
{
    const std::lock_guard lock(m_mutex);
    m_is_real_time = false;
}

WUA_INLINE bool virtual_timeline::is_in_real_time()
{
    const std::lock_guard lock(m_mutex);
    return m_is_real_time;
}

WUA_INLINE bool virtual_timeline::is_served_elsewhere()
{
    const std::lock_guard lock(m_mutex);
    return m_is_real_time && m_server != std::this_thread::get_id();
}

WUA_INLINE void virtual_timeline::serve()
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

WUA_COLD void virtual_timeline::stop()
{
    std::unique_lock lock(m_mutex);
    m_is_stopped = true;
    wait_for_turn(lock);
    m_events = {};
    m_event_count = 0;
    const event_target_list work(std::move(m_work));
    const event_target_list targets(std::move(m_targets));
    for (event_target* each = targets.front().get(); each != nullptr; each = event_target_list::after(*each).get())
    {
        each->m_is_listed = false;
    }
    lock.unlock();
    m_changed.notify_all();
    for (event_target* each = work.front().get(); each != nullptr; each = event_target_list::after(*each).get())
    {
        posted_work::run_one(*each);
    }
    for (event_target* each = targets.front().get(); each != nullptr; each = event_target_list::after(*each).get())
    {
        each->stop();
    }
}

WUA_INLINE void virtual_timeline::reserve_events(std::size_t count)
{
    const std::size_t needed = m_event_count + m_reserved + count;
    if (needed > m_events.size())
    {
        m_events.resize(std::max<std::size_t>(2 * needed, 16));
    }
}

WUA_INLINE void virtual_timeline::push(duration due, simulated_event event) noexcept
{
    m_events[m_event_count++] = {due, m_sequence++, std::move(event)};
    std::push_heap(m_events.begin(), m_events.begin() + m_event_count, is_later());
}

WUA_INLINE virtual_timeline::scheduled_event virtual_timeline::pop() noexcept
{
    std::pop_heap(m_events.begin(), m_events.begin() + m_event_count, is_later());
    return std::move(m_events[--m_event_count]);
}

WUA_INLINE void virtual_timeline::release_abort(event_target& target) noexcept
{
    if (std::exchange(target.m_is_abortable, false))
    {
        --m_reserved;
    }
}

WUA_INLINE void virtual_timeline::release_control(event_target& target) noexcept
{
    if (std::exchange(target.m_is_controllable, false))
    {
        --m_reserved;
    }
}

WUA_INLINE void virtual_timeline::remove_if_over(event_target& target, event_target_list& removed) noexcept
{
    if (target.m_is_listed && target.is_over())
    {
        target.m_is_listed = false;
        release_abort(target);
        release_control(target);
        removed.push_back(m_targets.remove(target));
    }
}

WUA_INLINE void virtual_timeline::drop_void_events() noexcept
{
    while (m_event_count != 0 && m_events[0].event.target.expired())
    {
        pop();
    }
}

WUA_INLINE void virtual_timeline::move_time(duration to) noexcept
{
    if (to > now())
    {
        m_time.store(to.count(), std::memory_order_release);
    }
}

WUA_COLD bool virtual_timeline::wait_real_time(duration by)
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
        if (!is_server || m_is_stepping) // the time moves on another thread
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

WUA_INLINE bool virtual_timeline::step_until(duration until)
{
    std::unique_lock lock(m_mutex);
    return wait_for_turn(lock) && step_locked(lock, until);
}

WUA_INLINE bool virtual_timeline::wait_for_turn(std::unique_lock<std::mutex>& lock)
{
    while (m_is_stepping && !is_inside_event())
    {
        m_changed.wait(lock);
    }
    return !m_is_stepping;
}

WUA_INLINE bool virtual_timeline::step_locked(std::unique_lock<std::mutex>& lock, duration until)
{
    drop_void_events();
    if (!m_work.empty())
    {
        const shared_handle<event_target> work = m_work.pop_front();
        ++m_steps;
        lock.unlock();
        posted_work::run_one(*work);
        m_changed.notify_all();
        return true;
    }
    if (m_event_count == 0 || next_due() > until)
    {
        return false;
    }
    const scheduled_event next = pop();
    move_time(next.due);
    // Keeps the target alive until the turn is over.
    const shared_handle<event_target> target = next.event.target.lock();
    event_target_list removed;
    if (target && next.event.kind == event_kind::control && target->m_is_listed)
    {
        ++m_reserved; // reserves the place of this event for the target's next one
        target->m_is_controllable = true;
    }
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

WUA_INLINE bool virtual_timeline::show_targets(duration until)
{
    event_target_list removed; // keeps the targets alive until the turn is over
    std::unique_lock lock(m_mutex);
    if (!wait_for_turn(lock))
    {
        return false;
    }
    move_time(until);
    begin_turn(lock);
    lock.lock();
    shared_handle<event_target> next = m_targets.front();
    for (std::size_t left = m_targets.size(); left != 0 && !m_is_stopped; --left)
    {
        const shared_handle<event_target> target = next;
        lock.unlock();
        target->show(now());
        lock.lock();
        if (!m_is_stopped)
        {
            // The target is still in the list, since targets are removed only within a turn.
            next = event_target_list::after(*target);
            remove_if_over(*target, removed);
        }
    }
    end_turn(lock);
    return true;
}

WUA_INLINE void virtual_timeline::begin_turn(std::unique_lock<std::mutex>& lock) noexcept
{
    m_is_stepping = true;
    m_stepper = std::this_thread::get_id();
    lock.unlock();
}

WUA_INLINE void virtual_timeline::end_turn(std::unique_lock<std::mutex>& lock) noexcept
{
    m_is_stepping = false;
    ++m_steps;
    lock.unlock();
    m_changed.notify_all();
}

WUA_COLD bool virtual_timeline::serve_one(std::unique_lock<std::mutex>& lock, clock::time_point latest)
{
    const clock::time_point real_now = clock::now();
    const auto passed = static_cast<double>(duration(real_now - m_real_start).count());
    const duration due = later(m_virtual_start, bounded(passed * m_speed));
    const duration next = next_due();
    if (m_work.empty() && (m_event_count == 0 || next > due))
    {
        const clock::time_point at =
            real_now + std::chrono::microseconds(1) + bounded_wait(static_cast<double>((next - due).count()) / m_speed);
        m_changed.wait_until(lock, std::min(at, latest));
        return true;
    }
    return step_locked(lock, due);
}

} // namespace wua::detail
