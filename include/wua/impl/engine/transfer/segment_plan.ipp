// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/segment_plan.hpp>.

#include <wua/engine/transfer/segment_plan.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace wua::detail
{

inline double in_seconds(std::chrono::nanoseconds time) noexcept
{
    return std::chrono::duration<double>(time).count();
}

WUA_INLINE void speed_meter::sample(nanoseconds now, std::uint64_t bytes) noexcept
{
    if (!m_has_begun || bytes != m_heard_bytes)
    {
        m_heard_at = now;
        m_heard_bytes = bytes;
    }
    if (!std::exchange(m_has_begun, true))
    {
        m_began = m_sampled_at = now;
        m_bytes = bytes;
        return;
    }
    const nanoseconds passed = now - m_sampled_at;
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
                       : std::max(static_cast<double>(size()) / std::max(speed, min_speed), silent);
}

// The least number of bytes for each side when a gap is split between its present connection and another; nullopt if it
// should not be split.
inline std::optional<std::uint64_t> least_share(const file_gap& gap, std::uint64_t min_bytes, double speed) noexcept
{
    constexpr double worth_it = 0.1; // seconds
    constexpr double worth_waiting = 0.05;
    constexpr double slow = 2;
    constexpr double much_faster = 4;
    constexpr std::uint64_t min_slow_bytes = 64U << 10U;
    const double seconds = gap.seconds();
    if (gap.is_new ? gap.size() / 2 >= min_bytes : seconds >= worth_it && gap.size() / 2 >= min_bytes)
    {
        return min_bytes;
    }
    if (gap.is_new)
    {
        return std::nullopt;
    }
    // It has been silent longer than the rest should have taken, or so long that its earlier speed means nothing.
    const bool is_late = gap.silent >= worth_waiting && gap.silent >= std::min(seconds, slow);
    if (is_late && gap.size() / 2 < min_bytes)
    {
        return 0;
    }
    if (seconds < slow)
    {
        return std::nullopt;
    }
    if (gap.size() / 2 >= min_slow_bytes)
    {
        return min_slow_bytes;
    }
    return speed > much_faster * gap.speed ? std::optional<std::uint64_t>(0) : std::nullopt;
}

WUA_COLD std::optional<file_gap>
next_segment(const std::vector<file_gap>& gaps, const segment_options& options, double speed)
{
    constexpr std::uint64_t page = 4096;
    const std::uint64_t min_bytes = std::max<std::uint64_t>(options.min_bytes, 1);
    std::optional<file_gap> best;
    std::uint64_t min_share = 0;
    for (const file_gap& each : gaps)
    {
        const auto share = each.is_fetched ? least_share(each, min_bytes, speed) : 0;
        const bool is_better = !best || each.seconds() > best->seconds() ||
                               (each.seconds() == best->seconds() && each.size() > best->size());
        if (each.size() != 0 && share && is_better)
        {
            best = each;
            min_share = *share;
        }
    }
    if (!best || !best->is_fetched || min_share == 0)
    {
        return best;
    }
    // Both connections should end up with equal shares, counting the bytes that came with the first burst: the other
    // one will get such a burst as well.
    const std::uint64_t received = std::min(best->received, best->size());
    std::uint64_t stays = (best->size() - received) / 2;
    const double other = speed > 0 ? speed : best->speed;
    if (!best->is_new && best->speed + other > 0)
    {
        const double share = best->speed / (best->speed + other);
        stays = static_cast<std::uint64_t>(static_cast<double>(best->size()) * share);
    }
    const std::uint64_t cut = best->begin + std::clamp(stays, min_share, best->size() - min_share);
    const std::uint64_t aligned = cut / page * page;
    best->begin = aligned > best->begin ? aligned : cut;
    return best;
}

WUA_COLD std::size_t
segment_governor::wanted(nanoseconds now, std::uint64_t received, std::uint64_t left, nanoseconds idle) noexcept
{
    constexpr double busy = 0.3; // as a share of the time; above it the thread itself is the bottleneck
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
    using std::chrono::milliseconds;
    const nanoseconds passed = m_began ? m_looked_at - *m_began : nanoseconds::max();
    return passed < milliseconds(40)    ? milliseconds(4)
           : passed < milliseconds(500) ? milliseconds(10)
                                        : milliseconds(100);
}

} // namespace wua::detail
