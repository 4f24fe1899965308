// SPDX-License-Identifier: MIT
#pragma once

// The C++ face: a job as a value, with lambdas, stop_token and co_await.

#include <wua/job/job_callbacks.hpp>
#include <wua/job/running_job.hpp>
#include <wua/model/update_progress.hpp>

#include <chrono>
#include <coroutine>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace wua
{

template <class T>
class com_ptr;
struct IDownloadJob;
struct IUpdateDownloader;

struct job_options
{
    /// Called on a thread of the library's (with a driven engine: on the one that drives it), one call at a time, the
    /// latest instant first to last; on_completed once, after the last progress. What they throw is ignored.
    std::function<void(const progress_snapshot&)> on_progress{};
    std::function<void(const outcome&)> on_completed{};

    /// A stop requested here aborts the job.
    std::stop_token stop{};

    DownloadPriority priority = dpNormal;

    /// Download again what is there already.
    bool is_forced = false;

    std::string client_application_id = "Unknown";
    downloader_options downloader{};
};

/// A running download. Movable; one thread at a time uses a job object, as with any value. After the destructor returns
/// it is guaranteed that no callback runs: it aborts what is still running, and waits. Inside a callback of the job it
/// aborts without waiting, and the job ends by itself.
class job
{
public:
    /// For start() and to_job(). Aborted by `stop`, and by its own end.
    explicit job(std::shared_ptr<detail::running_job> running, const std::stop_token& stop = {})
        : m_running(std::move(running))
    {
        try
        {
            m_on_stop = std::make_unique<stop_callback>(stop, abort_of{m_running});
        }
        catch (...)
        {
            end(); // nobody would know of the job
            throw;
        }
    }

    job(job&&) noexcept = default;

    job& operator=(job&& other) noexcept
    {
        if (this != &other)
        {
            end();
            m_on_stop = std::move(other.m_on_stop);
            m_running = std::move(other.m_running);
            m_com_face = std::move(other.m_com_face);
        }
        return *this;
    }

    ~job()
    {
        end();
    }

    progress_snapshot progress() const
    {
        m_running->close_if_overdue();
        return m_running->job_ledger()->snapshot();
    }
    bool is_completed() const
    {
        return m_running->is_completed();
    }

    /// Returns at once; finished updates keep their results, the others end as aborted.
    void request_abort()
    {
        m_running->request_abort();
    }

    /// True when the job is completed and its callbacks are over. With a simulated engine the time is the engine's.
    /// Throws hresult_error: WU_E_INVALID_OPERATION inside a callback of the job.
    template <class Rep, class Period>
    bool wait_for(std::chrono::duration<Rep, Period> time)
    {
        return wait_within(std::chrono::ceil<std::chrono::nanoseconds>(time));
    }

    /// Waits for the end, and says how the whole job went.
    outcome wait()
    {
        wait_within(std::nullopt);
        return result();
    }

    /// orcInProgress until the job is completed.
    outcome result() const
    {
        m_running->close_if_overdue();
        return m_running->job_ledger()->result();
    }

    /// The state of one update. Throws hresult_error: WU_E_INVALIDINDEX.
    outcome result(std::size_t index) const
    {
        return update(index).result;
    }
    update_progress update(std::size_t index) const
    {
        const detail::ledger& ledger = *m_running->job_ledger();
        if (index >= ledger.size())
        {
            throw hresult_error(wu_e_invalidindex);
        }
        m_running->close_if_overdue();
        return ledger.progress_of(index);
    }

    const std::vector<update_pointer>& updates() const
    {
        return m_running->job_ledger()->table()->updates();
    }

    /// The same job as COM knows it, and a downloader that has begun it. They are made when they are first asked for;
    /// including <wua/objects/com_face.hpp> gives these members their bodies.
    template <class Interface = IDownloadJob>
    const com_ptr<Interface>& com() const;
    template <class Interface = IUpdateDownloader>
    const com_ptr<Interface>& downloader() const;

    /// co_await job: the outcome, once the job is completed; the coroutine resumes where callbacks run.
    struct awaiter;
    awaiter operator co_await() const;

    /// What both faces share.
    const std::shared_ptr<detail::running_job>& running() const noexcept
    {
        return m_running;
    }

private:
    struct abort_of
    {
        std::shared_ptr<detail::running_job> job;
        void operator()() const noexcept
        {
            try
            {
                job->request_abort();
            }
            catch (...)
            {
                // The stop is nobody's call: there is nobody to tell.
            }
        }
    };
    using stop_callback = std::stop_callback<abort_of>;

    bool wait_within(std::optional<std::chrono::nanoseconds> time)
    {
        if (m_running->caller() == detail::called_from::callback)
        {
            throw hresult_error(wu_e_invalid_operation, "a callback of the job cannot wait for the job");
        }
        return m_running->wait(time);
    }

    void end() noexcept
    {
        m_on_stop.reset();
        m_com_face.reset();
        const std::shared_ptr<detail::running_job> ended = std::move(m_running);
        if (!ended)
        {
            return;
        }
        try
        {
            ended->request_abort();
            if (ended->caller() == detail::called_from::outside)
            {
                ended->wait(std::nullopt);
                return;
            }
        }
        catch (...)
        {
            // What cannot be waited for ends by itself.
        }
        ended->release_driven_engine();
    }

    std::shared_ptr<detail::running_job> m_running; // null when it was moved from
    std::unique_ptr<stop_callback> m_on_stop;
    mutable std::shared_ptr<void> m_com_face; // see com()
};

struct job::awaiter
{
    std::shared_ptr<detail::running_job> running;

    bool await_ready() const
    {
        return running->delivery().is_drained();
    }
    bool await_suspend(std::coroutine_handle<> waiting) const
    {
        const std::shared_ptr<detail::running_job> keep = running; // the coroutine may be over before this returns
        return keep->delivery().when_drained([waiting] { waiting.resume(); });
    }
    outcome await_resume() const
    {
        return running->job_ledger()->result();
    }
};

inline job::awaiter job::operator co_await() const
{
    return awaiter{m_running};
}

namespace detail
{

inline job start_job(engine_handle engine, std::vector<update_pointer> updates, job_options options)
{
    if (!engine)
    {
        throw hresult_error(e_pointer, "a job needs an engine");
    }
    if (options.priority < dpLow || options.priority > dpExtraHigh)
    {
        throw hresult_error(e_invalidarg, "the priority is a DownloadPriority, from dpLow to dpExtraHigh");
    }
    job_setup setup;
    for (std::size_t index = 0; index != updates.size() && !options.is_forced; ++index)
    {
        if (updates[index] && updates[index]->details && updates[index]->details->is_downloaded)
        {
            setup.downloaded.push_back(index);
        }
    }
    std::shared_ptr<job_callbacks> callbacks;
    if (options.on_progress || options.on_completed)
    {
        callbacks = std::make_shared<job_callbacks>(std::move(options.on_progress), std::move(options.on_completed));
    }
    setup.executor = make_executor(engine);
    setup.engine = std::move(engine);
    setup.updates = std::move(updates);
    setup.settings.priority = options.priority;
    setup.settings.is_forced = options.is_forced;
    setup.settings.client_application_id = std::move(options.client_application_id);
    setup.options = options.downloader;
    setup.observer = callbacks;
    const auto running = std::make_shared<running_job>(std::move(setup));
    if (callbacks)
    {
        callbacks->keep(running);
    }
    running->begin();
    running->delivery().open();
    return job(running, options.stop);
}

} // namespace detail

/// Starts a job over some updates. Throws hresult_error: WU_E_NO_UPDATE when there are none, E_POINTER for one that is
/// null or without an engine, E_INVALIDARG for a priority that does not exist. The job keeps the engine.
template <engine E>
job start(std::shared_ptr<E> engine, std::vector<update_pointer> updates, job_options options = {})
{
    return detail::start_job(detail::engine_handle(std::move(engine)), std::move(updates), std::move(options));
}

/// The same with an engine of its own.
template <engine E>
job start(E engine, std::vector<update_pointer> updates, job_options options = {})
{
    return start(std::make_shared<E>(std::move(engine)), std::move(updates), std::move(options));
}

} // namespace wua
