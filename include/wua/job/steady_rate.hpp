// SPDX-License-Identifier: MIT
#pragma once

// How fast bytes come, smoothed for guesses at the time left rather than for the eye.

#include <wua/separate_compilation.hpp>

namespace wua::detail
{

// The weight that what was known before keeps after so much time: exp(-seconds / memory), to a ten-thousandth for usual
// times, and nothing after more than twice the memory.
constexpr double weight_after(double seconds, double memory) noexcept
{
    return seconds < 2 * memory ? (2 * memory - seconds) / (2 * memory + seconds) : 0.0;
}

// An exponential average over 15 s of an exponential average over 15 s, each of what has been seen alone. Twice, so
// that one look, be it at a burst or at a lull, moves it little. One thread at a time uses it.
class steady_rate
{
public:
    // So many bytes came in so many seconds, which are more than 0.
    void add(double bytes, double seconds) noexcept;

    // 0 in the first second, of which a guess would be a wild one.
    double bytes_per_second() const noexcept
    {
        return m_seconds < 1 ? 0 : m_twice / (1 - m_unseen);
    }

private:
    static constexpr double memory = 15.0; // seconds

    double m_once = 0;
    double m_twice = 0;
    double m_unseen = 1; // the weight of what was before the first byte, of which nothing is known
    double m_seconds = 0;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/steady_rate.ipp>
#endif
