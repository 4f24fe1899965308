// SPDX-License-Identifier: MIT
#pragma once

// The one mutable cell of a job: takes the engine's reports, keeps the progress contract whatever they say, and
// publishes the next snapshot.

#include <wua/model/clock.hpp>
#include <wua/model/misreport.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/model/seqlock.hpp>
#include <wua/model/update_log.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <cmath>
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

// Hears of a ledger's changes, on the thread that reported them, with no lock held.
class ledger_listener
{
public:
    virtual ~ledger_listener() = default;

    // Something a snapshot shows has changed. Called often; must return at once.
    virtual void changed() noexcept = 0;

    // The last update has ended. Called once; changed() may still be called by a report that was under way.
    virtual void completed() noexcept = 0;
};

struct ledger_options
{
    time_source clock = steady_time;

    // After an abort the engine has this long to end every update; then the ledger ends them itself.
    std::chrono::nanoseconds abort_limit = std::chrono::seconds(5);

    // False: numbers that the engine records are published as they are (transfer::publish_recorded), so that clients
    // can be tested against what the real agent was seen doing. Everything else in the contract still holds.
    bool keeps_contract = true;
};

// What the extension interfaces tell of one update, one coherent instant of it.
struct update_progress
{
    std::uint64_t bytes_downloaded = 0;
    std::optional<std::uint64_t> bytes_to_download;
    DownloadPhase phase = dphInitializing;
    std::uint32_t attempt = 0;
    std::int32_t percent = 0;
    outcome result;
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
          m_published(progress_values{})
    {
        if (m_log->size() == 0 || m_log->size() > std::numeric_limits<std::int32_t>::max())
        {
            throw std::invalid_argument("a job needs at least one update and at most 2147483647");
        }
        weigh();
        m_start_order.reserve(m_log->size());
        m_last_sample = m_options.clock();
        publish([] {});
    }

    ledger(const ledger&) = delete;
    ledger& operator=(const ledger&) = delete;

    // To be called before the engine starts, once.
    void listen(std::shared_ptr<ledger_listener> listener) noexcept
    {
        m_listener = std::move(listener);
    }

    // ---- reading: any thread, at any time ----

    // Copies the numbers of this instant. Takes no lock unless a writer was in the way 64 times in a row.
    void read(progress_values& values) const noexcept
    {
        std::uint64_t live = 0;
        const auto bytes_of_current = [&](const progress_values& torn) noexcept
        {
            const std::size_t index = torn.current_index;
            live = index < m_log->size() ? (*m_log)[index].bytes.load(std::memory_order_acquire) : 0;
        };
        if (!m_published.try_load(values, 64, bytes_of_current))
        {
            const std::lock_guard lock(m_mutex);
            values = m_values;
            bytes_of_current(values);
        }
        if (values.is_live)
        {
            values.current_bytes_downloaded = live;
            values.current_credited = std::max(values.current_credited, live);
            values.bytes_downloaded += values.current_credited;
        }
    }

    progress_snapshot snapshot() const
    {
        progress_values values;
        read(values);
        return {values, m_log};
    }

    // The same into a snapshot that exists already; one of the same job costs no reference count.
    void read(progress_snapshot& snapshot) const noexcept
    {
        if (snapshot.m_log != m_log)
        {
            snapshot.m_log = m_log;
        }
        read(snapshot.m_values);
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
        progress.percent = percent_done(record);
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
        std::uint64_t sum = 0;
        for (const auto& count : m_misreports)
        {
            sum += count.load(std::memory_order_relaxed);
        }
        return sum;
    }

    std::uint64_t misreports(misreport kind) const noexcept
    {
        return m_misreports[static_cast<std::size_t>(kind)].load(std::memory_order_relaxed);
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
                   const std::uint64_t before = needed(record);
                   const std::uint64_t others = m_total - (before == unknown_bytes ? 0 : before);
                   if (others > most_bytes || std::max(size, record.best) > most_bytes - others)
                   {
                       fail_misreport(index, record, misreport::size_impossible,
                                      "the engine named a size that no update can have");
                       return;
                   }
                   const std::int32_t percent = percent_done(record);
                   rebase(index, record,
                          [&]
                          {
                              m_unsized -= before == unknown_bytes ? 1 : 0;
                              record.percent_floor = percent;
                              record.size = size;
                              record.size_attempt = record.attempt;
                          });
                   m_total = others + needed(record);
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
                   rebase(index, record, [&] { record.bytes.store(bytes, std::memory_order_release); });
                   count_moved(record);
                   update_rate();
                   arm(record);
               });
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
                   record.percent_floor = percent_done(record);
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
                make_plausible(result);
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
        make_plausible(result);
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
        update_rate();
        publish([] {});
    }

