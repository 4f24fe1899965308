// SPDX-License-Identifier: MIT
#pragma once

// How fast bytes come.

#include <wua/separate_compilation.hpp>

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
    void look(std::chrono::nanoseconds now) noexcept;

    // Nothing was expected to come meanwhile: the average begins anew.
    void restart() noexcept
    {
        *this = rate_meter();
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

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/rate_meter.ipp>
#endif
