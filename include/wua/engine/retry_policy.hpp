// SPDX-License-Identifier: MIT
#pragma once

// How often, how soon and for how long a failed download is tried again.

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace wua
{

/// All times are counted on the engine's clock, from 0 to a hundred years. Zero means: no limit.
struct retry_policy
{
    /// A longer one could not be added to the engine's time.
    static constexpr std::chrono::milliseconds max_time = std::chrono::hours(24 * 365 * 100);

    /// Tries of one URL in a row that brought nothing new; a try that brought `progress` bytes, 1 at least, beyond what
    /// any try of the file has reached begins the count anew.
    std::uint32_t attempts = 5;
    std::uint64_t progress = 1U << 20U;

    /// A file of which more bytes than this were received in vain, or more than once, is given up; it may always be
    /// fetched once from each of its URLs and once more.
    std::uint64_t wasted_bytes = 64U << 20U;

    /// Before the second try of a URL, doubled before each further one. Other mirrors are tried at once. 0: so is the
    /// same one.
    std::chrono::milliseconds first_delay{500};
    std::chrono::milliseconds max_delay{30'000};

    /// The share of each delay that is left to chance, 0 to 1, so that many clients do not come back at the same time.
    double jitter = 0.5;

    /// Retry-After is obeyed up to this; a server that wants more is given up.
    std::chrono::milliseconds max_retry_after{300'000};

    /// A connection has to be made within the first; a response and all its bytes have to come within the second; an
    /// update with all its attempts and waits has to end within the third.
    std::chrono::milliseconds connect_deadline{30'000};
    std::chrono::milliseconds attempt_deadline{0};
    std::chrono::milliseconds total_deadline{0};

    /// Where the system lacks something for the moment, such as file descriptors, or another program holds a file, an
    /// update waits so long before it fails. The URLs are not blamed.
    std::chrono::milliseconds busy_deadline{60'000};

    /// An attempt that brings fewer than stall_bytes, 1 at least, in stall_time is given up, also while the server says
    /// nothing at all.
    std::uint64_t stall_bytes = 1024;
    std::chrono::milliseconds stall_time{60'000};

    /// The wait before a URL's next try, after it failed `failures` times in a row (at least 1).
    template <class Random>
    std::chrono::nanoseconds delay(std::uint32_t failures, Random& random) const
    {
        const std::uint32_t doublings = std::min<std::uint32_t>(failures > 0 ? failures - 1 : 0, 40);
        const std::chrono::milliseconds longest = max_delay.count() != 0 ? max_delay : max_time;
        const double whole = std::min(static_cast<double>(first_delay.count()) * static_cast<double>(1ULL << doublings),
                                      static_cast<double>(longest.count()));
        const double share = static_cast<double>(random() >> 11U) * 0x1p-53;
        const double milliseconds = whole * (1 - std::clamp(jitter, 0.0, 1.0) * share);
        return std::chrono::nanoseconds(static_cast<std::int64_t>(milliseconds * 1e6));
    }
};

} // namespace wua
