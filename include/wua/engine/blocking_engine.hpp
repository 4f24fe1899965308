// SPDX-License-Identifier: MIT
#pragma once

// An engine built from a function that downloads one update and returns when it is done.

#include <wua/com/shared_handle.hpp>
#include <wua/job/abort_hook.hpp>
#include <wua/job/engine.hpp>
#include <wua/job/owned_thread.hpp>
#include <wua/separate_compilation.hpp>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <stop_token>
#include <string_view>
#include <utility>
#include <vector>

namespace wua
{

/// Lets the function report on one update. Valid until the function returns, on its thread.
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

    /// What to do with the update.
    job_kind kind() const noexcept
    {
        return m_job.options().kind;
    }

    /// Stopped when the job is aborted: return soon, with outcome::aborted().
    std::stop_token stop_token() const noexcept
    {
        return m_job.stop_token();
    }

    /// Bytes, as for transfer.
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

    /// See transfer::add_attempt().
    void add_attempt(attempt_record&& attempt) noexcept
    {
        m_job.add_attempt(m_index, std::move(attempt));
    }

    /// See transfer::add_file().
    void add_file(file_result&& file) noexcept
    {
        m_job.add_file(m_index, std::move(file));
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

    struct queued_job;
    using job_list = std::list<shared_handle<queued_job>>;

    struct queued_job
    {
        explicit queued_job(transfer t) : source(std::move(t)) {}

        transfer source;
        abort_hook hook;

        // Guarded by the queue's lock until the job has left the queue: the first update that no thread has taken yet.
        std::size_t next = 0;
        job_list::iterator place{};
        bool is_queued = false;
    };

    struct task
    {
        shared_handle<queued_job> job;
        std::size_t index = 0;
    };

    blocking_queue(function download, std::size_t threads)
        : m_download(std::move(download)),
          m_running(threads),
          m_threads(threads)
    {}

    // Takes over the job, a list of one, unless it throws.
    static void add(const shared_handle<blocking_queue>& queue, job_list& started);

    // Ends the updates of a job that no thread has taken yet, on the ticker's thread: there may be many. Needs no
    // memory, since a failure could not be reported to anybody.
    void abort(const shared_handle<queued_job>& aborted) noexcept;

    // Waits for the running functions. A callback on one of the threads may have dropped the last reference to the
    // engine; that thread does not wait for itself.
    void stop();

private:
    // Starts threads that are not running yet, under the lock. One thread is enough.
    static void start_threads(const shared_handle<blocking_queue>& queue);

    // Takes the next update in the order of the jobs, under the lock; no job if there is none.
    task take(job_list& over);

    // Moves the job from the queue to that list.
    void take_out(queued_job& job, job_list& to) noexcept;

    static void finish(const job_list& jobs, const outcome& result);

    // Called under the lock, which it releases for a while. True when there was something to end.
    bool finish_aborted(std::unique_lock<std::mutex>& lock);

    // The work of one thread, which notes its current job at that place.
    void run(std::size_t place);

    // Tells the jobs of running functions a few times a second that time passes, because a function waiting for its
    // server reports nothing. Also ends what was aborted in the queue.
    void tick();

    void perform(const task& one) const;

    // For the exception being handled. Leaves out the text if there is no memory for it.
    static outcome failure_of(std::string_view words) noexcept;

    const function m_download;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    job_list m_jobs; // with updates left to take
    job_list m_aborted;
    bool m_is_stopped = false;
    std::condition_variable m_begins;                 // for the ticker
    std::vector<shared_handle<queued_job>> m_running; // the current job of each busy thread
    std::vector<detail::owned_thread> m_threads;      // guarded until stop(), like m_ticker
    detail::owned_thread m_ticker;
};

} // namespace detail

/// Runs the function on a fixed number of threads, plus one that keeps time, over the updates of all jobs in the order
/// of their start. What the function throws becomes the update's failure: an hresult_error keeps its code and text. The
/// function cannot wait for the job of its update (WU_E_INVALID_OPERATION), but may destroy it, which does not wait.
///
/// Destroying the engine waits for the running functions; updates that no thread has taken yet fail with
/// WU_E_SERVICE_STOP.
class blocking_engine
{
public:
    using function = detail::blocking_queue::function;

    /// Uses at least one thread; the threads start with the first job.
    explicit blocking_engine(function download, std::size_t threads = 1);

    /// A moved-from engine starts no job: WU_E_INVALID_OPERATION.
    blocking_engine(blocking_engine&&) noexcept = default;
    blocking_engine& operator=(blocking_engine&&) = delete;

    ~blocking_engine();

    void start(transfer job);

private:
    detail::shared_handle<detail::blocking_queue> m_queue;
};

static_assert(engine<blocking_engine>);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/blocking_engine.ipp>
#endif
