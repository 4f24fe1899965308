// SPDX-License-Identifier: MIT
#pragma once

// The C++ face: a job as a value with lambdas, stop_token and co_await, over the very same COM objects.

#include <wua/objects/download_callbacks.hpp>
#include <wua/objects/update_downloader.hpp>

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

struct job_options
{
    // Called on a thread of the library's (with a driven engine: on the one that drives it), one call at a time, the
    // latest instant first to last; on_completed once, after the last progress. What they throw is ignored.
    std::function<void(const progress_snapshot&)> on_progress{};
    std::function<void(const outcome&)> on_completed{};

    // A stop requested here aborts the job.
    std::stop_token stop{};

    DownloadPriority priority = dpNormal;
    bool is_forced = false;
    std::string client_application_id = "Unknown";
    downloader_options downloader{};
};

// A running download. Movable; one thread at a time uses a job object, as with any value. After the destructor returns
// it is guaranteed that no callback runs: it aborts what is still running, and waits.
class job
{
public:
    job(com_ptr<IUpdateDownloader> downloader, com_ptr<IDownloadJob> started, const std::stop_token& stop = {})
        : m_downloader(std::move(downloader)),
          m_job(std::move(started)),
          m_source(source_of(*m_job))
    {
        if (!m_source)
        {
            throw hresult_error(e_nointerface, "the job is not one of this library");
        }
        try
        {
            m_on_stop = std::make_unique<stop_callback>(stop, abort_of{m_job});
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
            m_source = std::move(other.m_source);
            m_job = std::move(other.m_job);
            m_downloader = std::move(other.m_downloader);
        }
        return *this;
    }

    ~job()
    {
        end();
    }

    progress_snapshot progress() const
    {
        return shared().snapshot();
    }
    bool is_completed() const
    {
        return m_source->channel().is_settled();
    }

    // Returns at once; finished updates keep their results, the others end as aborted.
    void request_abort()
    {
        throw_if_failed(m_job->RequestAbort());
    }

    // True when the job is completed and its callbacks are over. With a simulated engine the time is the engine's.
    template <class Rep, class Period>
    bool wait_for(std::chrono::duration<Rep, Period> time)
    {
        return m_source->wait_for(std::chrono::ceil<std::chrono::nanoseconds>(time));
    }

    // Waits for the end, and says how the whole job went.
    outcome wait()
    {
        m_source->wait_for(std::nullopt);
        return result();
    }

    // orcInProgress until the job is completed.
    outcome result() const
    {
        return shared().result();
    }

    // The state of one update; throws WU_E_INVALIDINDEX.
    outcome result(std::size_t index) const
    {
        return update(index).result;
    }
    update_progress update(std::size_t index) const
    {
        if (index >= shared().size())
        {
            throw hresult_error(wu_e_invalidindex);
        }
        return shared().progress_of(index);
    }

    const std::vector<update_pointer>& updates() const
    {
        return shared().table()->updates();
    }

    // The same job as COM knows it.
    const com_ptr<IDownloadJob>& com() const noexcept
    {
        return m_job;
    }
    const com_ptr<IUpdateDownloader>& downloader() const noexcept
    {
        return m_downloader;
    }

    // co_await job: the outcome, once the job is completed; the coroutine goes on where callbacks run.
    auto operator co_await() const
    {
        struct awaiter
        {
            com_ptr<IDownloadJobSource> source;

            bool await_ready() const
            {
                return source->channel().is_drained();
            }
            bool await_suspend(std::coroutine_handle<> waiting) const
            {
                const com_ptr<IDownloadJobSource> keep = source; // the coroutine may be over before this returns
                return keep->channel().when_drained([waiting] { waiting.resume(); });
            }
            outcome await_resume() const
            {
                return source->job_ledger()->result();
            }
        };
        return awaiter{m_source};
    }

private:
    struct abort_of
    {
        com_ptr<IDownloadJob> job;
        void operator()() const noexcept
        {
            job->RequestAbort();
        }
    };
    using stop_callback = std::stop_callback<abort_of>;

    ledger& shared() const
    {
        return *m_source->job_ledger();
    }

    void end() noexcept
    {
        m_on_stop.reset();
        if (m_job)
        {
            m_job->RequestAbort();
            m_job->CleanUp(); // refused inside a callback of the job, which then ends by itself
        }
    }

    com_ptr<IUpdateDownloader> m_downloader;
    com_ptr<IDownloadJob> m_job;
    com_ptr<IDownloadJobSource> m_source;
    std::unique_ptr<stop_callback> m_on_stop;
};

// Starts a job over some updates. Throws hresult_error: WU_E_NO_UPDATE when there are none.
template <engine E>
job start(std::shared_ptr<E> engine, std::vector<update_pointer> updates, job_options options = {})
{
    const auto downloader = make<update_downloader<E>>(std::move(engine), options.downloader);
    throw_if_failed(downloader->put_Priority(options.priority));
    throw_if_failed(downloader->put_IsForced(options.is_forced ? variant_true : variant_false));
    throw_if_failed(downloader->put_ClientApplicationID(bstr(options.client_application_id).get()));
    com_ptr<IUnknown> on_progress;
    com_ptr<IUnknown> on_end;
    if (options.on_progress)
    {
        on_progress =
            on_progress_changed([f = std::move(options.on_progress)](IDownloadJob&, IDownloadProgress& progress) {
                f(static_cast<download_progress&>(progress).snapshot());
            });
    }
    if (options.on_completed)
    {
        on_end = on_completed([f = std::move(options.on_completed)](IDownloadJob& ended) {
            f(source_of(ended)->job_ledger()->result());
        });
    }
    com_ptr<IDownloadJob> started;
    throw_if_failed(downloader->begin_items(std::move(updates), on_progress.get(), on_end.get(), started.put()));
    return job(downloader, std::move(started), options.stop);
}

// The same with an engine of its own.
template <engine E>
job start(E engine, std::vector<update_pointer> updates, job_options options = {})
{
    return start(std::make_shared<E>(std::move(engine)), std::move(updates), std::move(options));
}

} // namespace wua
