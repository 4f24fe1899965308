// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/byte_budget.hpp>.

#include <wua/engine/transfer/byte_budget.hpp>

#include <algorithm>

namespace wua::detail
{

WUA_COLD void byte_budget::set_rate(std::uint64_t bytes_per_second)
{
    const std::lock_guard lock(m_mutex);
    m_rate.store(static_cast<double>(bytes_per_second), std::memory_order_relaxed);
    m_saved = std::min(m_saved, 0.0); // what the old rate saved up does not count at the new one
    m_is_started = false;
}

WUA_INLINE std::chrono::nanoseconds byte_budget::wait(std::chrono::nanoseconds now)
{
    if (!is_limited())
    {
        return std::chrono::nanoseconds(0);
    }
    const std::lock_guard lock(m_mutex);
    earn(now);
    const double rate = m_rate.load(std::memory_order_relaxed);
    return m_saved >= 0 || rate <= 0
               ? std::chrono::nanoseconds(0)
               : std::chrono::nanoseconds(static_cast<std::int64_t>(std::min(-m_saved / rate * 1e9, 9e17)) + 1);
}

WUA_INLINE void byte_budget::take(std::uint64_t bytes, std::chrono::nanoseconds now)
{
    if (!is_limited())
    {
        return;
    }
    const std::lock_guard lock(m_mutex);
    earn(now);
    m_saved -= static_cast<double>(bytes);
}

WUA_INLINE void byte_budget::earn(std::chrono::nanoseconds now)
{
    if (!m_is_started)
    {
        m_is_started = true;
        m_last = now;
    }
    const double seconds = std::chrono::duration<double>(now - m_last).count();
    const double rate = m_rate.load(std::memory_order_relaxed);
    m_saved = std::min(m_saved + seconds * rate, rate / 20);
    m_last = now;
}

} // namespace wua::detail
