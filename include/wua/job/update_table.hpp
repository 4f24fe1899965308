// SPDX-License-Identifier: MIT
#pragma once

// The table of a job's updates: the numbers and result of each, shared by the job and all its snapshots.

#include <wua/com/dynamic_array.hpp>
#include <wua/job/compact_outcome.hpp>
#include <wua/job/live_bytes.hpp>
#include <wua/model/outcome.hpp>
#include <wua/model/percent.hpp>
#include <wua/model/update_item.hpp>
#include <wua/model/update_results.hpp>
#include <wua/separate_compilation.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

// The place of an update among those that have started, or among those that have ended, from 1. Set once, under the
// ledger's lock; a thread that sees it also sees what was written before it was set.
class order_number
{
public:
    void set(std::uint32_t number) noexcept
    {
        m_number.store(number, std::memory_order_release);
    }

    // True once it is set and not greater than `count`.
    bool is_within(std::uint32_t count) const noexcept;
    bool is_set() const noexcept
    {
        return m_number.load(std::memory_order_acquire) != 0;
    }

private:
    std::atomic<std::uint32_t> m_number{0};
};

// The numbers of one update. Written under the ledger's lock, except for live_bytes, which has rules of its own.
struct update_record
{
    // Of the running attempt.
    live_bytes bytes;

    // The most bytes that an earlier attempt reached: a retry is credited only with bytes beyond them.
    std::uint64_t best = 0;

    std::uint64_t size = unknown_bytes;

    // The weight of this update in the job's percentage, and the least percentage that it shows.
    std::uint64_t weight = 0;
    std::int16_t percent_floor = 0;

    // The URL that is used, counted over all files of the update, from 1; 0: not reported.
    std::uint16_t asked_url = 0;

    DownloadPhase phase = dphInitializing;

    // The running attempt, from 1; 0 before the first. Then the attempt in which the size became known.
    std::uint32_t attempt = 0;
    std::uint32_t size_attempt = 0;

    // The bytes of this attempt that the rate meter has counted; once the update has ended, its final byte count.
    std::uint64_t sampled = 0;

    // A snapshot taken when n updates had ended shows those whose number is at most n.
    order_number started;
    order_number finished;

    // Written once, before `finished` is.
    compact_outcome result;

    // The bytes of the running or last attempt, without what a late report may still store.
    std::uint64_t known_bytes() const noexcept
    {
        return finished.is_set() ? sampled : bytes.load();
    }

    // The bytes credited to the job.
    std::uint64_t credited() const noexcept
    {
        return credited_bytes(known_bytes(), best);
    }

    // The bytes that the update takes up in the job's total, or unknown_bytes: a retry cannot make it less than what
    // has been counted.
    std::uint64_t needed() const noexcept
    {
        return size == unknown_bytes ? unknown_bytes : std::max(size, best);
    }

    // 100 only once the update has ended.
    std::int32_t percent() const noexcept
    {
        return update_percent(credited(), size, percent_floor);
    }

    std::uint64_t weighted_percent() const noexcept
    {
        return weight * static_cast<std::uint64_t>(percent());
    }
};

class update_table final : public update_results
{
public:
    explicit update_table(std::vector<update_pointer> updates);
    WUA_INLINE ~update_table() override;

    std::size_t size() const noexcept
    {
        return m_updates.size();
    }

    WUA_INLINE const std::vector<update_pointer>& updates() const noexcept override;

    update_record& operator[](std::size_t index) noexcept
    {
        return m_records[index];
    }
    const update_record& operator[](std::size_t index) const noexcept
    {
        return m_records[index];
    }

    WUA_INLINE outcome result_at(std::size_t index, std::uint32_t started, std::uint32_t finished) const override;

    /// For a completed job.
    outcome final_result(std::size_t index) const;

    WUA_INLINE outcome_tally tally_at(std::uint32_t finished) const noexcept override;

    WUA_INLINE std::string_view pause_reason(unsigned number) const noexcept override;

    // Under the ledger's lock: the number of that reason, the same for equal texts; 0 when no number is left. May throw
    // std::bad_alloc.
    unsigned number_of_reason(std::string&& reason);

    static constexpr unsigned max_reasons = 63;

private:
    // Entries are only appended, so that snapshots read the list without a lock.
    struct reason_entry
    {
        const std::string words;
        std::atomic<reason_entry*> next{nullptr};
    };

    std::vector<update_pointer> m_updates;
    dynamic_array<update_record> m_records;
    std::atomic<reason_entry*> m_reasons{nullptr};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/update_table.ipp>
#endif
