// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/loop_share.hpp>.

#include <wua/engine/transfer/loop_share.hpp>

#include <algorithm>

namespace wua::detail
{

WUA_INLINE void loop_share::spend(lap_clock::lap lap, std::uint64_t bytes, bool is_alone, nanoseconds now) noexcept
{
    constexpr std::uint64_t max_bytes = 1U << 30U;
    const auto paying = static_cast<std::int64_t>(std::min(bytes, max_bytes));
    const nanoseconds passed = std::max(now - m_spent_at, nanoseconds(0));
    const nanoseconds busy = std::min(lap.busy, max_lap);
    const auto pay = [&](nanoseconds& debt, nanoseconds by_time, std::int64_t price, nanoseconds doubtful) {
        debt = std::max(debt - by_time, nanoseconds(0));
        const nanoseconds limit = lap.is_measured ? nanoseconds::max() : std::max(debt, doubtful);
        debt = std::clamp(debt + busy - nanoseconds(paying * price), nanoseconds(0), limit);
    };
    pay(m_debt, passed / payment, is_alone ? 1'000 : 50, doubtful_debt);
    pay(m_waste, passed / (payment * 10), 2'000, doubtful_waste);
    m_spent_at = now;
}

WUA_INLINE loop_share::nanoseconds loop_share::rest() const noexcept
{
    return m_debt < small_debt ? nanoseconds(0) : m_debt * payment;
}

} // namespace wua::detail
