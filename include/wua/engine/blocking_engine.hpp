// SPDX-License-Identifier: MIT
#pragma once

// An engine made of a function that downloads one update and returns when it is done.

#include <wua/com/hresult_from_exception.hpp>
#include <wua/job/abort_hook.hpp>
#include <wua/job/engine.hpp>
#include <wua/job/owned_thread.hpp>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <stop_token>
#include <utility>
#include <vector>

namespace wua
{

/// What the function is given to report one update with. Valid until the function returns, on its thread.
class update_reporter
{
public:
    update_reporter(transfer& job, std::size_t index) noexcept : m_job(job), m_index(index) {}

    const update_item& update() const noexcept
    {
        return *m_job.updates()[m_index];
    }
    std::size_t index() const noexcept
    {
        return m_index;
    }

    /// Stopped when the job is aborted: return soon, with outcome::aborted().
    std::stop_token stop_token() const noexcept
    {
        return m_job.stop_token();
    }

    /// Bytes, as transfer has them.
    void set_size(std::uint64_t bytes)
    {
        m_job.set_size(m_index, bytes);
    }
    void set_bytes(std::uint64_t bytes)
    {
        m_job.set_bytes(m_index, bytes);
    }
    void retry(std::uint64_t kept_bytes = 0)
    {
        m_job.retry(m_index, kept_bytes);
    }
    void start_verifying()
    {
        m_job.set_phase(m_index, dphVerifying);
    }

private:
    transfer& m_job;
    std::size_t m_index;
};

namespace detail
{

// What the threads of a blocking_engine share.
class blocking_queue
{
public:
    using function = std::function<outcome(update_reporter&)>;

    struct queued_job
    {
        explicit queued_job(transfer t) : source(std::move(t)) {}

        transfer source;
        abort_hook hook;
    };

    struct task
    {
        std::shared_ptr<queued_job> job;
        std::size_t index = 0;
    };
    using task_list = std::list<task>;

    blocking_queue(function download, std::size_t threads) : m_download(std::move(download)), m_threads(threads) {}

    // Takes the tasks only when it does not throw.
    static void add(const std::shared_ptr<blocking_queue>& queue, task_list& tasks)
    {
        {
            const std::lock_guard lock(queue->m_mutex);
            start_threads(queue);
            queue->m_tasks.splice(queue->m_tasks.end(), tasks);
        }
        queue->m_changed.notify_all();
    }

    // Ends the updates of a job that no thread has taken yet. Needs no memory: nobody could be told of a failure.
    void abort(const std::shared_ptr<queued_job>& aborted) noexcept
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

    // Waits for the functions that run; a callback on one of the threads may have dropped the last reference to the
    // engine, and does not wait for itself.
    void stop()
    {
        task_list rest;
        {
            const std::lock_guard lock(m_mutex);
            m_is_stopped = true;
            rest.swap(m_tasks);
        }
        m_changed.notify_all();
        finish(rest, outcome::failed(wu_e_service_stop));
        rest.clear();
        m_threads.clear();
    }

private:
    // Those that do not run yet, under the lock. One suffices.
    static void start_threads(const std::shared_ptr<blocking_queue>& queue)
    {
        for (detail::owned_thread& thread : queue->m_threads)
        {
            if (thread.is_started())
            {
                continue;
            }
            try
            {
                thread = detail::owned_thread::start([queue] { queue->run(); });
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
    }

    static void finish(const task_list& tasks, const outcome& result)
    {
        for (const task& one : tasks)
        {
            one.job->source.finish(one.index, result);
        }
    }

    void run()
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
            lock.unlock();
            perform(next);
            next = {}; // the last reference to a job may end it, which calls out
            lock.lock();
        }
    }

    void perform(const task& one) const
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
        catch (const std::exception& error)
        {
            result = failure_of(error);
        }
        catch (...)
        {
            result = outcome::failed(wu_e_download_failed);
        }
        job.finish(one.index, std::move(result));
    }

    // Of the exception being handled. Without the words where there is no memory for them.
    static outcome failure_of(const std::exception& error) noexcept
    {
        outcome failure = outcome::failed(hresult_from_exception());
        try
        {
            failure.detail = error.what();
        }
        catch (const std::bad_alloc&)
        {
            failure.detail.clear();
        }
        return failure;
    }

    const function m_download;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    task_list m_tasks;
    bool m_is_stopped = false;
    std::vector<detail::owned_thread> m_threads; // guarded until stop()
};

} // namespace detail

/// Runs the function on a fixed number of threads, over the updates of all jobs in the order of their start. What the
/// function throws is the update's failure: an hresult_error with its code and text.
///
/// Destroying the engine waits for the functions that run; what no thread has taken yet fails with WU_E_SERVICE_STOP.
class blocking_engine
{
public:
    using function = detail::blocking_queue::function;

    /// At least one thread; they start with the first job.
    explicit blocking_engine(function download, std::size_t threads = 1)
    {
        if (!download || threads == 0)
        {
            throw std::invalid_argument("a blocking_engine needs a function and at least one thread");
        }
        m_queue = std::make_shared<detail::blocking_queue>(std::move(download), threads);
    }

    blocking_engine(blocking_engine&&) noexcept = default;
    blocking_engine& operator=(blocking_engine&&) = delete;

    ~blocking_engine()
    {
        if (m_queue)
        {
            m_queue->stop();
        }
    }

    void start(transfer job)
    {
        // Whatever may fail comes first: then nothing of the job is queued.
        const auto started = std::make_shared<detail::blocking_queue::queued_job>(std::move(job));
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

private:
    std::shared_ptr<detail::blocking_queue> m_queue;
};

static_assert(engine<blocking_engine>);

} // namespace wua
