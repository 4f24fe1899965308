// SPDX-License-Identifier: MIT
#pragma once

// The numbers of a job at one moment, as a poll copies them.

#include <wua/model/percent.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/enums.hpp>

#include <cstdint>

namespace wua
{

/// What a job is doing.
enum class job_state : std::uint8_t
{
    running,
    aborting,  ///< an abort was requested; updates may still end, with any result
    completed, ///< every update has its result, whatever it is; nothing changes any more
    paused,    ///< every update that has not ended has come to rest, because somebody wants it to
};

/// The numbers at one moment: plain words that the job publishes and a poll copies.
struct progress_values
{
    /// The job, in bytes. What an update received before a retry counts once.
    std::uint64_t bytes_downloaded = 0;
    std::uint64_t bytes_to_download = unknown_bytes;

    /// The current update, in bytes of its running attempt.
    std::uint64_t current_bytes_downloaded = 0;
    std::uint64_t current_bytes_to_download = unknown_bytes;

    /// Smoothed, over all updates of the job; 0 until it is known.
    double bytes_per_second = 0;

    /// Smoothed for longer, for estimating the time left; 0 until it is known.
    float steady_bytes_per_second = 0;

    /// For how many seconds no bytes have arrived although they should; 0 while fewer than five.
    std::uint32_t stalled_seconds = 0;

    /// The inputs of the percentages, which are computed on demand: the sum of weight times percentage over all updates
    /// except the current one, the sum of all weights, and the weight and the credited bytes of the current update.
    std::uint64_t weight_others = 0;
    std::uint64_t weight_total = 1;
    std::uint64_t current_weight = 0;
    std::uint64_t current_credited = 0;

    std::uint32_t update_count = 0;
    std::uint32_t current_index = 0;
    std::uint32_t started = 0;
    std::uint32_t finished = 0;

    /// Attempts beyond the first, over all updates of the job.
    std::uint32_t retries = 0;

    /// The running attempt of the current update, from 1; 0 before it has started.
    std::uint32_t current_attempt = 0;

    /// The least percentage of the current update, because an earlier attempt reached it or the update has ended.
    std::int8_t current_percent_floor = 0;

    /// Recorded percentages of a job whose numbers do not follow the contract; negative: they are computed.
    std::int8_t recorded_percent = -1;
    std::int8_t recorded_current_percent = -1;

    std::uint8_t phase = dphInitializing;
    job_state state = job_state::running;

    /// True while the bytes of the current update have to be read separately from these numbers.
    bool is_live : 1 = true;

    bool is_current_paused : 1 = false;

    /// See update_results::pause_reason().
    std::uint8_t pause_reason : 6 = 0;

    /// Counts pauses of the job and recorded numbers, so that each is reported even if its numbers equal those before.
    std::uint16_t event_number = 0;

    bool operator==(const progress_values&) const = default;
};
static_assert(sizeof(progress_values) == 112);

namespace detail
{

// The percentages computed from the values; see progress_snapshot.
std::int32_t percent_of_job(const progress_values& values) noexcept;
std::int32_t percent_of_current_update(const progress_values& values) noexcept;

} // namespace detail

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/progress_values.ipp>
#endif
