// SPDX-License-Identifier: MIT
#pragma once

// An engine made of a function that downloads one update and returns when it is done.

#include <wua/com/abi_boundary.hpp>
#include <wua/job/engine.hpp>
#include <wua/job/owned_thread.hpp>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <iterator>
#include <list>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <utility>
#include <vector>

namespace wua
{

// What the function is given to report one update with. Valid until the function returns, on its thread.
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

    // Stopped when the job is aborted: return soon, with outcome::aborted().
    std::stop_token stop_token() const noexcept
    {
        return m_job.stop_token();
    }

    // Bytes, as transfer has them.
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

// Runs the function on a fixed number of threads, over the updates of all jobs in the order of their start. What the
// function throws is the update's failure: an hresult_error with its code and text.
//
// Destroying the engine waits for the functions that run; what no thread has taken yet fails with WU_E_SERVICE_STOP.
class blocking_engine
{
public:
    using function = std::function<outcome(update_reporter&)>;

    // At least one thread; they start with the first job.
    explicit blocking_engine(function download, std::size_t threads = 1) : m_shared(std::make_shared<shared>())
    {
        if (!download || threads == 0)
        {
            throw std::invalid_argument("a blocking_engine needs a function and at least one thread");
        }
        m_shared->download = std::move(download);
        m_threads.resize(threads);
    }

    blocking_engine(blocking_engine&&) noexcept = default;
    blocking_engine& operator=(blocking_engine&&) = delete;

    ~blocking_engine()
    {
        if (!m_shared)
        {
            return;
        }
        std::list<task> rest;
        {
            const std::lock_guard lock(m_shared->mutex);
            m_shared->is_stopped = true;
            rest.swap(m_shared->queue);
        }
        m_shared->changed.notify_all();
        for (const task& one : rest)
        {
            one.job->end.finish(one.index, outcome::failed(wu_e_service_stop));
        }
        rest.clear();
        m_threads.clear(); // a callback on one of them may have dropped the last reference to the engine
    }

    void start(transfer end)
    {
        // Whatever may fail comes first: then nothing of the job is queued.
        const auto job = std::make_shared<running_job>(std::move(end));
        std::list<task> tasks;
        for (std::size_t index = 0; index != job->end.updates().size(); ++index)
        {
            if (job->end.wants(index))
            {
                tasks.push_back({job, index});
            }
        }
        // Outside the lock: it may run at once.
        job->on_abort.emplace(job->end.stop_token(), [state = std::weak_ptr(m_shared), of = std::weak_ptr(job)] {
            const auto engine = state.lock();
            const auto aborted = of.lock();
            if (engine && aborted)
            {
                engine->abort_waiting(*aborted);
            }
        });
        {
            const std::lock_guard lock(m_shared->mutex);
            start_threads();
            m_shared->queue.splice(m_shared->queue.end(), tasks);
        }
        m_shared->changed.notify_all();
        if (job->end.stop_token().stop_requested())
        {
            m_shared->abort_waiting(*job); // the abort came before there was anything to take back
        }
    }

private:
    // Those that do not run yet, under the lock. One is enough to go on with.
    void start_threads()
    {
        for (detail::owned_thread& thread : m_threads)
        {
            if (thread.is_started())
            {
                continue;
            }
            try
            {
                thread = detail::owned_thread::start([state = m_shared] { state->run(); });
            }
            catch (...)
            {
                if (!m_threads.front().is_started())
                {
                    throw;
                }
                return;
            }
        }
    }

    struct running_job
    {
        explicit running_job(transfer t) : end(std::move(t)) {}

        transfer end;
        std::optional<std::stop_callback<std::function<void()>>> on_abort;
    };

    struct task
    {
        std::shared_ptr<running_job> job;
        std::size_t index = 0;
    };

    struct shared
    {
        function download;
        std::mutex mutex;
        std::condition_variable changed;
        std::list<task> queue;
        bool is_stopped = false;

        void run()
        {
            std::unique_lock lock(mutex);
            while (true)
            {
                changed.wait(lock, [&] { return is_stopped || !queue.empty(); });
                if (is_stopped)
                {
                    return;
                }
                task next = std::move(queue.front());
                queue.pop_front();
                lock.unlock();
                perform(next);
                next = {}; // the last reference to a job may end it, which calls out
                lock.lock();
            }
        }

        // Ends the updates of a job that no thread has taken yet. Needs no memory: nobody could be told of a failure.
        void abort_waiting(const running_job& aborted) noexcept
        {
            std::list<task> waiting;
            {
                const std::lock_guard lock(mutex);
                for (auto next = queue.begin(); next != queue.end();)
                {
                    const auto one = next++;
                    if (one->job.get() == &aborted)
                    {
                        waiting.splice(waiting.end(), queue, one);
                    }
                }
            }
            for (const task& one : waiting)
            {
                one.job->end.finish(one.index, outcome::aborted());
            }
        }

        void perform(const task& one) const
        {
            transfer& end = one.job->end;
            if (end.stop_token().stop_requested())
            {
                end.finish(one.index, outcome::aborted());
                return;
            }
            end.start(one.index);
            update_reporter reporter(end, one.index);
            outcome result;
            try
            {
                result = download(reporter);
            }
            catch (const std::exception& error)
            {
                result = failure_of(error);
            }
            catch (...)
            {
                result = outcome::failed(wu_e_download_failed);
            }
            end.finish(one.index, std::move(result));
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
    };

    std::shared_ptr<shared> m_shared;
    std::vector<detail::owned_thread> m_threads; // guarded by the shared mutex until the destructor
};

static_assert(engine<blocking_engine>);

} // namespace wua
