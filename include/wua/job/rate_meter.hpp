// SPDX-License-Identifier: MIT
#pragma once

// How fast bytes come.

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace wua::detail
{

// An exponential average over some three seconds, and a plain one before so much time has passed; counted from the
// first byte on. One thread at a time uses it.
class rate_meter
{
public:
    // So many bytes have come since the last call.
    void count(std::uint64_t bytes) noexcept
    {
        m_moved += bytes;
    }

    // What the clock says. Looked at no more often than every 50 ms.
    void look(std::chrono::nanoseconds now) noexcept
    {
        if (!m_has_first_byte)
        {
            m_has_first_byte = m_moved != 0;
            m_moved = 0;
            m_last = now;
            return;
        }
        const double seconds = std::chrono::duration<double>(now - m_last).count();
        if (seconds < sampling)
        {
            return;
        }
        m_seconds += seconds;
        // What is left of the memory after that time is exp(-seconds / memory), to a ten-thousandth for usual times.
        const double left = std::max(2 * memory - seconds, 0.0) / (2 * memory + seconds);
        const double trust = std::max(1 - left, seconds / m_seconds);
        m_rate += (static_cast<double>(m_moved) / seconds - m_rate) * trust;
        m_moved = 0;
        m_last = now;
    }

    // 0 until it can be said.
    double bytes_per_second() const noexcept
    {
        return m_rate;
    }

    // So many bytes may come before it is worth while to look again.
    std::uint64_t bytes_until_look() const noexcept
    {
        return static_cast<std::uint64_t>(std::clamp(m_rate * sampling, 65536.0, 1e12));
    }

private:
    static constexpr double sampling = 0.05; // seconds
    static constexpr double memory = 3.0;

    std::chrono::nanoseconds m_last{0};
    std::uint64_t m_moved = 0;
    double m_rate = 0;
    double m_seconds = 0; // that the average is made of
    bool m_has_first_byte = false;
};

} // namespace wua::detail
