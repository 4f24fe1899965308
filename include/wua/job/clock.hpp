// SPDX-License-Identifier: MIT
#pragma once

// Time as a parameter, so that tests and the simulated engine own it.

#include <chrono>
#include <functional>
#include <ratio>

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
    const std::chrono::duration<long double, std::nano> exact = time;
    if (exact >= nanoseconds::max())
    {
        return nanoseconds::max();
    }
    return exact <= nanoseconds::min() ? nanoseconds::min() : std::chrono::ceil<nanoseconds>(time);
}

} // namespace detail

} // namespace wua
