// SPDX-License-Identifier: MIT
#pragma once

// The one mutable cell of a job: accepts the engine's reports, enforces the progress contract on them, and publishes
// the next snapshot.

#include <wua/com/process.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/job/abort_deadline.hpp>
#include <wua/job/clock.hpp>
#include <wua/job/engine_fault.hpp>
#include <wua/job/job_control.hpp>
#include <wua/job/job_recording.hpp>
#include <wua/job/kept_story.hpp>
#include <wua/job/ledger_listener.hpp>
#include <wua/job/ledger_options.hpp>
#include <wua/job/progress_accounting.hpp>
#include <wua/job/published_progress.hpp>
#include <wua/job/update_table.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/model/update_progress.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/enums.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace wua
{

struct attempt_record;
struct download_story;
struct file_result;
class transfer_recorder;
struct transfer_event;

namespace detail
{

class ledger
{
public:
    static constexpr std::uint64_t max_bytes = progress_accounting::max_bytes;

    // `updates` must not be empty or contain null: std::invalid_argument. hresult_error E_INVALIDARG when the sizes add
    // up to more than max_bytes.
    explicit ledger(std::vector<update_pointer> updates, ledger_options options = {});

    ledger(const ledger&) = delete;
    ledger& operator=(const ledger&) = delete;
    ~ledger();

    // Call once, before the engine starts. The listener is told at once of updates that have ended already.
    void listen(shared_handle<ledger_listener> listener) noexcept;

    // For readers: any thread, at any time.

    // The current numbers. Takes no lock unless a writer was in the way 64 times in a row. Does not wait for a writer
    // that can never finish: in a child of fork() it then throws WU_E_INVALID_OPERATION.
    progress_snapshot snapshot() const;

    // The same for a thread that polls repeatedly; see polled_results.
    progress_snapshot poll() const;

    // The same into an existing snapshot; reusing one of the same job costs no reference count and copies only what has
    // changed. try_read returns false instead of throwing.
    void read(progress_snapshot& snapshot) const;
    bool try_read(progress_snapshot& snapshot) const noexcept;

    const com_ptr<update_table>& table() const noexcept
    {
        return m_table;
    }
    std::size_t size() const noexcept
    {
        return m_table->size();
    }

    // True when waiting for that job is waiting for this one.
    bool is_part_of(const ledger& whole) const noexcept
    {
        return this == &whole || (m_listener && m_listener->is_part_of(whole));
    }

    // Constant as long as no report has taken the lock: a cheap sign that nothing but byte counts has changed.
    std::uint64_t version() const noexcept
    {
        return m_published.version();
    }

    bool is_completed() const noexcept
    {
        return m_completed.load(std::memory_order_acquire);
    }
    bool is_abort_requested() const noexcept
    {
        return m_abort_requested.load(std::memory_order_acquire);
    }

    // The result of the whole job: orcNotStarted, orcInProgress, or the combination of all outcomes.
    outcome result() const;

    // The index must be valid.
    update_progress progress_of(std::size_t index) const;

    // True once the update has its result. The index must be valid.
    bool is_finished(std::size_t index) const noexcept
    {
        return (*m_table)[index].finished.is_set();
    }

    // Reports of the engine that were wrong and were contained.
    std::uint64_t engine_faults() const noexcept
    {
        return m_engine_faults.sum();
    }

    std::uint64_t engine_faults(engine_fault kind) const noexcept
    {
        return m_engine_faults.of(kind);
    }

    // See job::story(). The index must be valid.
    download_story story(std::size_t index) const;

    // See job::files(). The index must be valid.
    std::vector<file_result> files(std::size_t index) const;

    // For the caller.

    // Sets the flag, notifies the engine through its stop_token and returns immediately. No effect on a completed job.
    void request_abort();

    // Pauses or resumes the job, or one update of it: a flag, not a count, and each flag is independent of the others.
    // Has no effect on a job that is being aborted or is completed, or on an update that has ended. May throw
    // bad_alloc, and has then changed nothing. The index must be valid.
    void want_pause(bool is_wanted);
    void want_pause(std::size_t index, bool is_wanted);

    void set_priority(DownloadPriority priority);
    void set_bandwidth(std::uint64_t bytes_per_second);

    // True while anything in the job is meant to be paused.
    bool has_pauses() const noexcept
    {
        return m_has_pauses.load(std::memory_order_acquire);
    }

    // Ends a job that was aborted more than abort_limit ago, but not in a child of fork(), where the locks it needs may
    // be held for ever. True when the job is completed.
    bool close_if_overdue();

    std::chrono::nanoseconds abort_limit() const noexcept
    {
        return m_options.abort_limit;
    }

    // Blocks until the job is completed or the deadline passes; true when it is completed. Enforces the abort limit.
    bool wait_until(std::chrono::steady_clock::time_point deadline);

    // For the engine, through transfer.

    std::stop_token stop_token() const noexcept
    {
        return m_stop.get_token();
    }

    // Calls f() without a lock after each change of the values below. Set it once, before anything is reported.
    void when_controlled(std::function<void()> f);

    // Whether the job as a whole, or one update, is meant to be paused. The index must be valid.
    bool wants_pause() const;
    bool wants_pause(std::size_t index) const;

    // What the client has chosen since the job began.
    std::optional<DownloadPriority> priority() const;
    std::optional<std::uint64_t> bandwidth() const;

    // The engine has stopped an update that is meant to be paused.
    void set_paused(std::size_t index);

    // The engine wants the job to be paused, for that reason; empty: no longer.
    void hold(std::string reason);

    void start(std::size_t index);

    void set_size(std::size_t index, std::uint64_t size);

    // The bytes of the running attempt so far. Calls for one update must not overlap. Most calls take no lock: see
    // progress_accounting::try_set_bytes().
    void set_bytes(std::size_t index, std::uint64_t bytes);

    void set_phase(std::size_t index, DownloadPhase phase);

    // See transfer::set_url().
    void set_url(std::size_t index, url_place place) noexcept;

    // The attempt has failed and another one begins, with `kept` bytes that need not be fetched again.
    void retry(std::size_t index, std::uint64_t kept);

    void finish(std::size_t index, outcome result);

    // See transfer::wants_attempt().
    bool wants_attempt(bool has_all_gone_well) const noexcept
    {
        return m_recording.is_on() ||
               (m_options.attempts_kept != 0 && (!has_all_gone_well || m_options.keeps_successes));
    }

    void add_attempt(std::size_t index, attempt_record&& attempt) noexcept;

    // See transfer::wants_files().
    bool wants_files() const noexcept
    {
        return m_options.keeps_files;
    }

    void add_file(std::size_t index, file_result&& file) noexcept;

    // Passes everything to the recorder from now on, starting with the updates that have already ended. Call it before
    // other threads of the engine know of the job.
    void record(shared_handle<transfer_recorder> recorder);

    bool keeps_contract() const noexcept
    {
        return m_options.keeps_contract;
    }

    // Ends every update that has not ended: as aborted when an abort was requested, else with the given outcome.
    void finish_rest(const outcome& rest);

    // Publishes recorded numbers instead of the ledger's own, even if the same ones come twice. The ledger's own
    // numbers return when the job is completed. A job that keeps the contract ignores recorded numbers.
    void publish_recorded(const progress_values& values);

    // Lets the speed fall and a stall grow while nothing arrives, and ends a job whose abort is overdue. An engine
    // calls it a few times a second.
    void tick();

private:
    // Kept apart from set_bytes, whose fast path would otherwise save registers that it does not use.
    void set_bytes_under_lock(std::size_t index, std::uint64_t bytes);

    // Locks the accounting for a report about an update. Returns no lock if the report must be ignored because the
    // update is unknown or has ended. end_change() then publishes the change. Sets the event's time: see
    // time_of_report().
    std::unique_lock<std::mutex>
    begin_change(std::size_t index, transfer_event& event, engine_fault when_late = engine_fault::after_the_end);

    // Passes the event to the recorder, if there is one, under the lock. Sets its time: see job_recording.
    void write_down(std::size_t index, transfer_event& event) noexcept;

    void set_bytes_and_write_down(std::size_t index, std::uint64_t bytes);

    // The current numbers, under the lock.
    progress_values values_now() const noexcept;

    // Publishes, unlocks, and notifies the listener.
    void end_change(std::unique_lock<std::mutex>& lock, std::size_t index);

    // Ends the job if its abort limit has passed, so that the limit holds even if the engine keeps reporting and nobody
    // polls or waits. Has unlocked when it returns true.
    bool closed_as_overdue(std::unique_lock<std::mutex>& lock, std::chrono::nanoseconds now);

    // The time, where it is needed: after an abort, for its limit, and for a recorder. Always read before locking: the
    // clock may be the engine's, and dropping its last reference may destroy the engine, which ends its jobs.
    std::chrono::nanoseconds time_of_report() const;

    void end_rest(std::unique_lock<std::mutex>& lock, outcome result, std::chrono::nanoseconds now);

    // Unlocks, and announces once that the job is completed.
    void leave(std::unique_lock<std::mutex>& lock, std::size_t index = no_update);

    // f(pauses) changes which pauses are wanted; then those concerned are notified.
    template <class F>
    void change_pauses(transfer_event event, F&& f);

    void obey() const;

    void notify_changed(std::size_t index = no_update) const noexcept;

    void publish();

    // Brings what a poll has shown up to date, if nothing but byte counts has changed since.
    bool try_refresh(polled_instant& instant) const noexcept;
    progress_snapshot poll_anew(polled_results* mine, com_ptr<const update_results> results) const;

    bool try_refresh(progress_snapshot& snapshot) const noexcept;
    void read_anew(progress_snapshot& snapshot) const;
    bool try_read_anew(progress_snapshot& snapshot) const noexcept;
    bool try_read_locked(progress_snapshot& snapshot) const noexcept;

    // False, too, while another thread is changing the job.
    bool is_limit_over() const;

    // The same under the lock, at that time of the clock.
    bool is_limit_over(std::chrono::nanoseconds now) const;

    static constexpr std::size_t no_update = static_cast<std::size_t>(-1);

    const ledger_options m_options;
    const process_number m_process = this_process();
    job_recording m_recording; // its recorder is read without the lock
    const com_ptr<update_table> m_table;
    const outcome m_aborted = outcome::aborted();
    shared_handle<ledger_listener> m_listener;
    std::stop_source m_stop;

    // Read without the lock.
    ledger_listener* m_change_listener = nullptr; // the listener, if it wants changes
    std::atomic<bool> m_completed{false};
    std::atomic<bool> m_abort_requested{false};
    std::atomic<bool> m_has_pauses{false};
    engine_fault_counts m_engine_faults;

    // Guards all writing to the accounting, and the members below.
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    progress_accounting m_accounting;
    progress_values m_values; // the last ones published
    abort_deadline m_deadline;
    job_control m_control;
    kept_story m_story;

    published_progress m_published; // read without the lock
};

} // namespace detail

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/ledger.ipp>
#endif
