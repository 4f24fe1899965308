// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/lap_clock.hpp>.

#include <wua/engine/transfer/lap_clock.hpp>

#include <algorithm>

namespace wua::detail
{

WUA_INLINE void lap_clock::begin()
{
    m_asked_at = m_lap_began = m_time();
    m_busy = m_busy_time();
    m_assumed = nanoseconds(0);
}

WUA_INLINE lap_clock::lap lap_clock::next()
{
    const nanoseconds now = m_time();
    const nanoseconds passed = now - std::exchange(m_lap_began, now);
    if (now >= m_measures_until && now - m_asked_at < short_time)
    {
        m_assumed += passed;
        return {passed, false};
    }
    const nanoseconds busy = m_busy_time();
    const nanoseconds taken = busy - std::exchange(m_busy, busy) - std::exchange(m_assumed, nanoseconds(0));
    m_asked_at = now;
    return {std::max(taken, nanoseconds(0)), true};
}

} // namespace wua::detail
