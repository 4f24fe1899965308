// SPDX-License-Identifier: MIT
#pragma once

// The one mutable cell of a job: takes the engine's reports, keeps the progress contract whatever they say, and
// publishes the next snapshot.

#include <wua/model/bar_shares.hpp>
#include <wua/model/clock.hpp>
#include <wua/model/ledger_listener.hpp>
#include <wua/model/misreport.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/model/published_progress.hpp>
#include <wua/model/rate_meter.hpp>
#include <wua/model/running_sums.hpp>
#include <wua/model/update_log.hpp>
#include <wua/model/update_progress.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace wua
{

struct ledger_options
{
    time_source clock = steady_time;

    // After an abort the engine has this long to end every update; then the ledger ends them itself.
    std::chrono::nanoseconds abort_limit = std::chrono::seconds(5);

    // False: numbers that the engine records are published as they are (transfer::publish_recorded), so that clients
    // can be tested against what the real agent was seen doing. Everything else in the contract still holds.
    bool keeps_contract = true;
};

class ledger
{
public:
    // What a job may have to download, so that no sum of bytes ever overflows. Half of what 64 bits hold.
    static constexpr std::uint64_t most_bytes = unknown_bytes / 2;

    // updates must not be empty and hold no null: std::invalid_argument. hresult_error E_INVALIDARG when the sizes add
    // up to more than most_bytes.
    explicit ledger(std::vector<update_pointer> updates, ledger_options options = {})
        : m_options(std::move(options)),
          m_log(std::make_shared<update_log>(std::move(updates))),
          m_published(progress_values{}, *m_log)
    {
        if (m_log->size() == 0 || m_log->size() > std::numeric_limits<std::int32_t>::max())
        {
            throw std::invalid_argument("a job needs at least one update and at most 2147483647");
        }
        take_sizes();
        m_weight_total = share_bar(*m_log);
        m_unsized_limit = most_bytes / m_log->size();
        m_start_order.reserve(m_log->size());
        m_rate.look(m_options.clock());
        publish([] {});
    }

    ledger(const ledger&) = delete;
    ledger& operator=(const ledger&) = delete;

    // To be called before the engine starts, once.
    void listen(std::shared_ptr<ledger_listener> listener) noexcept
    {
        m_listener = std::move(listener);
        m_hears_changes = m_listener && m_listener->hears_changes() ? m_listener.get() : nullptr;
    }

    // ---- reading: any thread, at any time ----

    // The numbers of this instant. Takes no lock unless a writer was in the way 64 times in a row.
    progress_snapshot snapshot() const
    {
        progress_snapshot now({}, m_log);
        read(now);
        return now;
    }

    // The same into a snapshot that exists already; one of the same job costs no reference count, and is not copied
    // again where it is as it was.
    void read(progress_snapshot& snapshot) const noexcept
    {
        if (snapshot.m_log != m_log)
        {
            snapshot.m_log = m_log;
        }
        else if (m_published.try_refresh(snapshot.m_values, snapshot.m_version))
        {
            return;
        }
        snapshot.m_version = m_published.try_read(snapshot.m_values);
        if (snapshot.m_version == 0)
        {
            const std::lock_guard lock(m_mutex);
            snapshot.m_values = m_values;
            m_published.complete(snapshot.m_values);
        }
    }

    const std::shared_ptr<update_log>& log() const noexcept
    {
        return m_log;
    }
    std::size_t size() const noexcept
    {
        return m_log->size();
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
    outcome result() const
    {
        const std::lock_guard lock(m_mutex);
        if (m_values.state == job_state::completed)
        {
            return m_tally.combined();
        }
        return m_started == 0 ? outcome{} : outcome::in_progress();
    }

    // The index must be valid.
    update_progress progress_of(std::size_t index) const
    {
        const std::lock_guard lock(m_mutex);
        const update_record& record = (*m_log)[index];
        update_progress progress;
        progress.bytes_downloaded = record.bytes.load(std::memory_order_acquire);
        if (record.size != unknown_bytes)
        {
            progress.bytes_to_download = record.size;
        }
        progress.phase = record.phase;
        progress.attempt = record.attempt;
        progress.percent = record.percent();
        progress.result = m_log->result_at(index, m_started, m_finished);
        return progress;
    }

    // True once the update has its result. The index must be valid.
    bool is_finished(std::size_t index) const noexcept
    {
        return (*m_log)[index].finished.load(std::memory_order_acquire) != 0;
    }

    // Reports of the engine that made no sense and were contained.
    std::uint64_t misreports() const noexcept
    {
        return m_misreports.sum();
    }

    std::uint64_t misreports(misreport kind) const noexcept
    {
        return m_misreports.of(kind);
    }

    // ---- the caller's side ----

    // Sets the flag, wakes the engine through its stop_token, returns at once. Has no effect on a completed job.
    void request_abort()
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_values.state != job_state::running)
            {
                return;
            }
            m_abort_time = m_options.clock();
            m_abort_requested.store(true, std::memory_order_release);
            m_state = job_state::aborting;
            (*m_log)[m_current.load(std::memory_order_relaxed)].fast_until.store(0, std::memory_order_relaxed);
            publish([] {});
        }
        m_changed.notify_all();
        m_stop.request_stop();
        notify_changed();
    }

    // Ends a job that was aborted longer than abort_limit ago. True when the job is completed.
    bool close_if_overdue()
    {
        if (is_completed())
        {
            return true;
        }
        if (!is_abort_requested() || m_options.clock() - abort_time() < m_options.abort_limit)
        {
            return false;
        }
        finish_rest(m_aborted);
        return true;
    }

    std::chrono::nanoseconds abort_limit() const noexcept
    {
        return m_options.abort_limit;
    }

    // Blocks until the job is completed or the time is over; true when it is completed. Enforces the abort limit.
    bool wait_until(std::chrono::steady_clock::time_point deadline)
    {
        while (!close_if_overdue())
        {
            std::unique_lock lock(m_mutex);
            if (m_values.state == job_state::completed)
            {
                return true;
            }
            const auto now = std::chrono::steady_clock::now();
            if (now >= deadline)
            {
                return false;
            }
            // An aborted job is looked at again and again, since the limit is counted by the job's own clock.
            const auto look = m_values.state == job_state::aborting ? now + std::chrono::milliseconds(20) : deadline;
            const auto until = std::min(look, deadline);
            if (until == std::chrono::steady_clock::time_point::max())
            {
                m_changed.wait(lock);
            }
            else
            {
                m_changed.wait_until(lock, until);
            }
        }
        return true;
    }

    // ---- the engine's side: through transfer ----

    std::stop_token stop_token() const noexcept
    {
        return m_stop.get_token();
    }

    void start(std::size_t index)
    {
        change(index, [&](update_record& record) { begin(index, record); });
    }

    void set_size(std::size_t index, std::uint64_t size)
    {
        change(index,
               [&](update_record& record)
               {
                   begin(index, record);
                   const bool is_fixed =
                       m_log->updates()[index]->size().has_value() || record.attempt == record.size_attempt;
                   if (record.size == size)
                   {
                       record.size_attempt = record.attempt;
                       return;
                   }
                   if ((record.size != unknown_bytes && is_fixed) ||
                       size < record.bytes.load(std::memory_order_relaxed))
                   {
                       fail_misreport(index, record, misreport::size_changed,
                                      "the engine changed the size of the update while it was downloading");
                       return;
                   }
                   const std::uint64_t before = record.needed();
                   const std::uint64_t others = m_sums.bytes_known() - (before == unknown_bytes ? 0 : before);
                   if (others > most_bytes || std::max(size, record.best) > most_bytes - others)
                   {
                       fail_misreport(index, record, misreport::size_impossible,
                                      "the engine named a size that no update can have");
                       return;
                   }
                   const std::int32_t percent = record.percent();
                   change_sums(index, record,
                               [&]
                               {
                                   record.percent_floor = percent;
                                   record.size = size;
                                   record.size_attempt = record.attempt;
                               });
                   arm(record);
               });
    }

    // The bytes of the running attempt so far. Calls for one update must not overlap. Costs a few loads and one store
    // for the current update.
    void set_bytes(std::size_t index, std::uint64_t bytes)
    {
        if (index == m_current.load(std::memory_order_acquire))
        {
            update_record& record = (*m_log)[index];
            if (bytes <= record.fast_until.load(std::memory_order_relaxed) &&
                bytes >= record.bytes.load(std::memory_order_relaxed))
            {
                record.bytes.store(bytes, std::memory_order_release);
                notify_changed();
                return;
            }
        }
        set_bytes_under_lock(index, bytes);
    }

    void set_phase(std::size_t index, DownloadPhase phase)
    {
        change(index,
               [&](update_record& record)
               {
                   begin(index, record);
                   if (phase < record.phase || phase > dphVerifying)
                   {
                       note(misreport::phase_went_back);
                       return;
                   }
                   record.phase = phase;
               });
    }

    // The attempt has failed and another one begins, with `kept` bytes that need not be fetched again.
    void retry(std::size_t index, std::uint64_t kept)
    {
        change(index,
               [&](update_record& record)
               {
                   begin(index, record);
                   const std::uint64_t bytes = record.bytes.load(std::memory_order_relaxed);
                   if (kept > bytes)
                   {
                       note(misreport::kept_too_much);
                       kept = bytes;
                   }
                   record.percent_floor = record.percent();
                   record.best = std::max(record.best, bytes);
                   record.fast_until.store(0, std::memory_order_relaxed);
                   ++record.attempt;
                   record.phase = dphInitializing;
                   record.sampled = kept;
                   m_new_bytes = kept;
                   ++m_retries;
               });
    }

    void finish(std::size_t index, outcome result)
    {
        change(
            index,
            [&](update_record& record)
            {
                begin(index, record);
                if (!result.is_final())
                {
                    fail_misreport(index, record, misreport::no_result, "the engine ended the update without a result");
                    return;
                }
                note_unless_plausible(result);
                end(index, record, std::move(result));
            },
            misreport::finished_again);
    }

    // Ends every update that has not ended: as aborted when an abort was requested, else with the given outcome.
    void finish_rest(const outcome& rest)
    {
        std::unique_lock lock(m_mutex);
        if (m_values.state == job_state::completed)
        {
            return;
        }
        outcome result = is_abort_requested() ? m_aborted : copy_of(rest);
        if (!result.is_final())
        {
            note(misreport::no_result);
            result.code = orcFailed;
            result.hresult = wu_e_dm_unexpected;
        }
        note_unless_plausible(result);
        end_rest(lock, result);
    }

    // Publishes recorded numbers instead of the ledger's own, the same ones twice if they come twice, until the job is
    // completed: its end is the ledger's again. A job that keeps the contract ignores them.
    void publish_recorded(const progress_values& values)
    {
        std::unique_lock lock(m_mutex);
        if (m_options.keeps_contract || m_values.state == job_state::completed)
        {
            return;
        }
        const auto number = static_cast<std::uint16_t>(m_recorded.recorded_number + 1);
        m_recorded = values;
        m_recorded.recorded_number = number;
        m_recorded.is_live = false;
        m_recorded.weight_total = std::max<std::uint64_t>(values.weight_total, 1);
        m_recorded.current_index = std::min(values.current_index, static_cast<std::uint32_t>(m_log->size() - 1));
        m_has_recorded = true;
        publish([] {});
        lock.unlock();
        notify_changed();
    }

    // Lets the speed fall while nothing arrives, and ends a job whose abort is overdue; an engine that sees time pass
    // calls it some times a second.
    void tick()
    {
        std::unique_lock lock(m_mutex);
        if (m_values.state == job_state::completed || closed_as_overdue(lock))
        {
            return;
        }
        update_record& record = (*m_log)[m_current.load(std::memory_order_relaxed)];
        if (record.finished.load(std::memory_order_relaxed) == 0)
        {
            count_moved(record); // what came without the lock
        }
        m_rate.look(m_options.clock());
        publish([] {});
    }

