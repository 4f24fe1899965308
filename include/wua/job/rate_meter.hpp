// SPDX-License-Identifier: MIT
#pragma once

// How fast bytes come, for the eye and for guesses at the time left, and how long none have come.

#include <wua/job/steady_rate.hpp>
#include <wua/separate_compilation.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace wua::detail
{

// The speed is an exponential average over some three seconds, and a plain one before so much time has passed; counted
// from the first byte on. One thread at a time uses it.
class rate_meter
{
public:
    // So many bytes have come since the last call.
    void count(std::uint64_t bytes) noexcept
    {
        m_moved += bytes;
    }

    // What the clock says. Looked at no more often than every 50 ms.
    void look(std::chrono::nanoseconds now) noexcept;

    // Nothing was expected to come meanwhile: all begins anew with the next look.
    void restart() noexcept
    {
        *this = rate_meter();
        m_begins_with_look = true;
    }

    // No bytes are to be expected now, and that none come is no stall.
    void expect_none(std::chrono::nanoseconds now) noexcept
    {
        m_last_bytes = now;
    }

    // 0 until it can be said.
    double bytes_per_second() const noexcept
    {
        return m_rate;
    }

    // The same by which the time left is reckoned. A stall does not count: it says nothing of what comes after it.
    double steady_bytes_per_second() const noexcept
    {
        return m_steady.bytes_per_second();
    }

    // How long no bytes have come, once it is five seconds; 0 before.
    std::uint32_t stalled_seconds() const noexcept
    {
        return m_stalled_seconds;
    }

    // So many bytes may come before it is worth while to look again.
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
    double m_seconds = 0; // that the average is made of
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
