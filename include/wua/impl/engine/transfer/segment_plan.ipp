// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/segment_plan.hpp>.

#include <wua/engine/transfer/segment_plan.hpp>

#include <algorithm>
#include <limits>

namespace wua::detail
{

inline double in_seconds(std::chrono::nanoseconds time) noexcept
{
    return std::chrono::duration<double>(time).count();
}

WUA_INLINE void speed_meter::sample(nanoseconds now, std::uint64_t bytes) noexcept
{
    if (!m_sampled_at)
    {
        m_sampled_at = now;
        m_bytes = bytes;
        return;
    }
    const nanoseconds passed = now - *m_sampled_at;
    if (passed < min_interval)
    {
        return;
    }
    const double speed = static_cast<double>(bytes - std::min(bytes, m_bytes)) / in_seconds(passed);
    const double weight = std::min(1.0, in_seconds(passed) / in_seconds(memory));
    m_speed = m_speed ? *m_speed + (speed - *m_speed) * weight : speed;
    m_sampled_at = now;
    m_bytes = bytes;
}

WUA_COLD double file_gap::seconds() const noexcept
{
    constexpr double min_speed = 1024;
    return !is_fetched ? std::numeric_limits<double>::max()
           : is_new    ? 0
                       : static_cast<double>(size()) / std::max(speed, min_speed);
}

WUA_COLD std::optional<file_gap>
next_segment(const std::vector<file_gap>& gaps, const segment_options& options, double speed)
{
    constexpr double worth_it = 0.2; // seconds
    constexpr double slow = 2;
    constexpr std::uint64_t page = 4096;
    constexpr std::uint64_t min_slow_bytes = 64U << 10U;
    const std::uint64_t min_bytes = std::max<std::uint64_t>(options.min_bytes, 1);
    std::optional<file_gap> best;
    double best_seconds = 0;
    for (const file_gap& each : gaps)
    {
        if (each.size() == 0)
        {
            continue;
        }
        const double seconds = each.seconds();
        const std::uint64_t least = !each.is_fetched ? 0 : seconds > slow ? min_slow_bytes : min_bytes;
        const bool is_better =
            !best || seconds > best_seconds || (seconds == best_seconds && each.size() > best->size());
        const bool can_be_shared = each.is_new ? each.size() >= 2 * min_bytes : seconds >= worth_it;
        if (is_better && (!each.is_fetched || (can_be_shared && each.size() / 2 >= least)))
        {
            best = each;
            best_seconds = seconds;
        }
    }
    if (!best || !best->is_fetched)
    {
        return best;
    }
    const double other = speed > 0 ? speed : best->speed;
    const double share = best->speed + other > 0 ? best->speed / (best->speed + other) : 0.5;
    const std::uint64_t least = std::min(min_bytes, best->size() / 2);
    const auto stays = static_cast<std::uint64_t>(static_cast<double>(best->size()) * share);
    const std::uint64_t cut = best->begin + std::clamp(stays, least, best->size() - least);
    const std::uint64_t aligned = cut / page * page;
    best->begin = aligned > best->begin ? aligned : cut;
    return best;
}

WUA_COLD std::size_t
segment_governor::wanted(nanoseconds now, std::uint64_t received, std::uint64_t left, nanoseconds idle) noexcept
{
    constexpr double busy = 0.3; // of the time: else the thread cannot do more
    constexpr double per_connection = 0.25;
    constexpr double long_time = 1;
    if (!m_began)
    {
        m_began = now;
    }
    else if (now < next())
    {
        return m_wanted;
    }
    else
    {
        const double passed = in_seconds(now - m_looked_at);
        const double speed = static_cast<double>(received - std::min(received, m_received)) / passed;
        const double seconds = speed > 0 ? static_cast<double>(left) / speed : std::numeric_limits<double>::max();
        if (in_seconds(idle - m_idle) >= busy * passed)
        {
            const std::size_t worth =
                seconds >= long_time ? m_max : 1 + static_cast<std::size_t>(seconds / per_connection);
            m_wanted = std::clamp<std::size_t>(worth, m_wanted, std::max(m_max, m_wanted));
        }
    }
    m_looked_at = now;
    m_received = received;
    m_idle = idle;
    return m_wanted;
}

WUA_COLD void segment_governor::limit_to(std::size_t connections) noexcept
{
    m_max = std::min(m_max, std::max<std::size_t>(connections, 1));
    m_wanted = std::min(m_wanted, m_max);
}

WUA_INLINE segment_governor::nanoseconds segment_governor::interval() const noexcept
{
    constexpr nanoseconds at_first = std::chrono::milliseconds(20);
    constexpr nanoseconds later = std::chrono::milliseconds(100);
    return m_began && m_looked_at - *m_began < std::chrono::milliseconds(500) ? at_first : later;
}

} // namespace wua::detail
