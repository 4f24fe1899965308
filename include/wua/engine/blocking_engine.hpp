// SPDX-License-Identifier: MIT
#pragma once

// An engine made of a function that downloads one update and returns when it is done.

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

    /// What is to be done with the update.
    job_kind kind() const noexcept
    {
        return m_job.options().kind;
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

        // Under the queue's lock until the job has left it: the first update that no thread has taken yet.
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

    // Takes the job, a list of one, only when it does not throw.
    static void add(const shared_handle<blocking_queue>& queue, job_list& started);

    // Has the updates of a job ended that no thread has taken yet, by the thread that counts the time: they may be
    // many. Needs no memory: nobody could be told of a failure.
    void abort(const shared_handle<queued_job>& aborted) noexcept;

    // Waits for the functions that run; a callback on one of the threads may have dropped the last reference to the
    // engine, and does not wait for itself.
    void stop();

private:
    // Those that do not run yet, under the lock. One suffices.
    static void start_threads(const shared_handle<blocking_queue>& queue);

    // Takes what is next in the order of the jobs, under the lock; without a job when there is nothing.
    task take(job_list& over);

    // Out of the queue, and into that list.
    void take_out(queued_job& job, job_list& to) noexcept;

    static void finish(const job_list& jobs, const outcome& result);

    // Under the lock, which it gives away meanwhile. True when there was something to end.
    bool finish_aborted(std::unique_lock<std::mutex>& lock);

    // The work of one thread: the job that it is busy with goes to that place.
    void run(std::size_t place);

    // Tells the jobs whose functions run that time passes, some times a second: a function may wait for its server, and
    // reports nothing meanwhile. Ends what was aborted in the queue.
    void tick();

    void perform(const task& one) const;

    // Of the exception being handled. Without the words where there is no memory for them.
    static outcome failure_of(std::string_view words) noexcept;

    const function m_download;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    job_list m_jobs; // of which there are updates to be taken
    job_list m_aborted;
    bool m_is_stopped = false;
    std::condition_variable m_begins;                 // for the ticker
    std::vector<shared_handle<queued_job>> m_running; // the job of each thread that is busy
    std::vector<detail::owned_thread> m_threads;      // guarded until stop(), like the next
    detail::owned_thread m_ticker;
};

} // namespace detail

/// Runs the function on a fixed number of threads, and one that counts the time, over the updates of all jobs in the
/// order of their start. What the function throws is the update's failure: an hresult_error with its code and text.
///
/// Destroying the engine waits for the functions that run; what no thread has taken yet fails with WU_E_SERVICE_STOP.
class blocking_engine
{
public:
    using function = detail::blocking_queue::function;

    /// At least one thread; they start with the first job.
    explicit blocking_engine(function download, std::size_t threads = 1);

    /// One that was moved from starts no job: WU_E_INVALID_OPERATION.
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
