// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/blocking_engine.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/com/hresult_from_exception.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/engine/blocking_engine.hpp>
#include <wua/job/work_scope.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <chrono>
#include <new>
#include <stdexcept>

namespace wua
{

namespace detail
{

WUA_INLINE void blocking_queue::add(const shared_handle<blocking_queue>& queue, job_list& started)
{
    {
        const std::lock_guard lock(queue->m_mutex);
        start_threads(queue);
        queued_job& job = *started.front();
        job.place = started.begin();
        job.is_queued = true;
        queue->m_jobs.splice(queue->m_jobs.end(), started);
    }
    queue->m_changed.notify_all();
}

WUA_INLINE void blocking_queue::abort(const shared_handle<queued_job>& aborted) noexcept
{
    job_list here;
    {
        const std::lock_guard lock(m_mutex);
        if (!aborted->is_queued)
        {
            return;
        }
        take_out(*aborted, m_ticker.is_started() ? m_aborted : here);
    }
    m_begins.notify_all();
    finish(here, outcome::aborted());
}

WUA_INLINE void blocking_queue::stop()
{
    job_list rest;
    job_list aborted;
    {
        const std::lock_guard lock(m_mutex);
        m_is_stopped = true;
        for (const shared_handle<queued_job>& job : m_jobs)
        {
            job->is_queued = false;
        }
        rest.swap(m_jobs);
        aborted.swap(m_aborted);
    }
    m_changed.notify_all();
    m_begins.notify_all();
    finish(aborted, outcome::aborted());
    finish(rest, outcome::failed(wu_e_service_stop));
    aborted.clear();
    rest.clear();
    m_threads.clear();
    m_ticker.end();
}

WUA_INLINE blocking_queue::task blocking_queue::take(job_list& over)
{
    while (!m_jobs.empty())
    {
        task next{m_jobs.front(), 0};
        queued_job& job = *next.job;
        const std::size_t count = job.source.updates().size();
        while (job.next != count && !job.source.wants(job.next))
        {
            ++job.next;
        }
        const bool is_one = job.next != count;
        next.index = job.next;
        job.next += is_one ? 1 : 0;
        if (job.next == count)
        {
            take_out(job, over);
        }
        if (is_one)
        {
            return next;
        }
    }
    return {};
}

WUA_INLINE void blocking_queue::take_out(queued_job& job, job_list& to) noexcept
{
    job.is_queued = false;
    to.splice(to.end(), m_jobs, job.place);
}

WUA_INLINE void blocking_queue::start_threads(const shared_handle<blocking_queue>& queue)
{
    for (std::size_t place = 0; place != queue->m_threads.size(); ++place)
    {
        detail::owned_thread& thread = queue->m_threads[place];
        if (thread.is_started())
        {
            continue;
        }
        try
        {
            thread = detail::owned_thread::start([queue, place] { queue->run(place); });
        }
        catch (...)
        {
            if (!queue->m_threads.front().is_started())
            {
                throw;
            }
            return;
        }
    }
    if (!queue->m_ticker.is_started())
    {
        try
        {
            queue->m_ticker = detail::owned_thread::start([queue] { queue->tick(); });
        }
        catch (...)
        {
            return; // the download goes on; its speed is not updated while nothing is reported
        }
    }
}

WUA_INLINE void blocking_queue::finish(const job_list& jobs, const outcome& result)
{
    for (const shared_handle<queued_job>& job : jobs)
    {
        for (std::size_t index = job->next; index < job->source.updates().size(); ++index)
        {
            if (job->source.wants(index))
            {
                job->source.finish(index, result);
            }
        }
    }
}

WUA_INLINE bool blocking_queue::finish_aborted(std::unique_lock<std::mutex>& lock)
{
    job_list aborted;
    aborted.swap(m_aborted);
    if (aborted.empty())
    {
        return false;
    }
    lock.unlock();
    finish(aborted, outcome::aborted());
    aborted.clear(); // dropping a job's last reference may end it, which calls out
    lock.lock();
    return true;
}

WUA_INLINE void blocking_queue::run(std::size_t place)
{
    std::unique_lock lock(m_mutex);
    while (!m_is_stopped)
    {
        job_list over;
        task next = take(over);
        if (!next.job && over.empty())
        {
            m_changed.wait(lock);
            continue;
        }
        m_running[place] = next.job;
        lock.unlock();
        over.clear(); // dropping a job's last reference may end it, which calls out
        if (next.job)
        {
            m_begins.notify_one();
            perform(next);
        }
        lock.lock();
        m_running[place].reset(); // never the last reference: next.job is released without the lock below
        lock.unlock();
        next = {};
        lock.lock();
    }
}

WUA_INLINE void blocking_queue::tick()
{
    std::unique_lock lock(m_mutex);
    while (!m_is_stopped)
    {
        if (finish_aborted(lock))
        {
            continue;
        }
        if (std::none_of(m_running.begin(), m_running.end(), [](const auto& one) { return static_cast<bool>(one); }))
        {
            m_begins.wait(lock);
            continue;
        }
        m_begins.wait_until(lock, std::chrono::steady_clock::now() + std::chrono::milliseconds(200));
        for (std::size_t place = 0; place != m_running.size() && m_aborted.empty(); ++place)
        {
            if (shared_handle<queued_job> one = m_running[place])
            {
                lock.unlock();
                one->source.tick();
                one.reset();
                lock.lock();
            }
        }
    }
}

WUA_INLINE void blocking_queue::perform(const task& one) const
{
    transfer& job = one.job->source;
    if (job.stop_token().stop_requested())
    {
        job.finish(one.index, outcome::aborted());
        return;
    }
    job.start(one.index);
    update_reporter reporter(job, one.index);
    outcome result;
    try
    {
        const work_scope inside(job);
        result = m_download(reporter);
    }
    catch (const hresult_error& error)
    {
        result = failure_of(error.text()); // an exception without a text is described by its code
    }
    catch (const std::exception& error)
    {
        result = failure_of(message_of(error));
    }
    catch (...)
    {
        result = outcome::failed(wu_e_download_failed);
    }
    job.finish(one.index, std::move(result));
}

WUA_INLINE outcome blocking_queue::failure_of(std::string_view words) noexcept
{
    outcome failure = outcome::failed(hresult_from_exception());
    try
    {
        failure.detail = words;
    }
    catch (const std::bad_alloc&)
    {
        failure.detail.clear();
    }
    return failure;
}

} // namespace detail

WUA_INLINE blocking_engine::blocking_engine(function download, std::size_t threads)
{
    if (!download || threads == 0)
    {
        throw std::invalid_argument("a blocking_engine needs a function and at least one thread");
    }
    m_queue = detail::make_handle<detail::blocking_queue>(std::move(download), threads);
}

WUA_INLINE blocking_engine::~blocking_engine()
{
    if (m_queue)
    {
        m_queue->stop();
    }
}

WUA_INLINE void blocking_engine::start(transfer job)
{
    if (!m_queue)
    {
        throw hresult_error(wu_e_invalid_operation, "the engine was moved from");
    }
    // What may fail comes first, so that a failure leaves nothing of the job in the queue.
    const auto started = detail::make_handle<detail::blocking_queue::queued_job>(std::move(job));
    const transfer& source = started->source;
    detail::blocking_queue::job_list queued{started};
    const auto queue = m_queue;
    started->hook.attach(source.stop_token(), queue, started);
    detail::blocking_queue::add(queue, queued);
    if (source.stop_token().stop_requested())
    {
        queue->abort(started); // the abort came before the job was in the queue
    }
}

} // namespace wua
