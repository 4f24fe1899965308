// SPDX-License-Identifier: MIT
#pragma once

// Time as a parameter, so that tests and the simulated engine own it.

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <ratio>
#include <type_traits>
#include <utility>

namespace wua
{

/// Monotonic time since an arbitrary epoch. Called from any thread.
using time_source = std::function<std::chrono::nanoseconds()>;

/// The default source.
inline std::chrono::nanoseconds steady_time()
{
    return std::chrono::steady_clock::now().time_since_epoch();
}

namespace detail
{

// Rounded up, and clamped to what fits.
template <class Rep, class Period>
constexpr std::chrono::nanoseconds to_nanoseconds(std::chrono::duration<Rep, Period> time)
{
    using std::chrono::nanoseconds;
    using whole = std::ratio_divide<Period, std::nano>;
    if constexpr (std::is_integral_v<Rep> && whole::den == 1) // as the units of <chrono>
    {
        constexpr std::int64_t limit = std::numeric_limits<std::int64_t>::max() / whole::num;
        if (std::cmp_greater(time.count(), limit))
        {
            return nanoseconds::max();
        }
        return nanoseconds(std::cmp_less(time.count(), -limit) ? std::numeric_limits<std::int64_t>::min()
                                                               : static_cast<std::int64_t>(time.count()) * whole::num);
    }
    const std::chrono::duration<long double, std::nano> exact = time;
    if (exact >= nanoseconds::max())
    {
        return nanoseconds::max();
    }
    return exact <= nanoseconds::min() ? nanoseconds::min() : std::chrono::ceil<nanoseconds>(time);
}

} // namespace detail

} // namespace wua
