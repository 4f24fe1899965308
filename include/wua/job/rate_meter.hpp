// SPDX-License-Identifier: MIT
#pragma once

// How fast bytes arrive, for display and for estimating the time left, and how long none have arrived.

#include <wua/job/steady_rate.hpp>
#include <wua/separate_compilation.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace wua::detail
{

// The speed is an exponential average over about three seconds, and a plain average until that much time has passed,
// counted from the first byte. Used by one thread at a time.
class rate_meter
{
public:
    // Adds bytes that have arrived since the last call.
    void count(std::uint64_t bytes) noexcept
    {
        m_moved += bytes;
    }

    // Takes the current time. Evaluated at most every 50 ms.
    void look(std::chrono::nanoseconds now) noexcept;

    // Nothing was expected to arrive in the meantime: everything begins anew with the next look.
    void restart() noexcept
    {
        *this = rate_meter();
        m_begins_with_look = true;
    }

    // No bytes are expected now, so their absence is not a stall.
    void expect_none(std::chrono::nanoseconds now) noexcept
    {
        m_last_bytes = now;
    }

    // 0 until it is known.
    double bytes_per_second() const noexcept
    {
        return m_rate;
    }

    // The speed for estimating the time left. Stalls do not count: they say nothing about what comes after them.
    double steady_bytes_per_second() const noexcept
    {
        return m_steady.bytes_per_second();
    }

    // How long no bytes have arrived, from five seconds on; 0 before.
    std::uint32_t stalled_seconds() const noexcept
    {
        return m_stalled_seconds;
    }

    // How many bytes may arrive before another look is worthwhile.
    std::uint64_t bytes_until_look() const noexcept
    {
        return static_cast<std::uint64_t>(std::clamp(m_rate * sampling, 65536.0, 1e12));
    }

private:
    static constexpr double sampling = 0.05; // seconds
    static constexpr double memory = 3.0;
    static constexpr std::chrono::seconds stall{5};

    void watch_stall(std::chrono::nanoseconds now) noexcept;

    std::chrono::nanoseconds m_last{0};
    std::chrono::nanoseconds m_last_bytes{0};
    std::uint64_t m_moved = 0;
    double m_rate = 0;
    double m_seconds = 0; // covered by the average
    steady_rate m_steady;
    steady_rate m_steady_at_last_bytes;
    std::uint32_t m_stalled_seconds = 0;
    bool m_has_first_byte = false;
    bool m_begins_with_look = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/rate_meter.ipp>
#endif
