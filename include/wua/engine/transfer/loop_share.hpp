// SPDX-License-Identifier: MIT
#pragma once

// How much of its thread's time a connection takes, for how many bytes.

#include <wua/engine/transfer/lap_clock.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstdint>

namespace wua::detail
{

// A connection goes into debt by the processor time that it takes, and pays with the bytes that it brings, and with a
// tenth of the time that passes. So one that is in debt for long takes no more than a tenth of the thread.
class loop_share
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // Where others wait for the same thread, a byte pays for less. A lap that is not measured brings the connection
    // into doubt, no further.
    void spend(lap_clock::lap lap, std::uint64_t bytes, bool is_alone, nanoseconds now) noexcept;

    // Halfway to a consequence: what it takes from here on has to be measured.
    bool is_doubtful() const noexcept
    {
        return m_debt >= doubtful_debt || m_waste >= doubtful_waste;
    }

    // For how long nothing should be received, so that the debt is paid; zero when it is small.
    nanoseconds rest() const noexcept;

    // The other side keeps the thread busy for nothing: what nothing comes of cannot rest, and what hardly anything
    // comes of does not get better by it.
    bool is_flood() const noexcept
    {
        return m_debt >= max_debt || m_waste >= max_waste;
    }

    // What a request costs is no debt.
    void forgive() noexcept
    {
        m_debt = m_waste = nanoseconds(0);
    }

private:
    static constexpr nanoseconds small_debt = std::chrono::milliseconds(10);
    static constexpr nanoseconds max_debt = std::chrono::milliseconds(50);
    static constexpr nanoseconds max_waste = std::chrono::milliseconds(250);
    static constexpr nanoseconds doubtful_debt = small_debt / 2;
    // A flood's laps are many and short. A long one is rather the host's of this machine, which took its processor.
    static constexpr nanoseconds max_lap = small_debt;
    static constexpr nanoseconds doubtful_waste = max_waste / 2;
    static constexpr int payment = 10; // one part in so many of the time that passes

    nanoseconds m_debt{0};
    nanoseconds m_waste{0}; // the same with a higher price for a byte, and for less of the time
    nanoseconds m_spent_at{0};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/loop_share.ipp>
#endif
