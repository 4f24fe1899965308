// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/progress_witness.hpp>.

#include <wua/testing/progress_witness.hpp>

namespace wua
{

WUA_INLINE void progress_witness::see(const progress_snapshot& now)
{
    const std::lock_guard lock(m_mutex);
    ++m_seen;
    if (!m_violation)
    {
        m_violation = m_last ? check_progress(*m_last, now) : check_progress(now);
    }
    m_last = now;
}

WUA_INLINE std::function<void(const progress_snapshot&)> progress_witness::on_progress()
{
    return [this](const progress_snapshot& now) { see(now); };
}

WUA_INLINE std::size_t progress_witness::seen() const
{
    const std::lock_guard lock(m_mutex);
    return m_seen;
}

WUA_INLINE std::optional<progress_snapshot> progress_witness::last() const
{
    const std::lock_guard lock(m_mutex);
    return m_last;
}

WUA_INLINE std::optional<progress_violation> progress_witness::violation() const
{
    const std::lock_guard lock(m_mutex);
    return m_violation;
}

WUA_INLINE std::string progress_witness::complaint() const
{
    const std::lock_guard lock(m_mutex);
    return m_violation ? m_violation->message : std::string();
}

} // namespace wua
