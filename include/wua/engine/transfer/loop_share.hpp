// SPDX-License-Identifier: MIT
#pragma once

// How much of its thread's time a connection uses, relative to the bytes it brings.

#include <wua/engine/transfer/lap_clock.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstdint>

namespace wua::detail
{

// A connection goes into debt by the processor time that it uses, and pays with the bytes that it brings and with a
// tenth of the time that passes. So a connection that stays in debt uses no more than a tenth of the thread.
class loop_share
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // A byte pays for less if other connections are waiting for the same thread. A lap that was not measured can make
    // the connection doubtful, but no more than that.
    void spend(lap_clock::lap lap, std::uint64_t bytes, bool is_alone, nanoseconds now) noexcept;

    // Halfway to a consequence: from here on its time must be measured.
    bool is_doubtful() const noexcept
    {
        return m_debt >= doubtful_debt || m_waste >= doubtful_waste;
    }

    // How long to receive nothing, so that the debt is paid; zero when it is small.
    nanoseconds rest() const noexcept;

    // The other side keeps the thread busy for nothing. A connection that brings nothing cannot be made to rest, and
    // one that brings hardly anything does not improve by resting.
    bool is_flood() const noexcept
    {
        return m_debt >= max_debt || m_waste >= max_waste;
    }

    // The cost of a request does not count as debt.
    void forgive() noexcept
    {
        m_debt = m_waste = nanoseconds(0);
    }

private:
    static constexpr nanoseconds small_debt = std::chrono::milliseconds(10);
    static constexpr nanoseconds max_debt = std::chrono::milliseconds(50);
    static constexpr nanoseconds max_waste = std::chrono::milliseconds(250);
    static constexpr nanoseconds doubtful_debt = small_debt / 2;
    // A flood's laps are many and short. A long one is more likely due to this machine's host taking the processor.
    static constexpr nanoseconds max_lap = small_debt;
    static constexpr nanoseconds doubtful_waste = max_waste / 2;
    static constexpr int payment = 10; // the divisor of the elapsed time

    nanoseconds m_debt{0};
    nanoseconds m_waste{0}; // the same with a higher price for a byte, and a smaller share of the time
    nanoseconds m_spent_at{0};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/loop_share.ipp>
#endif
