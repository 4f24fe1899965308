// SPDX-License-Identifier: MIT
#pragma once

// The append-only table of a job: what happened to each update, shared by the job and all its snapshots.

#include <wua/job/compact_outcome.hpp>
#include <wua/model/outcome.hpp>
#include <wua/model/percent.hpp>
#include <wua/model/update_item.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace wua
{

// The size of an update that nobody knows yet.
inline constexpr std::uint64_t unknown_bytes = std::numeric_limits<std::uint64_t>::max();

// The numbers of one update. Written by the ledger alone, under its lock, except for bytes: those of the current update
// are stored by the thread that downloads it, with nothing but one store.
struct update_record
{
    // Bytes of the running attempt.
    std::atomic<std::uint64_t> bytes{0};

    // A report of at most this many bytes needs no lock. 0 before the update starts and after it ended.
    std::atomic<std::uint64_t> fast_until{0};

    // The most bytes that an earlier attempt reached: a retry is credited only beyond them.
    std::uint64_t best = 0;

    std::uint64_t size = unknown_bytes;

    // The share of this update in the job's percentage, and what it has at least of it, in percent.
    std::uint64_t weight = 0;
    std::int32_t percent_floor = 0;

    DownloadPhase phase = dphInitializing;

    // The attempt that is running, 1 for the first; 0 before it. And the one that learnt the size.
    std::uint32_t attempt = 0;
    std::uint32_t size_attempt = 0;

    // The bytes of this attempt that the speed has counted already.
    std::uint64_t sampled = 0;

    // The place of this update among those started and those finished, from 1; 0: not yet. A snapshot that was taken
    // when n had finished shows those with a place up to n.
    std::atomic<std::uint32_t> started{0};
    std::atomic<std::uint32_t> finished{0};

    // Written once, before finished is.
    compact_outcome result;

    // The bytes that count for the job.
    std::uint64_t credited() const noexcept
    {
        const std::uint64_t now = bytes.load(std::memory_order_relaxed);
        return now > best ? now : best;
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
        if (percent_floor == 100 || size == unknown_bytes)
        {
            return percent_floor;
        }
        return std::max(percent_floor, std::min(99, percent_of(credited(), size)));
    }

    std::uint64_t weighted_percent() const noexcept
    {
        return weight * static_cast<std::uint64_t>(percent());
    }
};

class update_table
{
public:
    explicit update_table(std::vector<update_pointer> updates)
        : m_updates(std::move(updates)),
          m_records(std::make_unique<update_record[]>(m_updates.size()))
    {}

    std::size_t size() const noexcept
    {
        return m_updates.size();
    }
    const std::vector<update_pointer>& updates() const noexcept
    {
        return m_updates;
    }

    update_record& operator[](std::size_t index) noexcept
    {
        return m_records[index];
    }
    const update_record& operator[](std::size_t index) const noexcept
    {
        return m_records[index];
    }

    // The state of one update at the instant when `started` had begun and `finished` had ended. The index must be
    // valid.
    outcome result_at(std::size_t index, std::uint32_t started, std::uint32_t finished) const
    {
        const update_record& record = m_records[index];
        const std::uint32_t end = record.finished.load(std::memory_order_acquire);
        if (end != 0 && end <= finished)
        {
            return record.result.get();
        }
        const std::uint32_t begin = record.started.load(std::memory_order_acquire);
        return begin != 0 && begin <= started ? outcome::in_progress() : outcome{};
    }

private:
    std::vector<update_pointer> m_updates;
    std::unique_ptr<update_record[]> m_records;
};

} // namespace wua
