// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/lock_wait.hpp>.

#include <wua/engine/transfer/lock_wait.hpp>

#include <algorithm>

namespace wua::detail
{

WUA_COLD std::optional<lock_wait::nanoseconds>
lock_wait::look(nanoseconds now, const sight& seen, nanoseconds patience) noexcept
{
    if (!m_since)
    {
        m_since = now;
        m_idle_since = now;
    }
    if (seen != m_seen)
    {
        m_idle_since = now;
        m_seen = seen;
    }
    if (idle_at(now) >= patience)
    {
        return std::nullopt;
    }
    constexpr nanoseconds min_wait = std::chrono::milliseconds(20);
    constexpr nanoseconds max_wait = std::chrono::milliseconds(500);
    return std::clamp<nanoseconds>((now - *m_since) / 8, min_wait, max_wait);
}

} // namespace wua::detail
