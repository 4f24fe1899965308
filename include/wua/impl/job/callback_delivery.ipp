// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/callback_delivery.hpp>.

#include <wua/com/shared_handle.hpp>
#include <wua/job/callback_delivery.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace wua::detail
{

// Small enough to be added to a point in time without overflow.
inline constexpr std::chrono::hours max_interval(24 * 365 * 100);

WUA_COLD callback_delivery::callback_delivery(parts made)
    : m_ledger(std::move(made.job_ledger)),
      m_executor_identity(made.executor.get()),
      m_observer(std::move(made.observer)),
      m_interval(std::min<std::chrono::nanoseconds>(made.progress_interval, max_interval)),
      m_always_posts(made.always_posts),
      m_is_served(made.is_served),
      m_wants_progress(m_observer && m_observer.wants_progress()),
      m_wants_completion(m_observer && m_observer.wants_completion()),
      m_is_held(has_callbacks()),
      m_executor(std::move(made.executor))
{}

WUA_COLD shared_handle<callback_delivery> callback_delivery::make(parts made)
{
    const shared_handle<callback_delivery> delivery = make_handle<callback_delivery>(std::move(made));
    delivery->m_self = delivery;
    return delivery;
}

WUA_COLD void callback_delivery::open() noexcept
{
    const time_point now = std::chrono::steady_clock::now();
    bool is_due = false;
    {
        const std::lock_guard lock(m_mutex);
        m_beginner = std::this_thread::get_id();
        m_held_until = now + first_hold;
        is_due = std::exchange(m_gate, gate::open) == gate::holds_back;
    }
    if (is_due)
    {
        try_post(due_now());
    }
}

WUA_COLD void callback_delivery::discard() noexcept
{
    if (has_callbacks() || m_always_posts) // without callbacks it was drained when the job ended
    {
        drain();
    }
}

WUA_INLINE void callback_delivery::release_hold() noexcept
{
    if (!m_is_held.load(std::memory_order_acquire))
    {
        return;
    }
    bool is_due = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_gate != gate::open) // the call that begins the job has not returned the job to its caller yet
        {
            return;
        }
        // Otherwise the executor belongs to a driven engine, and calls as soon as it can.
        const bool is_timed = !m_always_posts || m_is_served;
        is_due = m_is_held.exchange(false, std::memory_order_acq_rel) && is_timed && m_is_posted.load();
    }
    m_changed.notify_all();
    if (is_due)
    {
        try_post(due_now());
    }
}

WUA_INLINE bool callback_delivery::is_calling_here() const
{
    const std::lock_guard lock(m_mutex);
    return m_caller == std::this_thread::get_id();
}

WUA_COLD bool callback_delivery::is_awaited() const
{
    if (has_callbacks())
    {
        return true;
    }
    const std::lock_guard lock(m_mutex);
    return !m_when_drained.empty();
}

WUA_INLINE bool callback_delivery::is_drained() const
{
    const std::lock_guard lock(m_mutex);
    return m_stage == stage::drained;
}

WUA_COLD bool callback_delivery::wait_drained(std::chrono::steady_clock::time_point deadline)
{
    std::unique_lock lock(m_mutex);
    while (m_stage != stage::drained)
    {
        if (deadline == std::chrono::steady_clock::time_point::max())
        {
            m_changed.wait(lock);
        }
        else if (m_changed.wait_until(lock, deadline) == std::cv_status::timeout)
        {
            return m_stage == stage::drained;
        }
    }
    return true;
}

WUA_COLD bool callback_delivery::is_served_here() const
{
    const std::lock_guard lock(m_mutex);
    return m_is_served && m_beginner == std::this_thread::get_id();
}

WUA_COLD void callback_delivery::deliver_here(bool may_call) noexcept
{
    if (is_settled() && !m_is_served && (may_call || !has_callbacks()))
    {
        deliver();
    }
}

WUA_INLINE void callback_delivery::when_settled(std::function<void()> f)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_is_settling)
        {
            m_when_settled.push_back(std::move(f));
            return;
        }
    }
    f();
}

WUA_INLINE bool callback_delivery::when_drained(std::function<void()> f)
{
    const std::lock_guard lock(m_mutex);
    if (m_stage == stage::drained)
    {
        return false;
    }
    m_when_drained.push_back(std::move(f));
    return true;
}

WUA_INLINE callback_delivery::call_scope::call_scope(callback_delivery& delivery, bool keeps_executor_waiting) noexcept
    : m_delivery(delivery),
      m_outer(t_waiting)
{
    if (keeps_executor_waiting)
    {
        t_waiting = delivery.m_executor_identity;
    }
    m_delivery.set_caller(std::this_thread::get_id());
}

WUA_INLINE callback_delivery::call_scope::~call_scope()
{
    m_delivery.set_caller({});
    t_waiting = m_outer;
}

WUA_INLINE bool callback_delivery::wants_changes() const noexcept
{
    return m_wants_progress;
}

