// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/ledger.hpp>.

#include <wua/com/shared_handle.hpp>
#include <wua/job/ledger.hpp>

#include <algorithm>
#include <utility>

namespace wua::detail
{

WUA_COLD ledger::ledger(std::vector<update_pointer> updates, ledger_options options)
    : m_options(std::move(options)),
      m_table(std::make_shared<update_table>(std::move(updates))),
      m_accounting(*m_table, m_engine_faults, m_options.clock()),
      m_values(m_accounting.values()),
      m_published(m_values, *m_table)
{}

WUA_INLINE void ledger::listen(shared_handle<ledger_listener> listener) noexcept
{
    m_listener = std::move(listener);
    m_change_listener = m_listener && m_listener->wants_changes() ? m_listener.get() : nullptr;
}

WUA_INLINE progress_snapshot ledger::snapshot() const
{
    progress_snapshot now({}, m_table);
    read(now);
    return now;
}

WUA_INLINE void ledger::read(progress_snapshot& snapshot) const noexcept
{
    if (snapshot.m_results.get() != m_table.get())
    {
        snapshot.m_results = m_table;
    }
    else if (m_published.try_refresh(snapshot.m_values, snapshot.m_version))
    {
        return;
    }
    snapshot.m_version = m_published.try_read(snapshot.m_values);
    if (snapshot.m_version == 0)
    {
        const std::lock_guard lock(m_mutex);
        snapshot.m_values = m_values;
        m_published.complete(snapshot.m_values);
    }
}

WUA_INLINE outcome ledger::result() const
{
    const std::lock_guard lock(m_mutex);
    return m_accounting.result();
}

WUA_INLINE update_progress ledger::progress_of(std::size_t index) const
{
    const std::lock_guard lock(m_mutex);
    return m_accounting.progress_of(index);
}

WUA_COLD void ledger::request_abort()
{
    {
        const std::chrono::nanoseconds now = m_options.clock();
        const std::lock_guard lock(m_mutex);
        if (m_accounting.state() != job_state::running)
        {
            return;
        }
        m_abort_time = now;
        m_abort_requested.store(true, std::memory_order_release);
        m_accounting.begin_abort();
        publish();
    }
    m_changed.notify_all();
    m_stop.request_stop();
    notify_changed();
}

WUA_INLINE bool ledger::close_if_overdue()
{
    if (is_completed())
    {
        return true;
    }
    if (!is_abort_requested() || m_options.clock() - abort_time() < m_options.abort_limit)
    {
        return false;
    }
    finish_rest(m_aborted);
    return true;
}

WUA_INLINE bool ledger::wait_until(std::chrono::steady_clock::time_point deadline)
{
    while (!close_if_overdue())
    {
        std::unique_lock lock(m_mutex);
        if (m_accounting.state() == job_state::completed)
        {
            return true;
        }
        const auto now = std::chrono::steady_clock::now();
        if (now >= deadline)
        {
            return false;
        }
        // An aborted job is looked at again and again, since the limit is counted by the job's own clock.
        const auto look = m_accounting.state() == job_state::aborting ? now + std::chrono::milliseconds(20) : deadline;
        const auto until = std::min(look, deadline);
        if (until == std::chrono::steady_clock::time_point::max())
        {
            m_changed.wait(lock);
        }
        else
        {
            m_changed.wait_until(lock, until);
        }
    }
    return true;
}

WUA_INLINE void ledger::start(std::size_t index)
{
    if (std::unique_lock lock = begin_change(index))
    {
        m_accounting.start(index);
        end_change(lock, index);
    }
}

WUA_INLINE void ledger::set_size(std::size_t index, std::uint64_t size)
{
    if (std::unique_lock lock = begin_change(index))
    {
        m_accounting.set_size(index, size);
        end_change(lock, index);
    }
}

WUA_INLINE void ledger::set_bytes(std::size_t index, std::uint64_t bytes)
{
    if (m_accounting.try_set_bytes(index, bytes))
    {
        notify_changed(index);
        return;
    }
    set_bytes_under_lock(index, bytes);
}

WUA_INLINE void ledger::set_phase(std::size_t index, DownloadPhase phase)
{
    if (std::unique_lock lock = begin_change(index))
    {
        m_accounting.set_phase(index, phase);
        end_change(lock, index);
    }
}

WUA_INLINE void ledger::retry(std::size_t index, std::uint64_t kept)
{
    if (std::unique_lock lock = begin_change(index))
    {
        m_accounting.retry(index, kept);
        end_change(lock, index);
    }
}

WUA_INLINE void ledger::finish(std::size_t index, outcome result)
{
    if (std::unique_lock lock = begin_change(index, engine_fault::finished_again))
    {
        m_accounting.finish(index, std::move(result));
        end_change(lock, index);
    }
}

WUA_COLD void ledger::finish_rest(const outcome& rest)
{
    std::unique_lock lock(m_mutex);
    if (m_accounting.state() == job_state::completed)
    {
        return;
    }
    end_rest(lock, is_abort_requested() ? m_aborted : copy_of(rest));
}

WUA_COLD void ledger::publish_recorded(const progress_values& values)
{
    std::unique_lock lock(m_mutex);
    if (m_options.keeps_contract || m_accounting.state() == job_state::completed)
    {
        return;
    }
    m_accounting.show_recorded(values);
    publish();
    lock.unlock();
    notify_changed();
}

WUA_INLINE void ledger::tick()
{
    const std::chrono::nanoseconds now = m_options.clock();
    std::unique_lock lock(m_mutex);
    if (m_accounting.state() == job_state::completed || closed_as_overdue(lock, now))
    {
        return;
    }
    const double speed = m_values.bytes_per_second;
    const std::uint32_t stalled_seconds = m_values.stalled_seconds;
    m_accounting.look(now);
    publish();
    if (m_values.bytes_per_second != speed || m_values.stalled_seconds != stalled_seconds)
    {
        lock.unlock();
        notify_changed(); // perhaps nothing else will, while no bytes come
    }
}

[[gnu::noinline]] WUA_INLINE void ledger::set_bytes_under_lock(std::size_t index, std::uint64_t bytes)
{
    const std::chrono::nanoseconds now = m_options.clock();
    if (std::unique_lock lock = begin_change(index))
    {
        m_accounting.set_bytes(index, bytes, now);
        end_change(lock, index);
    }
}

WUA_INLINE std::unique_lock<std::mutex> ledger::begin_change(std::size_t index, engine_fault when_late)
{
    const std::chrono::nanoseconds now = time_of_limit();
    std::unique_lock lock(m_mutex);
    if (index >= m_table->size())
    {
        m_engine_faults.note(engine_fault::unknown_update);
        return {};
    }
    if (m_accounting.has_ended(index))
    {
        // After an abort limit has struck, late reports are no fault.
        if (m_accounting.state() != job_state::completed || !is_abort_requested())
        {
            m_engine_faults.note(when_late);
        }
        return {};
    }
    if (closed_as_overdue(lock, now))
    {
        return {};
    }
    return lock;
}

WUA_INLINE void ledger::end_change(std::unique_lock<std::mutex>& lock, std::size_t index)
{
    publish();
    leave(lock, index);
}

WUA_INLINE bool ledger::closed_as_overdue(std::unique_lock<std::mutex>& lock, std::chrono::nanoseconds now)
{
    if (m_accounting.state() != job_state::aborting || now - m_abort_time < m_options.abort_limit)
    {
        return false;
    }
    end_rest(lock, m_aborted);
    return true;
}

WUA_INLINE std::chrono::nanoseconds ledger::time_of_limit() const
{
    return is_abort_requested() ? m_options.clock() : std::chrono::nanoseconds(0);
}

WUA_COLD void ledger::end_rest(std::unique_lock<std::mutex>& lock, outcome result)
{
    m_accounting.finish_rest(std::move(result)); // not copied: there may be no memory for words
    publish();
    leave(lock);
}

WUA_INLINE void ledger::leave(std::unique_lock<std::mutex>& lock, std::size_t index)
{
    const bool is_last = m_accounting.state() == job_state::completed && !m_completed.load(std::memory_order_relaxed);
    if (is_last)
    {
        m_completed.store(true, std::memory_order_release);
    }
    lock.unlock();
    notify_changed(index);
    if (is_last)
    {
        m_changed.notify_all();
        if (m_listener)
        {
            m_listener->completed();
        }
    }
}

WUA_INLINE void ledger::notify_changed(std::size_t index) const noexcept
{
    if (m_change_listener == nullptr)
    {
        return;
    }
    if (index == no_update)
    {
        m_change_listener->changed();
    }
    else
    {
        m_change_listener->update_changed(index);
    }
}

WUA_INLINE void ledger::publish()
{
    m_values = m_accounting.values();
    m_published.store(m_values, [&] { m_accounting.store_new_bytes(); });
}

WUA_INLINE std::chrono::nanoseconds ledger::abort_time() const
{
    const std::lock_guard lock(m_mutex);
    return m_abort_time;
}

} // namespace wua::detail