private:
    // Sizes decide how much of the bar belongs to an update. Updates whose size is not known share one half evenly, and
    // keep their share when the size is learnt, so that the percentage never goes back.
    void weigh()
    {
        update_log& log = *m_log;
        const std::uint64_t count = log.size();
        std::uint64_t unsized = 0;
        std::uint64_t largest = 0;
        for (std::size_t i = 0; i != count; ++i)
        {
            if (!log.updates()[i])
            {
                throw std::invalid_argument("a job's update is null");
            }
            if (const auto size = log.updates()[i]->size())
            {
                log[i].size = *size;
                largest = std::max(largest, *size);
                if (*size > most_bytes - m_total)
                {
                    throw hresult_error(e_invalidarg, "the sizes of a job's updates add up to more than 2^63 bytes");
                }
                m_total += *size;
            }
            else
            {
                ++unsized;
            }
        }
        m_unsized = unsized;
        m_unsized_limit = most_bytes / count;
        // Weights are scaled so that 100 times their sum fits 64 bits: sum <= count * largest * max(unsized, 1) * 2.
        const auto bits =
            static_cast<int>(std::bit_width(largest) + std::bit_width(count) + std::bit_width(unsized)) + 8;
        const int shift = std::clamp(bits - 64, 0, 63);
        std::uint64_t sized_weight = 0;
        for (std::size_t i = 0; i != count; ++i)
        {
            sized_weight += log[i].size == unknown_bytes ? 0 : log[i].size >> shift;
        }
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i != count; ++i)
        {
            const bool is_sized = log[i].size != unknown_bytes;
            if (sized_weight == 0)
            {
                log[i].weight = 1;
            }
            else if (unsized == 0)
            {
                log[i].weight = log[i].size >> shift;
            }
            else
            {
                log[i].weight = is_sized ? (log[i].size >> shift) * unsized : sized_weight;
            }
            sum += log[i].weight;
        }
        m_weight_total = sum;
    }

    // The bytes that an update takes up in the job's total: a retry cannot make it less than what was counted already.
    static std::uint64_t needed(const update_record& record) noexcept
    {
        return record.size == unknown_bytes ? unknown_bytes : std::max(record.size, record.best);
    }

    // No more bytes are believed.
    std::uint64_t limit_of(const update_record& record) const noexcept
    {
        return record.size == unknown_bytes ? m_unsized_limit : record.size;
    }

    static std::int32_t percent_done(const update_record& record) noexcept
    {
        if (record.percent_floor == 100 || record.size == unknown_bytes)
        {
            return record.percent_floor;
        }
        return std::max(record.percent_floor, std::min(99, percent_of(record.credited(), record.size)));
    }

    static std::uint64_t weighted(const update_record& record) noexcept
    {
        return record.weight * static_cast<std::uint64_t>(percent_done(record));
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
        m_misreports[static_cast<std::size_t>(kind)].fetch_add(1, std::memory_order_relaxed);
    }

    void notify_changed() const noexcept
    {
        if (m_listener)
        {
            m_listener->changed();
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
        m_others_bytes += (*m_log)[before].credited();
        m_others_weighted += weighted((*m_log)[before]);
        m_others_bytes -= (*m_log)[now].credited();
        m_others_weighted -= weighted((*m_log)[now]);
        arm((*m_log)[now]);
        // A report that sees it comes after the sums above.
        m_current.store(now, std::memory_order_release);
    }

    // Changes what an update counts for, and keeps the sums over all but the current one right.
    template <class F>
    void rebase(std::size_t index, update_record& record, F&& f)
    {
        const bool is_other = index != m_current.load(std::memory_order_relaxed);
        if (is_other)
        {
            m_others_bytes -= record.credited();
            m_others_weighted -= weighted(record);
        }
        f();
        if (is_other)
        {
            m_others_bytes += record.credited();
            m_others_weighted += weighted(record);
        }
    }

    void end(std::size_t index, update_record& record, outcome result)
    {
        const std::uint64_t before = needed(record);
        count_moved(record);
        rebase(index, record,
               [&]
               {
                   if (result.is_success())
                   {
                       const std::uint64_t bytes = record.bytes.load(std::memory_order_relaxed);
                       if (record.size == unknown_bytes)
                       {
                           record.size = bytes;
                           --m_unsized;
                       }
                       record.bytes.store(record.size, std::memory_order_release);
                   }
                   record.fast_until.store(0, std::memory_order_relaxed);
                   // An ended update takes its whole share of the bar, so that a bar comes to its end whatever the
                   // results were; an aborted one stays where it stopped.
                   record.percent_floor = result.code == orcAborted ? percent_done(record) : 100;
               });
        m_total =
            m_total - (before == unknown_bytes ? 0 : before) + (needed(record) == unknown_bytes ? 0 : needed(record));
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

    // The code and the HRESULT of an outcome must not contradict each other. A success that brings a failure's code is
    // taken for a failure, since a client may act on either.
    void make_plausible(outcome& result) noexcept
    {
        if (result.code == orcSucceeded && failed(result.hresult))
        {
            note(misreport::contradictory_result);
            result.code = orcFailed;
        }
        else if (result.code == orcFailed && succeeded(result.hresult))
        {
            result.hresult = wu_e_download_failed;
        }
        else if (result.code == orcAborted && succeeded(result.hresult))
        {
            result.hresult = wu_e_call_cancelled;
        }
    }

    // Without the words where there is no memory for them: an update always gets its result.
    static outcome copy_of(const outcome& result)
    {
        try
        {
            return result;
        }
        catch (const std::bad_alloc&)
        {
            return {result.code, result.hresult, result.native, {}};
        }
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
        constexpr double sampling = 0.05; // seconds
        const auto step = static_cast<std::uint64_t>(std::clamp(m_rate * sampling, 65536.0, 1e12));
        const std::uint64_t bytes = record.bytes.load(std::memory_order_relaxed);
        const std::uint64_t limit = limit_of(record);
        record.fast_until.store(step < limit - bytes ? bytes + step : limit, std::memory_order_relaxed);
    }

    // Hands the speed the bytes that it has not seen yet.
    void count_moved(update_record& record)
    {
        const std::uint64_t bytes = record.bytes.load(std::memory_order_relaxed);
        m_moved += bytes - record.sampled;
        record.sampled = bytes;
    }

    // An exponential average over some three seconds, and a plain one before so much time has passed; counted from the
    // first byte on, and looked at no more often than every 50 ms.
    void update_rate()
    {
        const std::chrono::nanoseconds now = m_options.clock();
        if (!m_has_first_byte)
        {
            m_has_first_byte = m_moved != 0;
            m_moved = 0;
            m_last_sample = now;
            return;
        }
        const double seconds = std::chrono::duration<double>(now - m_last_sample).count();
        if (seconds < 0.05)
        {
            return;
        }
        constexpr double memory = 3.0;
        m_rate_seconds += seconds;
        const double trust = std::max(1 - std::exp(-seconds / memory), seconds / m_rate_seconds);
        m_rate += (static_cast<double>(m_moved) / seconds - m_rate) * trust;
        m_moved = 0;
        m_last_sample = now;
    }

    template <class F>
    void publish(F&& also)
    {
        fill();
        m_published.store_while(m_values, [&] { also(); });
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
        values.bytes_per_second = m_state == job_state::completed ? 0 : m_rate;
        values.bytes_to_download = m_unsized == 0 ? m_total : unknown_bytes;
        values.bytes_downloaded = m_others_bytes;
        values.current_credited = current.best;
        values.current_bytes_to_download = current.size;
        values.weight_others = m_others_weighted;
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
    seqlock<progress_values> m_published;
    std::atomic<std::size_t> m_current{0};
    std::atomic<bool> m_completed{false};
    std::atomic<bool> m_abort_requested{false};
    std::array<std::atomic<std::uint64_t>, misreport_count> m_misreports{};

    // Guards everything below and all records but their bytes, and serves as the writers' turn.
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    progress_values m_values;
    progress_values m_recorded;
    bool m_has_recorded = false;
    job_state m_state = job_state::running;
    std::vector<std::uint32_t> m_start_order;
    std::size_t m_next_current = 0;
    std::uint64_t m_others_bytes = 0;
    std::uint64_t m_others_weighted = 0;
    std::uint64_t m_weight_total = 1;
    std::uint64_t m_total = 0;
    std::uint64_t m_unsized = 0;
    std::uint64_t m_unsized_limit = 0;
    std::uint64_t m_new_bytes = unknown_bytes;
    std::uint32_t m_started = 0;
    std::uint32_t m_finished = 0;
    std::uint32_t m_retries = 0;
    outcome_tally m_tally;
    std::chrono::nanoseconds m_abort_time{0};
    std::chrono::nanoseconds m_last_sample{0};
    std::uint64_t m_moved = 0;
    double m_rate = 0;
    double m_rate_seconds = 0;
    bool m_has_first_byte = false;
};

} // namespace wua
