// SPDX-License-Identifier: MIT
#pragma once

// The one mutable cell of a job: takes the engine's reports, keeps the progress contract whatever they say, and
// publishes the next snapshot.

#include <wua/com/process.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/job/clock.hpp>
#include <wua/job/engine_fault.hpp>
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

class attempt_history;
struct file_results;
struct job_control;

class ledger
{
public:
    static constexpr std::uint64_t max_bytes = progress_accounting::max_bytes;

    // updates must not be empty and hold no null: std::invalid_argument. hresult_error E_INVALIDARG when the sizes add
    // up to more than max_bytes.
    explicit ledger(std::vector<update_pointer> updates, ledger_options options = {});

    ledger(const ledger&) = delete;
    ledger& operator=(const ledger&) = delete;
    ~ledger();

    // To be called before the engine starts, once.
    void listen(shared_handle<ledger_listener> listener) noexcept;

    // Reading: any thread, at any time.

    // The numbers of this instant. Takes no lock unless a writer was in the way 64 times in a row, and does not wait
    // for one that will never come on: in a child of fork() it throws WU_E_INVALID_OPERATION then.
    progress_snapshot snapshot() const;

    // The same for a thread that asks again and again; see polled_results.
    progress_snapshot poll() const;

    // The same into a snapshot that exists already; one of the same job costs no reference count, and is not copied
    // again where it is as it was. try_read returns false instead of throwing.
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

    // The same for as long as no report took the slow way; a cheap sign that nothing has changed but bytes.
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

    // Reports of the engine that made no sense and were contained.
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

    // The caller's side.

    // Sets the flag, wakes the engine through its stop_token, returns at once. Has no effect on a completed job.
    void request_abort();

    // Has the job, or one update of it, stand still or go on: a flag, not a count, and none of these knows of the
    // others. Without effect on a job that is being aborted or is completed, and on an update that has ended. May throw
    // bad_alloc, and has done nothing then. The index must be valid.
    void want_pause(bool is_wanted);
    void want_pause(std::size_t index, bool is_wanted);

    void set_priority(DownloadPriority priority);
    void set_bandwidth(std::uint64_t bytes_per_second);

    // True while anything of the job is to stand still.
    bool has_pauses() const noexcept
    {
        return m_has_pauses.load(std::memory_order_acquire);
    }

    // Ends a job that was aborted longer than abort_limit ago, but not in a child of fork(), where whatever that takes
    // may be in use for ever. True when the job is completed.
    bool close_if_overdue();

    std::chrono::nanoseconds abort_limit() const noexcept
    {
        return m_options.abort_limit;
    }

    // Blocks until the job is completed or the time is over; true when it is completed. Enforces the abort limit.
    bool wait_until(std::chrono::steady_clock::time_point deadline);

    // The engine's side, through transfer.

    std::stop_token stop_token() const noexcept
    {
        return m_stop.get_token();
    }

    // Has f() called, without a lock, after each change of what follows. Once, before anything is reported.
    void when_controlled(std::function<void()> f);

    // Whether the job as a whole, or one update, is to stand still. The index must be valid.
    bool wants_pause() const;
    bool wants_pause(std::size_t index) const;

    // What the client has chosen since the job began.
    std::optional<DownloadPriority> priority() const;
    std::optional<std::uint64_t> bandwidth() const;

    // The engine has stopped an update that is to be paused.
    void set_paused(std::size_t index);

    // The engine wants the job to stand still for that reason; empty: it does not.
    void hold(std::string reason);

    void start(std::size_t index);

    void set_size(std::size_t index, std::uint64_t size);

    // The bytes of the running attempt so far. Calls for one update must not overlap. Most take no lock: see
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
        return m_recorder != nullptr ||
               (m_options.attempts_kept != 0 && (!has_all_gone_well || m_options.keeps_successes));
    }

    void add_attempt(std::size_t index, attempt_record&& attempt) noexcept;

    // See transfer::wants_files().
    bool wants_files() const noexcept
    {
        return m_options.keeps_files;
    }

    void add_file(std::size_t index, file_result&& file) noexcept;

    // From now on the recorder is told everything, first which updates have ended. Before the engine's other threads
    // know of the job; once.
    void record(std::shared_ptr<transfer_recorder> recorder);

    bool keeps_contract() const noexcept
    {
        return m_options.keeps_contract;
    }

    // Ends every update that has not ended: as aborted when an abort was requested, else with the given outcome.
    void finish_rest(const outcome& rest);

    // Publishes recorded numbers instead of the ledger's own, the same ones twice if they come twice, until the job is
    // completed: its end is the ledger's again. A job that keeps the contract ignores them.
    void publish_recorded(const progress_values& values);

    // Lets the speed fall and a stall grow while nothing arrives, and ends a job whose abort is overdue; an engine that
    // sees time pass calls it some times a second.
    void tick();

