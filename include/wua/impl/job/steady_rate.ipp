// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/steady_rate.hpp>.

#include <wua/job/steady_rate.hpp>

namespace wua::detail
{

WUA_INLINE void steady_rate::add(double bytes, double seconds) noexcept
{
    m_seconds += seconds;
    const double kept = weight_after(seconds, memory);
    m_unseen *= kept;
    m_once = m_once * kept + bytes / seconds * (1 - kept);
    m_twice = m_twice * kept + m_once / (1 - m_unseen) * (1 - kept);
}

} // namespace wua::detail
