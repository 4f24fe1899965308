// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/blocking_engine.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/com/hresult_from_exception.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/engine/blocking_engine.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <chrono>
#include <new>
#include <stdexcept>

namespace wua
{

namespace detail
{

WUA_INLINE void blocking_queue::add(const shared_handle<blocking_queue>& queue, task_list& tasks)
{
    {
        const std::lock_guard lock(queue->m_mutex);
        start_threads(queue);
        queue->m_tasks.splice(queue->m_tasks.end(), tasks);
    }
    queue->m_changed.notify_all();
}

WUA_INLINE void blocking_queue::abort(const shared_handle<queued_job>& aborted) noexcept
{
    task_list waiting;
    {
        const std::lock_guard lock(m_mutex);
        for (auto next = m_tasks.begin(); next != m_tasks.end();)
        {
            const auto one = next++;
            if (one->job == aborted)
            {
                waiting.splice(waiting.end(), m_tasks, one);
            }
        }
    }
    finish(waiting, outcome::aborted());
}

WUA_INLINE void blocking_queue::stop()
{
    task_list rest;
    {
        const std::lock_guard lock(m_mutex);
        m_is_stopped = true;
        rest.swap(m_tasks);
    }
    m_changed.notify_all();
    m_begins.notify_all();
    finish(rest, outcome::failed(wu_e_service_stop));
    rest.clear();
    m_threads.clear();
    m_ticker.end();
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
            return; // the speed stands still while nothing is reported
        }
    }
}

WUA_INLINE void blocking_queue::finish(const task_list& tasks, const outcome& result)
{
    for (const task& one : tasks)
    {
        one.job->source.finish(one.index, result);
    }
}

WUA_INLINE void blocking_queue::run(std::size_t place)
{
    std::unique_lock lock(m_mutex);
    while (true)
    {
        while (!m_is_stopped && m_tasks.empty())
        {
            m_changed.wait(lock);
        }
        if (m_is_stopped)
        {
            return;
        }
        task next = std::move(m_tasks.front());
        m_tasks.pop_front();
        m_running[place] = next.job;
        lock.unlock();
        m_begins.notify_one();
        perform(next);
        lock.lock();
        m_running[place].reset(); // not the last reference
        lock.unlock();
        next = {}; // the last reference to a job may end it, which calls out
        lock.lock();
    }
}

WUA_INLINE void blocking_queue::tick()
{
    std::unique_lock lock(m_mutex);
    while (!m_is_stopped)
    {
        if (std::none_of(m_running.begin(), m_running.end(), [](const auto& one) { return static_cast<bool>(one); }))
        {
            m_begins.wait(lock);
            continue;
        }
        m_begins.wait_until(lock, std::chrono::steady_clock::now() + std::chrono::milliseconds(200));
        for (std::size_t place = 0; place != m_running.size(); ++place)
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
        result = m_download(reporter);
    }
    catch (const hresult_error& error)
    {
        result = failure_of(error.text()); // without one of its own, the code says it all
    }
    catch (const std::exception& error)
    {
        result = failure_of(error.what());
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
    // Whatever may fail comes first: then nothing of the job is queued.
    const auto started = detail::make_handle<detail::blocking_queue::queued_job>(std::move(job));
    const transfer& source = started->source;
    detail::blocking_queue::task_list tasks;
    for (std::size_t index = 0; index != source.updates().size(); ++index)
    {
        if (source.wants(index))
        {
            tasks.push_back({started, index});
        }
    }
    const auto queue = m_queue;
    started->hook.attach(source.stop_token(), queue, started);
    detail::blocking_queue::add(queue, tasks);
    if (source.stop_token().stop_requested())
    {
        queue->abort(started); // the abort came before there was anything to take back
    }
}

} // namespace wua
