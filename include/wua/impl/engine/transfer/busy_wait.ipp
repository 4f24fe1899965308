// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/busy_wait.hpp>.

#include <wua/engine/transfer/busy_wait.hpp>

#include <algorithm>

namespace wua::detail
{

WUA_COLD bool busy_wait::try_wait(nanoseconds now, nanoseconds deadline) noexcept
{
    m_since = m_since.value_or(now);
    const nanoseconds waited = now - *m_since;
    if (deadline.count() != 0 && waited >= deadline)
    {
        return false;
    }
    constexpr nanoseconds min_wait = std::chrono::milliseconds(20);
    constexpr nanoseconds max_wait = std::chrono::seconds(1);
    m_ends_at = now + std::clamp(waited / 4, min_wait, max_wait);
    return true;
}

WUA_COLD void busy_wait::skip(nanoseconds time, nanoseconds now) noexcept
{
    if (m_since)
    {
        *m_since += time;
    }
    m_ends_at = now;
}

} // namespace wua::detail
