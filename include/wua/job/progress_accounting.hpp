// SPDX-License-Identifier: MIT
#pragma once

// Turns the reports of an engine into the numbers of a job, which keep the progress contract whatever is reported.

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
#include <memory>
#include <vector>

namespace wua::detail
{

class pause_tracker;

// Written by one thread at a time; only try_set_bytes() may come from another one meanwhile. An index must be valid,
// and reports are about updates that have not ended. The log and the counts must outlive it.
class progress_accounting
{
public:
    // What a job may have to download, so that no sum of bytes ever overflows. Half of what 64 bits hold.
    static constexpr std::uint64_t max_bytes = unknown_bytes / 2;

    // The log must not be empty and hold no null: std::invalid_argument. hresult_error E_INVALIDARG when the sizes add
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

    // Stores the bytes with which a new attempt begins, or the first ones of it, if any came: to be called after each
    // report, while the values that say so are being published.
    void store_new_bytes() noexcept;

    // For the current update, within limits, this is all there is to a report of bytes; see live_bytes.
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

    // Whom the update asks.
    void set_url(std::size_t index, url_place place) noexcept;

    // See store_new_bytes().
    void retry(std::size_t index, std::uint64_t kept);

    void finish(std::size_t index, outcome result);

    // Ends every update that has not ended.
    void finish_rest(outcome result);

    // From now on try_set_bytes() leaves all reports to set_bytes().
    void begin_abort() noexcept;

    // Lets the speed fall while nothing arrives.
    void look(std::chrono::nanoseconds now) noexcept;

    // Who wants what to be paused. Null before anybody has.
    const pause_tracker* pauses() const noexcept
    {
        return m_pauses.get();
    }

    // Made when it is first asked for, which may throw bad_alloc. note_pauses() is to be called after a change.
    pause_tracker& made_pauses();

    // For which reason the engine holds the job; 0: for none.
    void set_pause_reason(unsigned number) noexcept
    {
        m_pause_reason = number;
    }

    // The engine has stopped the update.
    void stop(std::size_t index) noexcept;

    // Before values() are to be published: the job may have come to rest, or go on.
    void note_pauses() noexcept
    {
        if (m_pauses)
        {
            count_pauses();
        }
    }

    // Numbers to be published instead of the accounting's own, until the job is completed: its end is the accounting's
    // again.
    void show_recorded(const progress_values& values) noexcept;

private:
    // What the updates say of themselves.
    void take_sizes();

    void count_pauses() noexcept;

    bool is_at_rest(std::size_t index) const noexcept;

    // An update has begun that is neither being verified nor stands still.
    bool expects_bytes() const noexcept;

    // No more bytes are believed.
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

    // Says up to which byte reports of the current update need no lock: never beyond the size, and not so far that the
    // speed grows old. Those of other updates change the sums, and after an abort the job may be ended by another
    // thread than the one that reports: then each takes the lock.
    void arm(std::size_t index, update_record& record, std::uint64_t bytes);

    // Hands the speed the bytes that it has not seen yet.
    void count_moved(update_record& record, std::uint64_t bytes);

    const bool m_takes_sizes; // of the items
    update_table& m_table;
    engine_fault_counts& m_engine_faults;
    std::size_t m_current = 0;
    job_state m_state = job_state::running;
    running_sums m_sums;
    rate_meter m_rate;
    outcome_tally m_tally;
    std::vector<std::uint32_t> m_start_order;
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
    bool m_has_moved = false; // something has, since pauses were counted
    std::uint16_t m_pause_count = 0;
    unsigned m_pause_reason = 0;
    std::unique_ptr<pause_tracker> m_pauses;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/progress_accounting.ipp>
#endif