WUA_INLINE void callback_delivery::changed() noexcept
{
    // Both sides use a read-modify-write, so that the look that clears the flag also sees the bytes stored before this
    // call found the flag set. A plain load could be ordered before the store of the bytes, and the last ones before a
    // stall would then go unreported.
    if (m_is_posted.exchange(true, std::memory_order_acq_rel))
    {
        return;
    }
    try_post(next_progress());
}

WUA_COLD void callback_delivery::completed() noexcept
{
    settle();
    if (has_callbacks() || m_always_posts)
    {
        m_is_posted.exchange(true, std::memory_order_acq_rel);
        try_post(due_now());
    }
    else
    {
        drain();
    }
}

WUA_INLINE void callback_delivery::settle() noexcept
{
    std::vector<std::function<void()>> actions;
    {
        const std::lock_guard lock(m_mutex);
        m_is_settling = true;
        actions.swap(m_when_settled);
    }
    for (const std::function<void()>& action : actions)
    {
        action();
    }
    m_is_settled.store(true, std::memory_order_release);
}

WUA_INLINE void callback_delivery::post(time_point due)
{
    shared_handle<callback_executor> executor;
    {
        const std::lock_guard lock(m_mutex);
        if (m_gate != gate::open)
        {
            m_gate = gate::holds_back;
            return;
        }
        if (!m_executor) // drained: nothing is left to tell
        {
            return;
        }
        executor = m_executor;
        if (m_is_held.load(std::memory_order_relaxed))
        {
            due = std::max(due, m_held_until);
        }
    }
    executor->post([self = m_self.lock()] { self->deliver_if_due(); }, due);
}

WUA_INLINE void callback_delivery::try_post(time_point due) noexcept
{
    try
    {
        post(due);
    }
    catch (...)
    {
        deliver();
    }
}

WUA_INLINE void callback_delivery::wait_for_client(std::unique_lock<std::mutex>& lock)
{
    while (m_is_held.load(std::memory_order_relaxed) && m_beginner != std::this_thread::get_id())
    {
        if (m_changed.wait_until(lock, m_held_until) == std::cv_status::timeout)
        {
            break;
        }
    }
    m_is_held.store(false, std::memory_order_release);
}

WUA_INLINE void callback_delivery::deliver_if_due() noexcept
{
    if (is_settled() || m_interval.count() == 0 || std::chrono::steady_clock::now() >= next_progress())
    {
        deliver();
    }
}

WUA_INLINE void callback_delivery::deliver() noexcept
{
    std::unique_lock lock(m_mutex);
    wait_for_client(lock);
    if (m_stage != stage::idle)
    {
        m_stage = m_stage == stage::drained ? stage::drained : stage::due_again;
        return;
    }
    do
    {
        m_stage = stage::delivering;
        lock.unlock();
        if (m_wants_progress && m_interval.count() > 0)
        {
            const auto next = std::chrono::steady_clock::now() + m_interval;
            m_next_progress.store(std::chrono::nanoseconds(next.time_since_epoch()).count(), std::memory_order_relaxed);
        }
        m_is_posted.exchange(false, std::memory_order_acq_rel); // release: whoever sees it also sees m_next_progress
        const bool is_last = is_settled();
        notify_progress(is_last);
        if (is_last)
        {
            if (m_wants_completion)
            {
                m_observer.notify_completed(*this);
            }
            drain();
            return;
        }
        lock.lock();
    } while (m_stage == stage::due_again);
    m_stage = stage::idle;
}

WUA_INLINE void callback_delivery::notify_progress(bool is_last) noexcept
{
    if (!m_wants_progress)
    {
        return;
    }
    if (!m_ledger->try_read(m_now) || (m_has_notified && m_last_notified == m_now.values()))
    {
        return;
    }
    if (m_now.is_completed() && !is_last) // the completion is about to be posted, and will tell it
    {
        return;
    }
    if (m_observer.notify_progress(*this, m_now))
    {
        m_last_notified = m_now.values();
        m_has_notified = true;
    }
}

WUA_INLINE void callback_delivery::set_caller(std::thread::id id) noexcept
{
    const std::lock_guard lock(m_mutex);
    m_caller = id;
}

WUA_COLD void callback_delivery::drain() noexcept
{
    // Releasing anything may run the client's code, so the callbacks go before waiting threads are told that they are
    // gone, and the job goes after that.
    if (m_observer)
    {
        m_observer.release_callbacks();
    }
    const shared_handle<callback_delivery> keep = m_self.lock();
    const shared_handle<ledger> job_ledger = std::move(m_ledger);
    const job_observer observer = std::move(m_observer);
    m_now = progress_snapshot();
    std::vector<std::function<void()>> continuations;
    shared_handle<callback_executor> executor;
    {
        const std::lock_guard lock(m_mutex);
        m_stage = stage::drained;
        executor = std::move(m_executor);
        continuations.swap(m_when_drained);
    }
    m_changed.notify_all();
    executor->wake();
    for (const std::function<void()>& f : continuations)
    {
        try
        {
            executor->post(f, due_now());
        }
        catch (...)
        {
            f();
        }
    }
}

} // namespace wua::detail
