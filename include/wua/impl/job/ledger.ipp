// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/ledger.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/job/job_control.hpp>
#include <wua/job/ledger.hpp>
#include <wua/job/pause_tracker.hpp>
#include <wua/job/transfer_recorder.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <new>
#include <thread>
#include <utility>

namespace wua::detail
{

// Leaves 2^39 writes to each of 2^24 jobs before versions of two could be the same.
inline std::uint64_t first_version() noexcept
{
    static std::atomic<std::uint64_t> jobs{0};
    return jobs.fetch_add(1, std::memory_order_relaxed) << 40;
}

WUA_COLD ledger::ledger(std::vector<update_pointer> updates, ledger_options options)
    : m_options(std::move(options)),
      m_recording(m_options.clock()),
      m_table(make<update_table>(std::move(updates))),
      m_accounting(*m_table, m_engine_faults, m_recording.began(), m_options.takes_sizes),
      m_values(m_accounting.values()),
      m_published(m_values, *m_table, first_version())
{}

WUA_INLINE ledger::~ledger() = default;

WUA_INLINE void ledger::listen(shared_handle<ledger_listener> listener) noexcept
{
    m_listener = std::move(listener);
    m_change_listener = m_listener && m_listener->wants_changes() ? m_listener.get() : nullptr;
    if (m_values.finished != 0)
    {
        notify_changed();
    }
    if (m_listener && is_completed())
    {
        m_listener->completed();
    }
}

WUA_INLINE progress_snapshot ledger::snapshot() const
{
    progress_snapshot now({}, m_table);
    read(now);
    return now;
}

WUA_INLINE progress_snapshot ledger::poll() const
{
    polled_results* const mine = polled_results::of_this_thread();
    com_ptr<const update_results> results;
    if (mine != nullptr && mine->try_take(m_table.get()))
    {
        // The same pointer as it has given, which need not wait for what the poll before has just stored.
        results.attach(m_table.get());
        if (try_refresh(mine->instant))
        {
            return {std::move(results), mine->instant};
        }
    }
    return poll_anew(mine, std::move(results));
}

[[gnu::noinline]] WUA_INLINE progress_snapshot ledger::poll_anew(polled_results* mine,
                                                                 com_ptr<const update_results> results) const
{
    progress_snapshot now({}, std::move(results));
    read_anew(now);
    if (mine != nullptr)
    {
        mine->instant = now.m_shown;
    }
    return now;
}

WUA_INLINE bool ledger::try_refresh(polled_instant& instant) const noexcept
{
    std::uint64_t live = 0;
    if (!m_published.is_still(instant.values, instant.version, live))
    {
        return false;
    }
    if (live != instant.values.current_bytes_downloaded)
    {
        published_progress::replace_live(instant.values, live);
        instant.percent = -1;
    }
    else if (instant.percent < 0)
    {
        instant.percent = static_cast<std::int8_t>(percent_of_job(instant.values));
    }
    return true;
}

WUA_INLINE void ledger::read(progress_snapshot& snapshot) const
{
    if (!try_refresh(snapshot))
    {
        read_anew(snapshot);
    }
}

WUA_INLINE void ledger::read_anew(progress_snapshot& snapshot) const
{
    if (!try_read_anew(snapshot))
    {
        throw hresult_error(
            wu_e_invalid_operation, "the job belongs to another process, which forked in the middle of a report");
    }
}

WUA_INLINE bool ledger::try_read(progress_snapshot& snapshot) const noexcept
{
    return try_refresh(snapshot) || try_read_anew(snapshot);
}

WUA_INLINE bool ledger::try_refresh(progress_snapshot& snapshot) const noexcept
{
    snapshot.m_shown.percent = -1;
    return snapshot.m_results.get() == m_table.get() &&
           m_published.try_refresh(snapshot.m_shown.values, snapshot.m_shown.version);
}

WUA_INLINE bool ledger::try_read_anew(progress_snapshot& snapshot) const noexcept
{
    if (snapshot.m_results.get() != m_table.get())
    {
        snapshot.m_results = m_table;
    }
    snapshot.m_shown.version = m_published.try_read(snapshot.m_shown.values);
    return snapshot.m_shown.version != 0 || try_read_locked(snapshot);
}

WUA_COLD bool ledger::try_read_locked(progress_snapshot& snapshot) const noexcept
{
    const auto deadline = std::chrono::steady_clock::now() + m_options.read_patience;
    std::unique_lock lock(m_mutex, std::try_to_lock);
    for (int tries = 0; !lock; ++tries)
    {
        snapshot.m_shown.version = m_published.try_read(snapshot.m_shown.values);
        if (snapshot.m_shown.version != 0)
        {
            return true;
        }
        if (std::chrono::steady_clock::now() >= deadline)
        {
            snapshot = progress_snapshot();
            return false;
        }
        if (tries < 100)
        {
            std::this_thread::yield();
        }
        else
        {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        lock.try_lock();
    }
    snapshot.m_shown.values = m_values;
    m_published.complete(snapshot.m_shown.values);
    return true;
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
        transfer_event event{.at = m_options.clock(), .kind = transfer_event_kind::abort};
        const bool is_driven = !m_options.clock_engine.has_engine() || m_options.clock_engine.needs_driving();
        const std::lock_guard lock(m_mutex);
        if (m_accounting.state() != job_state::running)
        {
            return;
        }
        write_down(0, event);
        m_deadline.begin(event.at, is_driven);
        m_abort_requested.store(true, std::memory_order_release);
        m_has_pauses.store(false, std::memory_order_release);
        m_accounting.begin_abort();
        publish();
    }
    m_changed.notify_all();
    m_stop.request_stop();
    notify_changed();
}

template <class F>
void ledger::change_pauses(transfer_event event, F&& f)
{
    event.at = time_of_report();
    {
        const std::lock_guard lock(m_mutex);
        if (m_accounting.state() != job_state::running)
        {
            return;
        }
        pause_tracker& pauses = m_accounting.made_pauses();
        std::forward<F>(f)(pauses);
        write_down(event.index, event);
        m_has_pauses.store(pauses.is_anything_wanted(), std::memory_order_release);
        publish();
    }
    m_changed.notify_all();
    obey();
    notify_changed();
}

WUA_COLD void ledger::want_pause(bool is_wanted)
{
    change_pauses({.kind = transfer_event_kind::pause, .number = is_wanted ? 1U : 0U},
                  [&](pause_tracker& pauses) { pauses.want(is_wanted); });
}

WUA_COLD void ledger::want_pause(std::size_t index, bool is_wanted)
{
    change_pauses({.kind = transfer_event_kind::pause_update,
                   .index = static_cast<std::uint32_t>(index),
                   .number = is_wanted ? 1U : 0U},
                  [&](pause_tracker& pauses) { pauses.want(index, is_wanted); });
}

WUA_COLD void ledger::set_priority(DownloadPriority priority)
{
    {
        const std::lock_guard lock(m_mutex);
        m_control.priority = priority;
    }
    obey();
}

WUA_COLD void ledger::set_bandwidth(std::uint64_t bytes_per_second)
{
    {
        const std::lock_guard lock(m_mutex);
        m_control.bandwidth = bytes_per_second;
    }
    obey();
}

WUA_INLINE bool ledger::close_if_overdue()
{
    if (is_completed())
    {
        return true;
    }
    if (!is_abort_requested() || m_process != this_process() || !is_limit_over())
    {
        return false;
    }
    const std::chrono::nanoseconds now = time_of_report();
    std::unique_lock lock(m_mutex);
    if (m_accounting.state() != job_state::completed)
    {
        m_deadline.strike();
        end_rest(lock, m_aborted, now);
    }
    return true;
}

WUA_COLD bool ledger::wait_until(std::chrono::steady_clock::time_point deadline)
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
        // An aborted job is looked at again and again, since the limit may be counted by the job's own clock.
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

WUA_COLD void ledger::when_controlled(std::function<void()> f)
{
    const std::lock_guard lock(m_mutex);
    m_control.on_change = std::move(f);
}

WUA_COLD bool ledger::wants_pause() const
{
    const std::lock_guard lock(m_mutex);
    const pause_tracker* const pauses = m_accounting.pauses();
    return pauses != nullptr && m_accounting.state() == job_state::running && pauses->is_wanted();
}

WUA_INLINE bool ledger::wants_pause(std::size_t index) const
{
    if (!has_pauses())
    {
        return false;
    }
    const std::lock_guard lock(m_mutex);
    const pause_tracker* const pauses = m_accounting.pauses();
    return pauses != nullptr && m_accounting.state() == job_state::running && !m_accounting.has_ended(index) &&
           pauses->is_wanted(index);
}

WUA_COLD std::optional<DownloadPriority> ledger::priority() const
{
    const std::lock_guard lock(m_mutex);
    return m_control.priority;
}

WUA_COLD std::optional<std::uint64_t> ledger::bandwidth() const
{
    const std::lock_guard lock(m_mutex);
    return m_control.bandwidth;
}

WUA_COLD void ledger::set_paused(std::size_t index)
{
    transfer_event event{.at = time_of_report(), .kind = transfer_event_kind::paused};
    if (std::unique_lock lock = begin_change(index, event))
    {
        m_accounting.stop(index);
        end_change(lock, index);
    }
}

WUA_COLD void ledger::hold(std::string reason)
{
    const std::string told = m_recording.is_on() ? reason : std::string();
    change_pauses({.kind = transfer_event_kind::hold, .text = &told}, [&](pause_tracker& pauses) {
        const bool is_held = !reason.empty();
        m_accounting.set_pause_reason(is_held ? m_table->number_of_reason(std::move(reason)) : 0);
        pauses.hold(is_held);
    });
}

WUA_COLD download_story ledger::story(std::size_t index) const
{
    const std::lock_guard lock(m_mutex);
    return m_story.story(index);
}

WUA_INLINE void ledger::start(std::size_t index)
{
    transfer_event event{.at = time_of_report(), .kind = transfer_event_kind::start};
    if (std::unique_lock lock = begin_change(index, event))
    {
        m_accounting.start(index);
        end_change(lock, index);
    }
}

WUA_INLINE void ledger::set_size(std::size_t index, std::uint64_t size)
{
    transfer_event event{.at = time_of_report(), .kind = transfer_event_kind::size, .number = size};
    if (std::unique_lock lock = begin_change(index, event))
    {
        m_accounting.set_size(index, size);
        end_change(lock, index);
    }
}

WUA_INLINE void ledger::set_bytes(std::size_t index, std::uint64_t bytes)
{
    if (m_recording.is_on())
    {
        set_bytes_and_write_down(index, bytes);
        return;
    }
    if (m_accounting.try_set_bytes(index, bytes))
    {
        notify_changed(index);
        return;
    }
    set_bytes_under_lock(index, bytes);
}

WUA_INLINE void ledger::set_phase(std::size_t index, DownloadPhase phase)
{
    transfer_event event{
        .at = time_of_report(), .kind = transfer_event_kind::phase, .number = static_cast<std::uint64_t>(phase)};
    if (std::unique_lock lock = begin_change(index, event))
    {
        m_accounting.set_phase(index, phase);
        end_change(lock, index);
    }
}

WUA_COLD void ledger::set_url(std::size_t index, url_place place) noexcept
{
    const std::lock_guard lock(m_mutex);
    if (index < size() && !is_finished(index))
    {
        m_accounting.set_url(index, place);
    }
}

WUA_COLD void ledger::retry(std::size_t index, std::uint64_t kept)
{
    transfer_event event{.at = time_of_report(), .kind = transfer_event_kind::retry, .number = kept};
    if (std::unique_lock lock = begin_change(index, event))
    {
        m_accounting.retry(index, kept);
        end_change(lock, index);
    }
}

WUA_COLD void ledger::finish(std::size_t index, outcome result)
{
    transfer_event event{.at = time_of_report(), .kind = transfer_event_kind::finish, .result = &result};
    if (std::unique_lock lock = begin_change(index, event, engine_fault::finished_again))
    {
        m_accounting.finish(index, std::move(result));
        end_change(lock, index);
    }
}

WUA_COLD void ledger::add_attempt(std::size_t index, attempt_record&& attempt) noexcept
{
    try
    {
        transfer_event event{.at = m_options.clock(), .kind = transfer_event_kind::attempt, .attempt = &attempt};
        if (const std::unique_lock lock = begin_change(index, event); lock && m_options.attempts_kept != 0)
        {
            attempt.ended_at = event.at - m_recording.began();
            m_story.add(index, std::move(attempt), size(), m_options.attempts_kept);
        }
    }
    catch (const std::bad_alloc&)
    {
        return; // a download does not fail for its story
    }
}

WUA_COLD std::vector<file_result> ledger::files(std::size_t index) const
{
    const std::lock_guard lock(m_mutex);
    return m_story.files(index);
}

WUA_COLD void ledger::add_file(std::size_t index, file_result&& file) noexcept
{
    try
    {
        const std::lock_guard lock(m_mutex);
        if (m_options.keeps_files && index < size() && !is_finished(index))
        {
            m_story.add(index, std::move(file), size());
        }
    }
    catch (const std::bad_alloc&)
    {
        return; // a download does not fail for what is told of it
    }
}

WUA_COLD void ledger::record(shared_handle<transfer_recorder> recorder)
{
    const std::chrono::nanoseconds now = m_options.clock();
    const std::lock_guard lock(m_mutex);
    if (recorder == nullptr)
    {
        return;
    }
    shared_handle<transfer_recorder> all = m_recording.begin(std::move(recorder));
    for (std::size_t index = 0; index != m_table->size(); ++index)
    {
        if (is_finished(index))
        {
            const outcome result = (*m_table)[index].result.get();
            transfer_event event{.at = now, .kind = transfer_event_kind::finish, .result = &result};
            write_down(index, event);
        }
    }
    if (is_abort_requested())
    {
        transfer_event event{.at = now, .kind = transfer_event_kind::abort};
        write_down(0, event);
    }
    m_recording.go_on_with(std::move(all));
}

WUA_COLD void ledger::finish_rest(const outcome& rest)
{
    const std::chrono::nanoseconds now = time_of_report();
    std::unique_lock lock(m_mutex);
    if (m_accounting.state() == job_state::completed)
    {
        return;
    }
    end_rest(lock, is_abort_requested() ? m_aborted : copy_of(rest), now);
}

WUA_COLD void ledger::publish_recorded(const progress_values& values)
{
    transfer_event event{.at = time_of_report(), .kind = transfer_event_kind::show_recorded, .values = &values};
    std::unique_lock lock(m_mutex);
    if (m_options.keeps_contract || m_accounting.state() == job_state::completed)
    {
        return;
    }
    write_down(0, event);
    m_accounting.show_recorded(values);
    publish();
    lock.unlock();
    notify_changed();
}

WUA_INLINE void ledger::tick()
{
    transfer_event event{.at = m_options.clock(), .kind = transfer_event_kind::tick};
    std::unique_lock lock(m_mutex);
    if (m_accounting.state() == job_state::completed || closed_as_overdue(lock, event.at))
    {
        return;
    }
    write_down(0, event);
    const progress_values before = m_values;
    m_accounting.look(event.at);
    publish();
    if (m_values.bytes_per_second != before.bytes_per_second || m_values.stalled_seconds != before.stalled_seconds ||
        m_values.steady_bytes_per_second != before.steady_bytes_per_second)
    {
        lock.unlock();
        notify_changed(); // perhaps nothing else will, while no bytes come
    }
}

[[gnu::noinline]] WUA_INLINE void ledger::set_bytes_under_lock(std::size_t index, std::uint64_t bytes)
{
    transfer_event event{.at = m_options.clock(), .kind = transfer_event_kind::bytes, .number = bytes};
    if (std::unique_lock lock = begin_change(index, event))
    {
        m_accounting.set_bytes(index, bytes, event.at);
        end_change(lock, index);
    }
}

WUA_COLD void ledger::set_bytes_and_write_down(std::size_t index, std::uint64_t bytes)
{
    transfer_event event{.at = m_options.clock(), .kind = transfer_event_kind::bytes, .number = bytes};
    if (std::unique_lock lock = begin_change(index, event))
    {
        // As without a recorder, so that the numbers of a replay are the same to the last bit.
        if (m_accounting.try_set_bytes(index, bytes))
        {
            lock.unlock();
            notify_changed(index);
            return;
        }
        m_accounting.set_bytes(index, bytes, event.at);
        end_change(lock, index);
    }
}

WUA_COLD void ledger::write_down(std::size_t index, transfer_event& event) noexcept
{
    if (m_recording.is_on())
    {
        m_recording.write(index, event, values_now());
    }
}

WUA_COLD progress_values ledger::values_now() const noexcept
{
    progress_values values = m_values;
    m_published.complete(values);
    return values;
}

WUA_INLINE std::unique_lock<std::mutex>
ledger::begin_change(std::size_t index, transfer_event& event, engine_fault when_late)
{
    std::unique_lock lock(m_mutex);
    if (index >= m_table->size())
    {
        m_engine_faults.note(engine_fault::unknown_update);
        return {};
    }
    if (m_accounting.has_ended(index))
    {
        if (!m_deadline.has_struck()) // late reports are no fault then
        {
            m_engine_faults.note(when_late);
        }
        return {};
    }
    if (closed_as_overdue(lock, event.at))
    {
        return {};
    }
    if (m_recording.is_on())
    {
        write_down(index, event);
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
    if (m_accounting.state() != job_state::aborting || !is_limit_over(now))
    {
        return false;
    }
    m_deadline.strike();
    end_rest(lock, m_aborted, now);
    return true;
}

WUA_INLINE std::chrono::nanoseconds ledger::time_of_report() const
{
    return m_recording.is_on() || is_abort_requested() ? m_options.clock() : std::chrono::nanoseconds(0);
}

WUA_COLD void ledger::end_rest(std::unique_lock<std::mutex>& lock, outcome result, std::chrono::nanoseconds now)
{
    transfer_event event{.at = now, .kind = transfer_event_kind::finish_rest, .result = &result};
    write_down(0, event);
    m_accounting.finish_rest(std::move(result)); // not copied: there may be no memory for words
    publish();
    leave(lock);
}

WUA_INLINE void ledger::leave(std::unique_lock<std::mutex>& lock, std::size_t index)
{
    const bool is_last = m_accounting.state() == job_state::completed && !m_completed.load(std::memory_order_relaxed);
    if (is_last)
    {
        if (m_recording.is_on()) // before anybody who waits can read what it has written down
        {
            m_recording.complete(values_now());
        }
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

WUA_COLD void ledger::obey() const
{
    const std::function<void()>* obeyed = nullptr;
    {
        const std::lock_guard lock(m_mutex);
        obeyed = m_control.on_change ? &m_control.on_change : nullptr; // set once
    }
    if (obeyed != nullptr)
    {
        (*obeyed)();
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
    m_accounting.note_pauses();
    m_values = m_accounting.values();
    m_published.store(m_values, [&] { m_accounting.store_new_bytes(); });
}

WUA_COLD bool ledger::is_limit_over() const
{
    const std::chrono::nanoseconds now = m_options.clock();
    const std::unique_lock lock(m_mutex, std::try_to_lock); // who has it looks himself
    return lock && is_limit_over(now);
}

WUA_COLD bool ledger::is_limit_over(std::chrono::nanoseconds now) const
{
    return m_deadline.is_over(now, m_options.abort_limit);
}

} // namespace wua::detail
