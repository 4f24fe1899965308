// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/rate_meter.hpp>.

#include <wua/job/rate_meter.hpp>

namespace wua::detail
{

WUA_INLINE void rate_meter::look(std::chrono::nanoseconds now) noexcept
{
    if (m_begins_with_look)
    {
        m_begins_with_look = false;
        m_last_bytes = now;
    }
    if (!m_has_first_byte)
    {
        watch_stall(now);
        m_has_first_byte = m_moved != 0;
        m_moved = 0;
        m_last = now;
        return;
    }
    const double seconds = std::chrono::duration<double>(now - m_last).count();
    if (seconds < sampling)
    {
        return;
    }
    m_seconds += seconds;
    const double trust = std::max(1 - weight_after(seconds, memory), seconds / m_seconds);
    m_rate += (static_cast<double>(m_moved) / seconds - m_rate) * trust;
    if (m_moved != 0 || m_stalled_seconds == 0)
    {
        m_steady.add(static_cast<double>(m_moved), seconds);
    }
    watch_stall(now);
    m_moved = 0;
    m_last = now;
}

WUA_INLINE void rate_meter::watch_stall(std::chrono::nanoseconds now) noexcept
{
    if (m_moved != 0)
    {
        m_last_bytes = now;
        m_stalled_seconds = 0;
        m_steady_at_last_bytes = m_steady;
        return;
    }
    const std::chrono::nanoseconds lull = now - m_last_bytes;
    constexpr std::chrono::nanoseconds max_shown = std::chrono::hours(24 * 365);
    m_stalled_seconds =
        lull < stall ? 0 : static_cast<std::uint32_t>(std::min(lull, max_shown) / std::chrono::seconds(1));
    if (m_stalled_seconds != 0)
    {
        m_steady = m_steady_at_last_bytes;
    }
}

} // namespace wua::detail
