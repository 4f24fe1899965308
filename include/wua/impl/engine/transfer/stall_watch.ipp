// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/stall_watch.hpp>.

#include <wua/engine/transfer/stall_watch.hpp>

#include <algorithm>

namespace wua::detail
{

WUA_INLINE void stall_watch::restart(nanoseconds now, std::uint64_t received) noexcept
{
    m_window_began = now;
    m_window_received = received;
}

WUA_INLINE stall_watch::verdict stall_watch::check(const retry_policy& policy, nanoseconds now, std::uint64_t received,
                                                   bool is_paused, nanoseconds& wake_at) noexcept
{
    if (const nanoseconds limit = policy.attempt_deadline; limit.count() != 0)
    {
        if (now - m_began >= limit)
        {
            return verdict::over_deadline;
        }
        wake_at = std::min(wake_at, m_began + limit);
    }
    if (const nanoseconds limit = policy.stall_time; limit.count() != 0 && !is_paused)
    {
        if (received - m_window_received >= std::max<std::uint64_t>(policy.stall_bytes, 1))
        {
            restart(now, received);
        }
        else if (now - m_window_began >= limit)
        {
            return verdict::stalled;
        }
        constexpr nanoseconds min_wait = std::chrono::milliseconds(1);
        wake_at = std::min(wake_at, std::min(m_window_began + limit, now + std::max(limit / 4, min_wait)));
    }
    return verdict::in_progress;
}

} // namespace wua::detail
