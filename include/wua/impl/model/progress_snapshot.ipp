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
    return m_results->result_at(index, m_values.started, m_values.finished);
}

WUA_INLINE outcome_tally progress_snapshot::tally() const noexcept
{
    return m_results ? m_results->tally_at(m_values.finished) : outcome_tally();
}

WUA_INLINE std::string_view progress_snapshot::pause_reason() const noexcept
{
    return m_results && m_values.pause_reason != 0
               ? m_results->pause_reason(m_values.pause_reason)
               : std::string_view();
}

WUA_INLINE std::int32_t progress_snapshot::current_update_percent() const noexcept
{
    if (m_values.recorded_current_percent >= 0)
    {
        return m_values.recorded_current_percent;
    }
    return computed_update_percent();
}

WUA_INLINE std::int32_t progress_snapshot::percent() const noexcept
{
    if (m_values.recorded_percent >= 0)
    {
        return m_values.recorded_percent;
    }
    const auto current = static_cast<std::uint64_t>(computed_update_percent());
    return job_percent(
        m_values.weight_others + m_values.current_weight * current, m_values.weight_total, is_completed());
}

WUA_INLINE std::optional<std::chrono::seconds> progress_snapshot::time_left() const noexcept
{
    if (is_completed())
    {
        return std::chrono::seconds(0);
    }
    const double rate = m_values.steady_bytes_per_second;
    if (is_paused() || m_values.bytes_to_download == unknown_bytes || rate <= 0 || m_values.stalled_seconds != 0 ||
        m_values.bytes_downloaded > m_values.bytes_to_download)
    {
        return std::nullopt;
    }
    const double seconds = static_cast<double>(m_values.bytes_to_download - m_values.bytes_downloaded) / rate;
    constexpr double max_seconds = 1e9; // beyond thirty years the speed says nothing
    if (seconds > max_seconds)
    {
        return std::nullopt;
    }
    return std::chrono::seconds(static_cast<std::int64_t>(seconds + 0.5));
}

WUA_INLINE std::int32_t progress_snapshot::computed_update_percent() const noexcept
{
    return update_percent(
        m_values.current_credited, m_values.current_bytes_to_download, m_values.current_percent_floor);
}

} // namespace wua
