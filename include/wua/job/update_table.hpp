// SPDX-License-Identifier: MIT
#pragma once

// The table of a job's updates: the numbers and the result of each, shared by the job and all its snapshots.

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
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

// The place of an update among those that have started, or among those that have ended, from 1. Set once, under the
// ledger's lock; whoever sees it sees what was written before it was set.
class order_number
{
public:
    void set(std::uint32_t number) noexcept
    {
        m_number.store(number, std::memory_order_release);
    }

    // True once there is one, and it is not beyond `count`.
    bool is_within(std::uint32_t count) const noexcept;
    bool is_set() const noexcept
    {
        return m_number.load(std::memory_order_acquire) != 0;
    }

private:
    std::atomic<std::uint32_t> m_number{0};
};

// The numbers of one update. Written under the ledger's lock, except for the bytes, which see.
struct update_record
{
    // Of the running attempt.
    live_bytes bytes;

    // The most bytes that an earlier attempt reached: a retry is credited only beyond them.
    std::uint64_t best = 0;

    std::uint64_t size = unknown_bytes;

    // The share of this update in the job's percentage, and the percentage that it shows at least.
    std::uint64_t weight = 0;
    std::int16_t percent_floor = 0;

    // The URL that is asked, counted over all files of the update, from 1; 0: nobody has told of it.
    std::uint16_t asked_url = 0;

    DownloadPhase phase = dphInitializing;

    // The attempt that is running, 1 for the first; 0 before it. And the one that learnt the size.
    std::uint32_t attempt = 0;
    std::uint32_t size_attempt = 0;

    // The bytes of this attempt that the speed has counted already; once the update has ended, its bytes for ever.
    std::uint64_t sampled = 0;

    // A snapshot that was taken when n updates had ended shows those whose number is at most n.
    order_number started;
    order_number finished;

    // Written once, before `finished` is.
    compact_outcome result;

    // The bytes of the running attempt, or of the last one: what a late report may yet store is not among them.
    std::uint64_t known_bytes() const noexcept
    {
        return finished.is_set() ? sampled : bytes.load();
    }

    // The bytes that count for the job.
    std::uint64_t credited() const noexcept
    {
        return credited_bytes(known_bytes(), best);
    }

    // The bytes that the update takes up in the job's total, or unknown_bytes: a retry cannot make it less than what
    // was counted already.
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

    /// Of a job that is completed.
    outcome final_result(std::size_t index) const;

    WUA_INLINE outcome_tally tally_at(std::uint32_t finished) const noexcept override;

    WUA_INLINE std::string_view pause_reason(unsigned number) const noexcept override;

    // Under the ledger's lock: the number of that reason, the same for the same words; 0 when there is no number left.
    // May throw std::bad_alloc.
    unsigned number_of_reason(std::string&& reason);

    static constexpr unsigned max_reasons = 63;

private:
    // Only ever appended to, so that snapshots read it without a lock.
    struct reason_entry
    {
        const std::string words;
        std::atomic<reason_entry*> next{nullptr};
    };

    std::vector<update_pointer> m_updates;
    std::unique_ptr<update_record[]> m_records;
    std::atomic<reason_entry*> m_reasons{nullptr};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/update_table.ipp>
#endif
