// SPDX-License-Identifier: MIT
#pragma once

// Turns an engine's reports into the numbers of a job, which keep the progress contract whatever is reported.

#include <wua/com/dynamic_array.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/job/engine_fault.hpp>
#include <wua/job/rate_meter.hpp>
#include <wua/job/running_sums.hpp>
#include <wua/job/update_table.hpp>
#include <wua/model/outcome.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/model/update_progress.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace wua::detail
{

class pause_tracker;

// Written by one thread at a time; only try_set_bytes() may run at the same time on another. Indices must be valid, and
// reports must concern updates that have not ended. The log and the counts must outlive it.
class progress_accounting
{
public:
    // The most bytes that a job may have to download, so that no sum overflows: half the range of 64 bits.
    static constexpr std::uint64_t max_bytes = unknown_bytes / 2;

    // The log must not be empty or contain null: std::invalid_argument. hresult_error E_INVALIDARG when the sizes add
    // up to more than max_bytes.
    progress_accounting(update_table& log, engine_fault_counts& engine_faults, std::chrono::nanoseconds now,
                        bool takes_sizes = true);

    progress_accounting(const progress_accounting&) = delete;
    progress_accounting& operator=(const progress_accounting&) = delete;
    ~progress_accounting();

    job_state state() const noexcept
    {
        return m_state;
    }

    bool has_ended(std::size_t index) const noexcept
    {
        return m_table[index].finished.is_set();
    }

    // The result of the whole job: orcNotStarted, orcInProgress, or the combination of all outcomes.
    outcome result() const;

    update_progress progress_of(std::size_t index) const;

    // What is to be published.
    progress_values values() const;

    // Stores the bytes with which a new attempt begins, or its first bytes, if there are any. Call it after each
    // report, while the corresponding values are being published.
    void store_new_bytes() noexcept;

    // For the current update, within limits, a report of bytes needs nothing else; see live_bytes.
    bool try_set_bytes(std::size_t index, std::uint64_t bytes) noexcept
    {
        return index < m_table.size() && m_table[index].bytes.try_store(bytes);
    }

    void start(std::size_t index)
    {
        begin(index, m_table[index]);
    }

    void set_bytes(std::size_t index, std::uint64_t bytes, std::chrono::nanoseconds now);

    void set_size(std::size_t index, std::uint64_t size);

    void set_phase(std::size_t index, DownloadPhase phase);

    // Which URL the update is fetched from.
    void set_url(std::size_t index, url_place place) noexcept;

    // See store_new_bytes().
    void retry(std::size_t index, std::uint64_t kept);

    void finish(std::size_t index, outcome result);

    // Ends every update that has not ended.
    void finish_rest(outcome result);

    // Makes try_set_bytes() leave all reports to set_bytes() from now on.
    void begin_abort() noexcept;

    // Lets the speed fall while nothing arrives.
    void look(std::chrono::nanoseconds now) noexcept;

    // Which pauses are wanted. Null until the first one.
    const pause_tracker* pauses() const noexcept
    {
        return m_pauses.get();
    }

    // Creates it on first use, which may throw bad_alloc. Call note_pauses() after a change.
    pause_tracker& made_pauses();

    // Why the engine holds the job; 0: no reason.
    void set_pause_reason(unsigned number) noexcept
    {
        m_pause_reason = number;
    }

    // The engine has stopped the update.
    void stop(std::size_t index) noexcept;

    // Call before values() are published: the job may have come to rest, or continued.
    void note_pauses() noexcept
    {
        if (m_pauses)
        {
            count_pauses();
        }
    }

    // Publishes these numbers instead of the accounting's own, which return when the job is completed.
    void show_recorded(const progress_values& values) noexcept;

private:
    // Takes the sizes that the updates state.
    void take_sizes();

    void count_pauses() noexcept;

    bool is_at_rest(std::size_t index) const noexcept;

    // True when an update has begun that is neither being verified nor paused.
    bool expects_bytes() const noexcept;

    // Reports of more bytes than this are not believed.
    std::uint64_t limit_of(const update_record& record) const noexcept
    {
        return record.size == unknown_bytes ? m_unsized_limit : record.size;
    }

    void note(engine_fault kind) noexcept
    {
        m_engine_faults.note(kind);
    }

    void note_unless_plausible(outcome& result) noexcept;

    template <class F>
    void change_sums(std::size_t index, update_record& record, F&& f)
    {
        m_sums.change(record, index == m_current, f);
    }

    void begin(std::size_t index, update_record& record);

    // The current update is the one that started first among those that have not ended.
    void choose_current();

    void end(std::size_t index, update_record& record, outcome result);

    void fail_for(std::size_t index, update_record& record, engine_fault kind, const char* what);

    // Sets up to which byte reports of the current update need no lock: never beyond the size, and not so far that the
    // speed becomes outdated. Reports of other updates change the sums, and after an abort a thread other than the
    // reporter may end the job: in these cases each report takes the lock.
    void arm(std::size_t index, update_record& record, std::uint64_t bytes);

    // Gives the rate meter the bytes that it has not seen yet.
    void count_moved(update_record& record, std::uint64_t bytes) noexcept;

    // The same for what came by try_set_bytes().
    void count_current() noexcept;

    const bool m_takes_sizes; // from the items
    update_table& m_table;
    engine_fault_counts& m_engine_faults;
    std::size_t m_current = 0;
    job_state m_state = job_state::running;
    running_sums m_sums;
    rate_meter m_rate;
    outcome_tally m_tally;
    dynamic_array<std::uint32_t> m_start_order; // of the m_started first
    std::size_t m_next_current = 0;
    std::uint64_t m_weight_total = 1;
    std::uint64_t m_unsized_limit = 0;
    std::uint64_t m_new_bytes = unknown_bytes;
    std::size_t m_new_bytes_of = 0;
    std::uint32_t m_started = 0;
    std::uint32_t m_finished = 0;
    std::uint32_t m_retries = 0;
    progress_values m_recorded;
    bool m_has_recorded = false;
    bool m_is_paused = false;
    bool m_has_moved = false; // something has moved since pauses were last counted
    std::uint16_t m_pause_count = 0;
    unsigned m_pause_reason = 0;
    shared_handle<pause_tracker> m_pauses;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/progress_accounting.ipp>
#endif