private:
    // Not part of set_bytes, lest that saves registers that it has no use for.
    [[gnu::noinline]] void set_bytes_under_lock(std::size_t index, std::uint64_t bytes)
    {
        change(index,
               [&](update_record& record)
               {
                   begin(index, record);
                   const std::uint64_t before = record.bytes.load(std::memory_order_relaxed);
                   if (bytes > limit_of(record))
                   {
                       fail_misreport(index, record, misreport::bytes_beyond_size,
                                      "the engine reported more bytes than the update has");
                       return;
                   }
                   if (bytes < before)
                   {
                       note(misreport::bytes_went_back);
                       return;
                   }
                   if (record.phase == dphInitializing)
                   {
                       record.phase = dphDownloading;
                   }
                   change_sums(index, record, [&] { record.bytes.store(bytes, std::memory_order_release); });
                   count_moved(record);
                   m_rate.look(m_options.clock());
                   arm(record);
               });
    }

    // What the updates say of themselves.
    void take_sizes()
    {
        for (std::size_t i = 0; i != m_log->size(); ++i)
        {
            const update_pointer& update = m_log->updates()[i];
            if (!update)
            {
                throw std::invalid_argument("a job's update is null");
            }
            update_record& record = (*m_log)[i];
            if (const auto size = update->size())
            {
                if (*size > most_bytes - m_sums.bytes_known())
                {
                    throw hresult_error(e_invalidarg, "the sizes of a job's updates add up to more than 2^63 bytes");
                }
                record.size = *size;
            }
            m_sums.add(record);
        }
    }

    // No more bytes are believed.
    std::uint64_t limit_of(const update_record& record) const noexcept
    {
        return record.size == unknown_bytes ? m_unsized_limit : record.size;
    }

    // Runs f on the record of an update that has not ended, publishes, tells the listener.
    template <class F>
    void change(std::size_t index, F&& f, misreport when_late = misreport::after_the_end)
    {
        std::unique_lock lock(m_mutex);
        if (index >= m_log->size())
        {
            note(misreport::unknown_update);
            return;
        }
        if ((*m_log)[index].finished.load(std::memory_order_relaxed) != 0)
        {
            // After an abort limit has struck, late reports are no fault.
            if (m_values.state != job_state::completed || !is_abort_requested())
            {
                note(when_late);
            }
            return;
        }
        if (closed_as_overdue(lock))
        {
            return;
        }
        update_record& record = (*m_log)[index];
        m_new_bytes = unknown_bytes;
        f(record);
        publish(
            [&]
            {
                if (m_new_bytes != unknown_bytes)
                {
                    record.bytes.store(m_new_bytes, std::memory_order_release);
                }
            });
        if (m_new_bytes != unknown_bytes)
        {
            arm(record);
        }
        leave(lock);
    }

    // Ends the job if its abort limit is over, so that the limit holds even while nobody polls or waits but the engine
    // goes on reporting. Has unlocked when it returns true.
    bool closed_as_overdue(std::unique_lock<std::mutex>& lock)
    {
        if (m_state != job_state::aborting || m_options.clock() - m_abort_time < m_options.abort_limit)
        {
            return false;
        }
        end_rest(lock, m_aborted);
        return true;
    }

    void end_rest(std::unique_lock<std::mutex>& lock, const outcome& result)
    {
        for (std::size_t index = 0; index != m_log->size(); ++index)
        {
            update_record& record = (*m_log)[index];
            if (record.finished.load(std::memory_order_relaxed) == 0)
            {
                end(index, record, copy_of(result));
            }
        }
        publish([] {});
        leave(lock);
    }

    // Unlocks, and says once that the job is completed.
    void leave(std::unique_lock<std::mutex>& lock)
    {
        const bool is_last = m_values.state == job_state::completed && !m_completed.load(std::memory_order_relaxed);
        if (is_last)
        {
            m_completed.store(true, std::memory_order_release);
        }
        lock.unlock();
        notify_changed();
        if (is_last)
        {
            m_changed.notify_all();
            if (m_listener)
            {
                m_listener->completed();
            }
        }
    }

    void note(misreport kind) noexcept
    {
        m_misreports.note(kind);
    }

    void note_unless_plausible(outcome& result) noexcept
    {
        if (!make_plausible(result))
        {
            note(misreport::contradictory_result);
        }
    }

    void notify_changed() const noexcept
    {
        if (m_hears_changes != nullptr)
        {
            m_hears_changes->changed();
        }
    }

    void begin(std::size_t index, update_record& record)
    {
        if (record.attempt != 0)
        {
            return;
        }
        record.attempt = 1;
        m_start_order.push_back(static_cast<std::uint32_t>(index));
        record.started.store(++m_started, std::memory_order_release);
        arm(record);
        choose_current();
    }

    // The current update is the one that started first among those that have not ended.
    void choose_current()
    {
        while (m_next_current + 1 < m_start_order.size() &&
               (*m_log)[m_start_order[m_next_current]].finished.load(std::memory_order_relaxed) != 0)
        {
            ++m_next_current;
        }
        const std::size_t now = m_start_order[m_next_current];
        const std::size_t before = m_current.load(std::memory_order_relaxed);
        if (now == before)
        {
            return;
        }
        m_sums.change_current((*m_log)[before], (*m_log)[now]);
        arm((*m_log)[now]);
        // A report that sees it comes after the sums above.
        m_current.store(now, std::memory_order_release);
    }

    template <class F>
    void change_sums(std::size_t index, update_record& record, F&& f)
    {
        m_sums.change(record, index == m_current.load(std::memory_order_relaxed), f);
    }

    void end(std::size_t index, update_record& record, outcome result)
    {
        count_moved(record);
        change_sums(index, record,
                    [&]
                    {
                        if (result.is_success())
                        {
                            if (record.size == unknown_bytes)
                            {
                                record.size = record.bytes.load(std::memory_order_relaxed);
                            }
                            record.bytes.store(record.size, std::memory_order_release);
                        }
                        record.fast_until.store(0, std::memory_order_relaxed);
                        // An ended update takes its whole share of the bar, so that a bar comes to its end whatever the
                        // results were; an aborted one stays where it stopped.
                        record.percent_floor = result.code == orcAborted ? record.percent() : 100;
                    });
        m_tally.add(result);
        record.result = std::move(result);
        record.finished.store(++m_finished, std::memory_order_release);
        if (m_started != 0)
        {
            choose_current();
        }
        if (m_finished == m_log->size())
        {
            m_state = job_state::completed;
        }
    }

    void fail_misreport(std::size_t index, update_record& record, misreport kind, const char* what)
    {
        note(kind);
        outcome failure = outcome::failed(wu_e_dm_unexpected);
        try
        {
            failure.detail = what;
        }
        catch (const std::bad_alloc&)
        {
            // The code has to do.
        }
        end(index, record, std::move(failure));
    }

    // Says up to which byte reports need no lock: never beyond the size, and not so far that the speed grows old. After
    // an abort all of them take it, since the job may then be ended by another thread than the one that reports.
    void arm(update_record& record)
    {
        if (record.finished.load(std::memory_order_relaxed) != 0 || record.phase != dphDownloading ||
            m_state != job_state::running)
        {
            record.fast_until.store(0, std::memory_order_relaxed);
            return;
        }
        const std::uint64_t step = m_rate.bytes_until_look();
        const std::uint64_t bytes = record.bytes.load(std::memory_order_relaxed);
        const std::uint64_t limit = limit_of(record);
        record.fast_until.store(step < limit - bytes ? bytes + step : limit, std::memory_order_relaxed);
    }

    // Hands the speed the bytes that it has not seen yet.
    void count_moved(update_record& record)
    {
        const std::uint64_t bytes = record.bytes.load(std::memory_order_relaxed);
        m_rate.count(bytes - record.sampled);
        record.sampled = bytes;
    }

    template <class F>
    void publish(F&& also)
    {
        fill();
        m_published.store(m_values, also);
    }

    void fill()
    {
        progress_values& values = m_values;
        const bool is_recorded = m_has_recorded && m_state != job_state::completed;
        values = is_recorded ? m_recorded : progress_values{};
        const std::size_t index = m_current.load(std::memory_order_relaxed);
        const update_record& current = (*m_log)[index];
        values.update_count = static_cast<std::uint32_t>(m_log->size());
        values.started = m_started;
        values.finished = m_finished;
        values.retries = m_retries;
        values.state = m_state;
        if (is_recorded)
        {
            values.current_attempt = (*m_log)[values.current_index].attempt;
            return;
        }
        values.bytes_per_second = m_state == job_state::completed ? 0 : m_rate.bytes_per_second();
        values.bytes_to_download = m_sums.bytes_to_download();
        values.bytes_downloaded = m_sums.bytes_of_others();
        values.current_credited = current.best;
        values.current_bytes_to_download = current.size;
        values.weight_others = m_sums.weighted_percent_of_others();
        values.weight_total = m_weight_total;
        values.current_weight = current.weight;
        values.current_index = static_cast<std::uint32_t>(index);
        values.current_attempt = current.attempt;
        values.current_percent_floor = static_cast<std::int8_t>(current.percent_floor);
        values.phase = static_cast<std::uint8_t>(current.phase);
        values.is_live = current.finished.load(std::memory_order_relaxed) == 0;
        if (!values.is_live)
        {
            values.current_bytes_downloaded = current.bytes.load(std::memory_order_relaxed);
            values.current_credited = current.credited();
            values.bytes_downloaded += values.current_credited;
        }
    }

    std::chrono::nanoseconds abort_time() const
    {
        const std::lock_guard lock(m_mutex);
        return m_abort_time;
    }

    const ledger_options m_options;
    const std::shared_ptr<update_log> m_log;
    const outcome m_aborted = outcome::aborted();
    std::shared_ptr<ledger_listener> m_listener;
    std::stop_source m_stop;

    // Read without the lock.
    ledger_listener* m_hears_changes = nullptr; // the listener, if it does
    published_progress m_published;
    std::atomic<std::size_t> m_current{0};
    std::atomic<bool> m_completed{false};
    std::atomic<bool> m_abort_requested{false};
    misreport_counts m_misreports;

    // Guards everything below and all records but their bytes, and serves as the writers' turn.
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    progress_values m_values;
    progress_values m_recorded;
    bool m_has_recorded = false;
    job_state m_state = job_state::running;
    std::vector<std::uint32_t> m_start_order;
    std::size_t m_next_current = 0;
    running_sums m_sums;
    rate_meter m_rate;
    std::uint64_t m_weight_total = 1;
    std::uint64_t m_unsized_limit = 0;
    std::uint64_t m_new_bytes = unknown_bytes;
    std::uint32_t m_started = 0;
    std::uint32_t m_finished = 0;
    std::uint32_t m_retries = 0;
    outcome_tally m_tally;
    std::chrono::nanoseconds m_abort_time{0};
};

} // namespace wua
