// SPDX-License-Identifier: MIT
#pragma once

// The C++ face: a job as a value, with lambdas, stop_token and co_await.

#include <wua/com/shared_handle.hpp>
#include <wua/job/abort_hook.hpp>
#include <wua/job/clock.hpp>
#include <wua/job/job_handle.hpp>
#include <wua/job/running_job.hpp>
#include <wua/model/update_progress.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace wua
{

template <class T>
class com_ptr;
struct IDownloadJob;
struct IUpdateDownloader;
namespace detail
{
struct com_face; // in <wua/objects/com_face.hpp>
}

struct job_options
{
    /// Called on a thread of the library (with a driven engine: on the thread that drives it), one call at a time, in
    /// order; on_completed is called once, after the last progress. Exceptions from them are ignored. Each may also
    /// take a job_handle&, to poll and abort the job with: [](const progress_snapshot& now, job_handle& job) {...}. All
    /// jobs that start() starts on one engine share the thread: a callback that takes long delays the others'
    /// callbacks; one that waits for another job does not.
    job_callback<progress_snapshot> on_progress{};
    job_callback<outcome> on_completed{};

    /// A stop requested here aborts the job.
    std::stop_token stop{};

    DownloadPriority priority = dpNormal;

    /// Download again even what is already there.
    bool is_forced = false;

    std::string client_application_id = "Unknown";
    downloader_options downloader{};
};

/// A running download. Movable; like any value, a job object is used by one thread at a time. The destructor aborts the
/// job if it is still running and waits: once it has returned, no callback runs. Inside a callback of the job, or
/// the function of a blocking_engine for one of its updates, it aborts without waiting; the job then ends by itself,
/// and its last callbacks still come.
///
/// Members of an empty job, one that was made without arguments or moved from, throw hresult_error:
/// WU_E_INVALID_OPERATION.
class job
{
public:
    /// Empty, for a member or variable that a job is moved to later.
    job() noexcept = default;

    /// For start() and to_job(). Aborted through `stop`, and by its own destructor.
    explicit job(detail::shared_handle<detail::running_job> running, const std::stop_token& stop = {});

    job(job&&) noexcept = default;

    job& operator=(job&& other) noexcept;

    ~job()
    {
        end();
    }

    /// The current numbers. A thread that polls a job and never sees it completed keeps that job's table of updates
    /// (one job's at most) until it destroys the job, polls another job or ends.
    progress_snapshot progress() const;
    bool is_completed() const
    {
        return active()->is_completed();
    }

    /// Returns immediately; finished updates keep their results, the others end as aborted.
    void request_abort()
    {
        active()->request_abort();
    }

    /// Pauses the whole job, or one update, until it is resumed: no bytes arrive, nothing starts, what has been stored
    /// stays, and other updates start in its place. Returns immediately; progress() says when everything that is left
    /// of the job has come to rest. An update that has all its bytes is still finished. Pausing is a flag, not a count.
    /// The flag of the job and those of its updates are independent; an update continues when neither is set. A paused
    /// job can be aborted, and waiting for it waits until somebody resumes it. Has no effect on what is being aborted
    /// or has ended. Throws hresult_error: WU_E_NOT_SUPPORTED when the engine cannot pause, WU_E_INVALIDINDEX.
    void pause()
    {
        active()->pause(true);
    }
    void resume()
    {
        active()->pause(false);
    }
    void pause(std::size_t index)
    {
        active()->pause(index, true);
    }
    void resume(std::size_t index)
    {
        active()->pause(index, false);
    }

    /// Affects which updates start from now on. Throws hresult_error: WU_E_NOT_SUPPORTED, E_INVALIDARG.
    void set_priority(DownloadPriority priority)
    {
        active()->set_priority(priority);
    }
    DownloadPriority priority() const
    {
        return active()->priority();
    }

    /// The job's limit in bytes per second, 0: none. Replaces the limit that the engine gives its jobs. Throws
    /// hresult_error: WU_E_NOT_SUPPORTED.
    void set_bandwidth(std::uint64_t bytes_per_second)
    {
        active()->set_bandwidth(bytes_per_second);
    }

    /// Which of these controls the engine obeys.
    job_controls controls() const
    {
        return active()->controls();
    }

    /// True when the job is completed and its callbacks have returned. With a simulated engine the time is the
    /// engine's. Throws hresult_error: WU_E_INVALID_OPERATION where ~job() would not wait.
    template <class Rep, class Period>
    bool wait_for(std::chrono::duration<Rep, Period> time)
    {
        return wait_within(detail::to_nanoseconds(time));
    }

    /// Waits for the end and returns the result of the whole job.
    outcome wait();

    /// orcInProgress until the job is completed.
    outcome result() const;

    /// The state of one update. Throws hresult_error: WU_E_INVALIDINDEX.
    outcome result(std::size_t index) const
    {
        return update(index).result;
    }
    update_progress update(std::size_t index) const;

    /// The attempts to fetch an update, as far as the engine reports them. Throws hresult_error: WU_E_INVALIDINDEX.
    /// Include <wua/model/download_story.hpp>.
    template <class Story = download_story>
    Story story(std::size_t index) const
    {
        static_assert(requires { sizeof(Story); }, "include <wua/model/download_story.hpp> to use job::story()");
        return story_of(index, std::type_identity<Story>());
    }

    /// The completed files of an update, as the engine reports them; empty unless downloader_options::keeps_files is
    /// set. Throws hresult_error: WU_E_INVALIDINDEX. Include <wua/model/file_result.hpp>.
    template <class File = file_result>
    std::vector<File> files(std::size_t index) const
    {
        static_assert(requires { sizeof(File); }, "include <wua/model/file_result.hpp> to use job::files()");
        return files_of(index, std::type_identity<File>());
    }

    /// Valid as long as the job.
    const std::vector<update_pointer>& updates() const&
    {
        return active()->job_ledger()->table()->updates();
    }
    const std::vector<update_pointer>& updates() const&& = delete;

    /// The same job as a COM object, and a downloader that has begun it. They are created on first use, and only in
    /// files that include <wua/objects/com_face.hpp>, which defines the COM objects.
    template <class Face = detail::com_face>
    const com_ptr<IDownloadJob>& com() const&
    {
        static_assert(requires { sizeof(Face); }, "include <wua/objects/com_face.hpp> to use job::com()");
        return Face::of(m_com_face, active()).job;
    }
    template <class Face = detail::com_face>
    const com_ptr<IDownloadJob>& com() const&& = delete;
    template <class Face = detail::com_face>
    const com_ptr<IUpdateDownloader>& downloader() const&
    {
        static_assert(requires { sizeof(Face); }, "include <wua/objects/com_face.hpp> to use job::downloader()");
        return Face::of(m_com_face, active()).downloader;
    }
    template <class Face = detail::com_face>
    const com_ptr<IUpdateDownloader>& downloader() const&& = delete;

    /// co_await job: yields the outcome once the job is completed; the coroutine resumes where callbacks run.
    struct awaiter;
    awaiter operator co_await() const;

    /// What the C++ and the COM face share; null for an empty job.
    const detail::shared_handle<detail::running_job>& running() const noexcept
    {
        return m_running;
    }

private:
    // Throws for an empty job.
    const detail::shared_handle<detail::running_job>& active() const;

    bool wait_within(std::optional<std::chrono::nanoseconds> time);

    download_story story_of(std::size_t index, std::type_identity<download_story> /*form*/) const;
    std::vector<file_result> files_of(std::size_t index, std::type_identity<file_result> /*form*/) const;

    void end() noexcept;

    detail::shared_handle<detail::running_job> m_running; // null when empty
    detail::shared_handle<detail::abort_hook> m_on_stop;
    mutable detail::shared_handle<detail::com_face> m_com_face; // null before com() or downloader()
};

struct job::awaiter
{
    detail::shared_handle<detail::running_job> running;

    bool await_ready() const
    {
        return running->delivery().is_drained();
    }
    bool await_suspend(std::coroutine_handle<> waiting) const;
    outcome await_resume() const
    {
        return running->job_ledger()->result();
    }
};

inline job::awaiter job::operator co_await() const
{
    return awaiter{active()};
}

namespace detail
{

class job_callbacks;

job start_job(engine_handle engine, std::vector<update_pointer> updates, job_options options);

// The same with callbacks in this form, or null; apart, so that a program without callbacks compiles none.
job start_job(engine_handle engine, std::vector<update_pointer> updates, const job_options& options,
              job_observer observer, shared_handle<job_callbacks> callbacks);

} // namespace detail

/// Starts a job over some updates. Throws hresult_error: WU_E_NO_UPDATE if there are none, E_POINTER if one is null or
/// the engine is, E_INVALIDARG for an invalid priority; also throws what the engine's start() throws. The job keeps the
/// engine alive. A job that is discarded is aborted immediately.
template <engine E>
[[nodiscard]] job start(const std::shared_ptr<E>& engine, std::vector<update_pointer> updates)
{
    return detail::start_job(detail::engine_handle(engine), std::move(updates), job_options(), {}, nullptr);
}
template <engine E>
[[nodiscard]] job start(const std::shared_ptr<E>& engine, std::vector<update_pointer> updates, job_options options)
{
    return detail::start_job(detail::engine_handle(engine), std::move(updates), std::move(options));
}

/// Likewise, with an engine of the job's own.
template <engine E>
[[nodiscard]] job start(E engine, std::vector<update_pointer> updates)
{
    detail::engine_handle own(detail::make_handle<E>(std::move(engine)));
    return detail::start_job(std::move(own), std::move(updates), job_options(), {}, nullptr);
}
template <engine E>
[[nodiscard]] job start(E engine, std::vector<update_pointer> updates, job_options options)
{
    detail::engine_handle own(detail::make_handle<E>(std::move(engine)));
    return detail::start_job(std::move(own), std::move(updates), std::move(options));
}

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/job.ipp>
#endif
