// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/running_job.hpp>.

#include <wua/com/apartment.hpp>
#include <wua/com/hresult.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/job/running_job.hpp>
#include <wua/job/work_scope.hpp>

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

namespace wua::detail
{

WUA_COLD running_job::running_job(job_setup setup)
    : m_ledger(make_ledger(setup)),
      m_delivery(make_delivery(setup, m_ledger)),
      m_executor(std::move(setup.executor)),
      m_weak_engine(setup.engine),
      m_engine(std::move(setup.engine)),
      m_settings(std::move(setup.settings)),
      m_options(setup.options),
      m_controls(m_engine.controls())
{}

WUA_COLD void running_job::begin()
{
    // From here on they own each other until the job ends, which it always does.
    m_ledger->listen(m_delivery);
    if (m_ledger->is_completed())
    {
        return;
    }
    try
    {
        engine().start(transfer(m_ledger, m_settings));
    }
    catch (...)
    {
        // There will be no job: the ledger, which the engine may have kept, ends without a callback.
        m_ledger->finish_rest(outcome::failed(wu_e_dm_unexpected));
        m_delivery->discard();
        throw;
    }
}

WUA_INLINE engine_handle running_job::engine() const
{
    const std::lock_guard lock(m_mutex);
    return m_engine;
}

WUA_INLINE void running_job::close_if_overdue() const
{
    if (m_ledger->is_abort_requested())
    {
        m_ledger->close_if_overdue();
    }
}

WUA_INLINE progress_snapshot running_job::snapshot() const
{
    close_if_overdue();
    return m_ledger->snapshot();
}

WUA_INLINE progress_snapshot running_job::poll() const
{
    close_if_overdue();
    return m_ledger->poll();
}

WUA_INLINE outcome running_job::result() const
{
    close_if_overdue();
    return m_ledger->result();
}

WUA_INLINE bool running_job::is_completed() const
{
    m_delivery->release_hold();
    close_if_overdue();
    return m_delivery->is_settled();
}

WUA_INLINE job_stage running_job::stage() const
{
    if (m_delivery->is_settled())
    {
        return job_stage::completed;
    }
    return m_ledger->is_abort_requested() ? job_stage::aborting : job_stage::running;
}

WUA_COLD call_origin running_job::caller() const
{
    // An overdue job is ended here, although the engine's function that works for it has not returned.
    const bool is_inside =
        m_delivery->is_calling_here() || (work_scope::is_inside(*m_ledger) && !m_ledger->close_if_overdue());
    return is_inside ? call_origin::callback : call_origin::outside;
}

WUA_COLD void running_job::request_abort()
{
    m_ledger->request_abort();
    watch_limit();
}

WUA_COLD void running_job::pause(bool is_wanted)
{
    demand(m_controls.pause, "the engine of this job cannot pause it");
    m_ledger->want_pause(is_wanted);
}

WUA_COLD void running_job::pause(std::size_t index, bool is_wanted)
{
    demand(m_controls.pause, "the engine of this job cannot pause its updates");
    check_index(index, m_ledger->size());
    m_ledger->want_pause(index, is_wanted);
}

WUA_COLD void running_job::set_priority(DownloadPriority priority)
{
    demand(m_controls.priority, "the engine of this job cannot change its priority while it runs");
    check_priority(priority);
    m_ledger->set_priority(priority);
}

WUA_COLD DownloadPriority running_job::priority() const
{
    return m_ledger->priority().value_or(m_settings.priority);
}

WUA_COLD void running_job::set_bandwidth(std::uint64_t bytes_per_second)
{
    demand(m_controls.bandwidth, "the engine of this job cannot limit its bandwidth while it runs");
    m_ledger->set_bandwidth(bytes_per_second);
}

WUA_COLD std::optional<std::uint64_t> running_job::bandwidth() const
{
    return m_ledger->bandwidth();
}

WUA_COLD void running_job::demand(bool is_supported, const char* why_not)
{
    if (!is_supported)
    {
        throw hresult_error(wu_e_not_supported, why_not);
    }
}

WUA_COLD void check_priority(DownloadPriority priority)
{
    if (priority < dpLow || priority > dpExtraHigh)
    {
        throw hresult_error(e_invalidarg, "the priority must be a DownloadPriority, from dpLow to dpExtraHigh");
    }
}

WUA_COLD void running_job::abort(const shared_handle<running_job>& job) noexcept
{
    try
    {
        job->request_abort();
    }
    catch (...)
    {
        // A stop request has no caller to report an error to.
    }
}

WUA_COLD bool running_job::wait(std::optional<std::chrono::nanoseconds> time)
{
    m_delivery->release_hold();
    const bool is_over = wait_drained(time);
    if (is_over)
    {
        // So that the caller holds the last reference to what ends its threads when it is destroyed.
        m_executor->settle();
    }
    return is_over;
}

WUA_COLD bool running_job::when_over(std::function<void()> f)
{
    if (!m_delivery->when_drained(std::move(f)))
    {
        return false;
    }
    if (m_ledger->is_abort_requested())
    {
        watch_limit();
    }
    return true;
}

WUA_COLD void running_job::wait_for_result()
{
    if (is_driven_here() || m_delivery->is_served_here()) // callbacks are then made by the thread that waits
    {
        wait(std::nullopt);
        return;
    }
    for (bool is_patient = true; is_patient;)
    {
        is_patient = !m_delivery->is_settled();
        if (wait(callback_patience))
        {
            return;
        }
    }
}

WUA_COLD bool running_job::wait_drained(std::optional<std::chrono::nanoseconds> time)
{
    if (m_delivery->is_drained())
    {
        return true;
    }
    if (is_driven_here() || (time && time->count() <= 0))
    {
        return wait_here(time);
    }
    if (m_delivery->is_executor_waiting_here() && (m_delivery->is_served() || m_delivery->has_callbacks()))
    {
        throw hresult_error(
            wu_e_invalid_operation, "a callback in an apartment cannot wait for callbacks that wait for it");
    }
    // The job may need this thread to make progress, as when a callback sends a message to one of its windows.
    bool is_over = false;
    std::exception_ptr failure;
    serve_apartment_during([&]() noexcept {
        try
        {
            is_over = wait_here(time);
        }
        catch (...)
        {
            failure = std::current_exception();
        }
    });
    if (failure)
    {
        std::rethrow_exception(failure);
    }
    return is_over;
}

WUA_INLINE bool running_job::is_driven_here() const
{
    if (m_delivery->is_served() || !m_weak_engine.is_driven())
    {
        return false;
    }
    const engine_handle engine = m_weak_engine.lock();
    return !engine || engine.needs_driving();
}

WUA_COLD void running_job::release_driven_engine() noexcept
{
    engine_handle released; // released after the lock: this may end jobs
    if (const engine_handle alive = m_weak_engine.lock(); alive && alive.needs_driving())
    {
        const std::lock_guard lock(m_mutex);
        released.swap(m_engine);
    }
}

WUA_COLD shared_handle<ledger> running_job::make_ledger(job_setup& setup)
{
    if (setup.updates.empty())
    {
        throw hresult_error(wu_e_no_update, "there are no updates: a job needs at least one");
    }
    for (std::size_t index = 0; index != setup.updates.size(); ++index)
    {
        if (!setup.updates[index])
        {
            throw hresult_error(e_pointer, "the update with the index " + std::to_string(index) + " is null");
        }
    }
    if (setup.options.abort_limit.count() < 0)
    {
        throw hresult_error(e_invalidarg, "downloader_options: abort_limit is negative");
    }
    if (setup.options.progress_interval.count() < 0)
    {
        throw hresult_error(e_invalidarg, "downloader_options: progress_interval is negative");
    }
    ledger_options options;
    options.clock = setup.engine.clock();
    options.clock_engine = weak_engine_handle(setup.engine);
    options.abort_limit = setup.options.abort_limit;
    options.keeps_contract = setup.options.keeps_contract;
    options.takes_sizes = setup.settings.kind == job_kind::download;
    options.attempts_kept = setup.options.attempts_kept;
    options.keeps_successes = setup.options.keeps_successes;
    options.keeps_files = setup.options.keeps_files;
    return make_handle<ledger>(std::move(setup.updates), std::move(options));
}

WUA_INLINE shared_handle<callback_delivery>
running_job::make_delivery(const job_setup& setup, const shared_handle<ledger>& job)
{
    const bool is_driven = setup.engine.is_driven();
    callback_delivery::parts parts;
    parts.job_ledger = job;
    parts.executor = setup.executor;
    parts.observer = setup.observer;
    parts.progress_interval =
        is_driven && !setup.is_served ? std::chrono::nanoseconds(0) : setup.options.progress_interval;
    parts.always_posts = is_driven || setup.is_served;
    parts.is_served = setup.is_served;
    return callback_delivery::make(std::move(parts));
}

WUA_COLD void running_job::watch_limit()
{
    // An installation waits for its turn on the machine, so others are waiting for its end.
    const bool is_awaited = m_settings.kind != job_kind::download || m_delivery->is_awaited();
    if (!is_awaited || m_weak_engine.is_driven() || m_ledger->is_completed() || m_is_limit_watched.load())
    {
        return;
    }
    try
    {
        m_executor->watch_limit(m_ledger, m_ledger->abort_limit());
        m_is_limit_watched = true;
    }
    catch (...)
    {
        m_ledger->finish_rest(outcome::aborted());
    }
}

WUA_COLD bool running_job::wait_here(std::optional<std::chrono::nanoseconds> time)
{
    if (m_weak_engine.is_driven())
    {
        return drive(time);
    }
    const clock::time_point now = clock::now();
    const bool is_endless = !time || *time > clock::time_point::max() - now;
    const clock::time_point deadline =
        is_endless ? clock::time_point::max() : now + std::max(*time, std::chrono::nanoseconds(0));
    const auto is_over = [&] {
        m_ledger->close_if_overdue();
        return m_delivery->is_drained();
    };
    if (m_executor->run_until(is_over, deadline))
    {
        return m_delivery->is_drained();
    }
    return m_ledger->wait_until(deadline) && m_delivery->wait_drained(deadline);
}

WUA_INLINE bool running_job::drive(std::optional<std::chrono::nanoseconds> time)
{
    const engine_handle engine = m_weak_engine.lock();
    if (!engine)
    {
        // The engine's end is the job's, even while the engine is still being destroyed.
        m_ledger->finish_rest(outcome::failed(wu_e_service_stop));
        return m_delivery->wait_drained(clock::time_point::max());
    }
    return time && engine.can_advance() ? advance(engine, *time) : drive_here(engine, time);
}

WUA_INLINE bool running_job::advance(const engine_handle& engine, std::chrono::nanoseconds time)
{
    const std::chrono::nanoseconds step =
        std::max<std::chrono::nanoseconds>(std::chrono::milliseconds(10), time / 1000);
    const std::chrono::nanoseconds start = engine.now();
    std::chrono::nanoseconds passed{0};
    while (!m_delivery->is_drained() && passed < time && engine.now() != std::chrono::nanoseconds::max())
    {
        const std::chrono::nanoseconds next = std::min(step, time - passed);
        const bool was_completed = m_ledger->is_completed();
        const std::chrono::nanoseconds before = engine.now();
        engine.advance(next);
        const std::chrono::nanoseconds now = engine.now();
        // The clock of an engine in real time may stand still while nothing happens.
        passed = std::max(now - start, passed + next);
        const bool needs_driving = engine.needs_driving();
        if (needs_driving)
        {
            note_lost_time(now == before ? next : std::chrono::nanoseconds(0));
        }
        if (m_ledger->close_if_overdue() && (was_completed || !needs_driving))
        {
            m_delivery->deliver_here(needs_driving);
        }
    }
    return m_delivery->is_drained();
}

WUA_COLD void running_job::note_lost_time(std::chrono::nanoseconds lost)
{
    {
        const std::lock_guard lock(m_mutex);
        m_lost_time = lost.count() == 0 ? lost : std::min(m_lost_time, m_ledger->abort_limit()) + lost;
        lost = m_lost_time;
    }
    if (m_ledger->is_abort_requested() && lost >= m_ledger->abort_limit())
    {
        m_ledger->finish_rest(outcome::aborted());
    }
}

WUA_INLINE bool running_job::drive_here(const engine_handle& engine, std::optional<std::chrono::nanoseconds> time)
{
    const clock::time_point start = clock::now();
    standstill still;
    for (std::uint32_t pieces = 1; !m_delivery->is_drained(); ++pieces)
    {
        if (time && clock::now() - start >= *time)
        {
            return false;
        }
        const bool needs_driving = engine.needs_driving();
        if (needs_driving && engine.drive())
        {
            m_ledger->close_if_overdue();
            if (pieces % standstill::looks_after == 0 && !moves_on(engine, still))
            {
                m_ledger->finish_rest({orcFailed, wu_e_dm_unexpected, {}, "engine is stuck"});
                m_delivery->deliver_here(true);
            }
            continue;
        }
        if (m_ledger->is_completed())
        {
            // Another thread is making the last callback or about to post it; or another job's callback is in its way,
            // or a faulty engine has lost it.
            if (!m_delivery->wait_drained(clock::now() + std::chrono::milliseconds(1)))
            {
                m_delivery->deliver_here(needs_driving);
            }
        }
        else if (!needs_driving || m_ledger->has_pauses())
        {
            // Another thread has to drive the engine, or resume the job.
            const clock::time_point look = clock::now() + std::chrono::milliseconds(needs_driving ? 5 : 20);
            m_ledger->wait_until(time && *time < look - start ? start + *time : look);
        }
        else
        {
            // The text is short enough to need no allocation.
            m_ledger->finish_rest({orcFailed, wu_e_dm_unexpected, {}, "engine is idle"});
        }
    }
    return true;
}

WUA_COLD bool running_job::moves_on(const engine_handle& engine, standstill& still) const
{
    const std::chrono::nanoseconds now = engine.time();
    const progress_values values = m_ledger->snapshot().values();
    if (still.at != now || still.values != values)
    {
        still = {.at = now, .values = values, .since = clock::now()};
        return true;
    }
    ++still.count;
    if (m_ledger->is_abort_requested())
    {
        return still.count < standstill::looks_of_aborted || clock::now() - still.since < m_ledger->abort_limit();
    }
    return still.count < standstill::looks;
}

} // namespace wua::detail
