// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/model/progress_snapshot.hpp>.

#include <wua/model/progress_snapshot.hpp>

namespace wua
{

WUA_INLINE const std::vector<update_pointer>& progress_snapshot::updates() const noexcept
{
    static const std::vector<update_pointer> none;
    return m_results ? m_results->updates() : none;
}

WUA_INLINE outcome progress_snapshot::result(std::size_t index) const
{
    detail::check_index(index, updates().size());
    return m_results->result_at(index, m_shown.values.started, m_shown.values.finished);
}

WUA_INLINE outcome_tally progress_snapshot::tally() const noexcept
{
    return m_results ? m_results->tally_at(m_shown.values.finished) : outcome_tally();
}

WUA_INLINE std::string_view progress_snapshot::pause_reason() const noexcept
{
    return m_results && m_shown.values.pause_reason != 0
               ? m_results->pause_reason(m_shown.values.pause_reason)
               : std::string_view();
}

WUA_INLINE std::optional<std::chrono::seconds> progress_snapshot::time_left() const noexcept
{
    if (is_completed())
    {
        return std::chrono::seconds(0);
    }
    const double rate = m_shown.values.steady_bytes_per_second;
    if (is_paused() || m_shown.values.bytes_to_download == unknown_bytes || rate <= 0 ||
        m_shown.values.stalled_seconds != 0 || m_shown.values.bytes_downloaded > m_shown.values.bytes_to_download)
    {
        return std::nullopt;
    }
    const double seconds =
        static_cast<double>(m_shown.values.bytes_to_download - m_shown.values.bytes_downloaded) / rate;
    constexpr double max_seconds = 1e9; // about thirty years, beyond which the speed says nothing
    if (seconds > max_seconds)
    {
        return std::nullopt;
    }
    return std::chrono::seconds(static_cast<std::int64_t>(seconds + 0.5));
}

} // namespace wua