private:
    // Not part of set_bytes, lest that saves registers that it has no use for.
    void set_bytes_under_lock(std::size_t index, std::uint64_t bytes);

    // The lock under which the books may be told of an update; none when they may not, since it is unknown or has
    // ended. What was told is for end_change() to publish. The event's time is set: see time_of_report().
    std::unique_lock<std::mutex>
    begin_change(std::size_t index, transfer_event& event, engine_fault when_late = engine_fault::after_the_end);

    // Tells the recorder, if there is one, under the lock. Those of several threads need not come in the order of their
    // times: what the event has afterwards is the time that counts.
    void write_down(std::size_t index, transfer_event& event) noexcept;

    void set_bytes_and_write_down(std::size_t index, std::uint64_t bytes);

    // The numbers of this instant, under the lock.
    progress_values values_now() const noexcept;

    // Publishes, unlocks, and tells the listener.
    void end_change(std::unique_lock<std::mutex>& lock, std::size_t index);

    // Ends the job if its abort limit is over, so that the limit holds even while nobody polls or waits but the engine
    // goes on reporting. Has unlocked when it returns true.
    bool closed_as_overdue(std::unique_lock<std::mutex>& lock, std::chrono::nanoseconds now);

    // The time, where it matters: if an abort was requested, for the sake of its limit, and to a recorder. Read before
    // the lock, as every time is: the clock may be the engine's, and its last use the end of the engine, which ends its
    // jobs.
    std::chrono::nanoseconds time_of_report() const;

    void end_rest(std::unique_lock<std::mutex>& lock, outcome result, std::chrono::nanoseconds now);

    // Unlocks, and says once that the job is completed.
    void leave(std::unique_lock<std::mutex>& lock, std::size_t index = no_update);

    // f(pauses) changes what is wanted; then whoever is concerned is told.
    template <class F>
    void change_pauses(transfer_event event, F&& f);

    // The same of the rest; under the lock.
    job_control& made_control();
    void obey() const;

    void notify_changed(std::size_t index = no_update) const noexcept;

    void publish();

    // Brings what a poll has shown to this instant, if nothing has changed since but bytes.
    bool try_refresh(polled_instant& instant) const noexcept;
    progress_snapshot poll_anew(polled_results* mine, com_ptr<const update_results> results) const;

    bool try_refresh(progress_snapshot& snapshot) const noexcept;
    void read_anew(progress_snapshot& snapshot) const;
    bool try_read_anew(progress_snapshot& snapshot) const noexcept;
    bool try_read_locked(progress_snapshot& snapshot) const noexcept;

    // False, too, while somebody is about to change the job.
    bool is_limit_over() const;

    // The same under the lock, at that time of the clock.
    bool is_limit_over(std::chrono::nanoseconds now) const;

    static constexpr std::size_t no_update = static_cast<std::size_t>(-1);

    const ledger_options m_options;
    const process_number m_process = this_process();
    const std::chrono::nanoseconds m_began;
    const com_ptr<update_table> m_table;
    const outcome m_aborted = outcome::aborted();
    shared_handle<ledger_listener> m_listener;
    std::stop_source m_stop;

    // Read without the lock.
    ledger_listener* m_change_listener = nullptr; // the listener, if it does
    std::shared_ptr<transfer_recorder> m_recorder;
    std::atomic<bool> m_completed{false};
    std::atomic<bool> m_abort_requested{false};
    std::atomic<bool> m_has_pauses{false};
    engine_fault_counts m_engine_faults;

    // Guards all writing to the books, and what else follows.
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    progress_accounting m_accounting;
    progress_values m_values;  // published last
    bool m_is_overdue = false; // the abort limit has ended it
    struct
    {
        bool is_steady = false;
        std::chrono::nanoseconds at{0};
    } m_limit_began;                        // the abort's
    std::unique_ptr<job_control> m_control; // null while there is nothing in it
    std::chrono::nanoseconds m_recorded_until{0};
    shared_handle<attempt_history> m_stories; // null before the first attempt
    shared_handle<file_results> m_files;      // null before the first file

    published_progress m_published; // read without the lock
};

} // namespace detail

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/ledger.ipp>
#endif
