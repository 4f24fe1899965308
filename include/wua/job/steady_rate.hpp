// SPDX-License-Identifier: MIT
#pragma once

// How fast bytes arrive, smoothed for estimating the time left rather than for display.

#include <wua/separate_compilation.hpp>

namespace wua::detail
{

// The weight that earlier values keep after so much time: exp(-seconds / memory), to a ten-thousandth for usual times,
// and 0 beyond twice the memory.
constexpr double weight_after(double seconds, double memory) noexcept
{
    return seconds < 2 * memory ? (2 * memory - seconds) / (2 * memory + seconds) : 0.0;
}

// An exponential average over 15 s of an exponential average over 15 s, each normalised to the time observed. Averaging
// twice makes a single look, at a burst or at a lull, move it little. Used by one thread at a time.
class steady_rate
{
public:
    // Adds bytes that arrived in that many seconds, which must be more than 0.
    void add(double bytes, double seconds) noexcept;

    // 0 in the first second, when any estimate would be wild.
    double bytes_per_second() const noexcept
    {
        return m_seconds < 1 ? 0 : m_twice / (1 - m_unseen);
    }

private:
    static constexpr double memory = 15.0; // seconds

    double m_once = 0;
    double m_twice = 0;
    double m_unseen = 1; // the weight of the unknown time before the first byte
    double m_seconds = 0;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/steady_rate.ipp>
#endif
