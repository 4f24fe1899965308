// SPDX-License-Identifier: MIT
#pragma once

// How often, how soon and for how long a failed download is retried.

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace wua
{

/// All times are measured by the engine's clock, and range from 0 to a hundred years. Zero means no limit.
struct retry_policy
{
    /// A longer time could not be added to the engine's time.
    static constexpr std::chrono::milliseconds max_time = std::chrono::hours(24 * 365 * 100);

    /// How many consecutive tries of one URL may bring nothing new. A try that brings `progress` bytes, at least 1,
    /// beyond what any try of the file has reached restarts the count.
    std::uint32_t attempts = 5;
    std::uint64_t progress = 1U << 20U;

    /// A file is given up when more bytes than this were received in vain or repeatedly; but it may always be fetched
    /// once from each of its URLs, and once more.
    std::uint64_t wasted_bytes = 64U << 20U;

    /// The delay before the second try of a URL, doubled before each further one. Other mirrors are tried at once. 0:
    /// the same URL is, too.
    std::chrono::milliseconds first_delay{500};
    std::chrono::milliseconds max_delay{30'000};

    /// The random share of each delay, 0 to 1, so that many clients do not come back at the same time.
    double jitter = 0.5;

    /// Retry-After is obeyed up to this; a server that demands more is given up.
    std::chrono::milliseconds max_retry_after{300'000};

    /// The first limits establishing a connection; the second a response with all its bytes; the third an update with
    /// all its attempts and delays.
    std::chrono::milliseconds connect_deadline{30'000};
    std::chrono::milliseconds attempt_deadline{0};
    std::chrono::milliseconds total_deadline{0};

    /// How long an update waits, before it fails, while the system lacks a resource such as file descriptors or another
    /// program holds a file. The URLs are not blamed.
    std::chrono::milliseconds busy_deadline{60'000};

    /// An attempt that receives fewer than stall_bytes, at least 1, within stall_time is given up, even if the server
    /// has sent nothing at all.
    std::uint64_t stall_bytes = 1024;
    std::chrono::milliseconds stall_time{60'000};

    /// The delay before a URL's next try, after it failed `failures` times in a row (at least 1).
    template <class Random>
    std::chrono::nanoseconds delay(std::uint32_t failures, Random& random) const
    {
        const std::uint32_t doublings = std::min<std::uint32_t>(failures > 0 ? failures - 1 : 0, 40);
        const std::chrono::milliseconds limit = max_delay.count() != 0 ? max_delay : max_time;
        const double whole = std::min(static_cast<double>(first_delay.count()) * static_cast<double>(1ULL << doublings),
                                      static_cast<double>(limit.count()));
        const double share = static_cast<double>(random() >> 11U) * 0x1p-53;
        const double milliseconds = whole * (1 - std::clamp(jitter, 0.0, 1.0) * share);
        return std::chrono::nanoseconds(static_cast<std::int64_t>(milliseconds * 1e6));
    }
};

} // namespace wua
