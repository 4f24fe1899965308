// SPDX-License-Identifier: MIT
#pragma once

// Distinguishes an attempt that takes too long from one that is just slow.

#include <wua/engine/retry_policy.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstdint>

namespace wua::detail
{

// Checks the deadline of an attempt, and the bytes that must arrive within a period.
class stall_watch
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    enum class verdict : std::uint8_t
    {
        in_progress,
        over_deadline,
        stalled,
    };

    explicit stall_watch(nanoseconds now = nanoseconds(0)) : m_began(now), m_window_began(now) {}

    // Begins a new period: a pause on this side is not a stall.
    void restart(nanoseconds now, std::uint64_t received) noexcept;

    // Excludes time during which nothing was expected.
    void skip(nanoseconds time, nanoseconds now, std::uint64_t received) noexcept
    {
        m_began += time;
        restart(now, received);
    }

    // `received`: bytes since the attempt began. Lowers `wake_at` to when to check again.
    verdict check(const retry_policy& policy, nanoseconds now, std::uint64_t received, bool is_paused,
                  nanoseconds& wake_at) noexcept;

private:
    nanoseconds m_began;
    nanoseconds m_window_began;
    std::uint64_t m_window_received = 0;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/stall_watch.ipp>
#endif
