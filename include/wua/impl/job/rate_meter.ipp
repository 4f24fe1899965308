// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/rate_meter.hpp>.

#include <wua/job/rate_meter.hpp>

namespace wua::detail
{

WUA_INLINE void rate_meter::look(std::chrono::nanoseconds now) noexcept
{
    if (!m_has_first_byte)
    {
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
    // What is left of the memory after that time is exp(-seconds / memory), to a ten-thousandth for usual times.
    const double left = std::max(2 * memory - seconds, 0.0) / (2 * memory + seconds);
    const double trust = std::max(1 - left, seconds / m_seconds);
    m_rate += (static_cast<double>(m_moved) / seconds - m_rate) * trust;
    m_moved = 0;
    m_last = now;
}

} // namespace wua::detail
