// SPDX-License-Identifier: MIT
#pragma once

// Measures how long a thread has been busy since it was last asked.

#include <wua/job/clock.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <utility>

namespace wua::detail
{

// Reading the processor time takes a system call, and laps are short and many. So for short laps the elapsed time is
// used instead, which is never less, until somebody needs a better measure. For one thread.
class lap_clock
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    struct lap
    {
        nanoseconds busy{0};
        bool is_measured = false; // otherwise it may have been less, if other threads had the processor

        friend bool operator==(const lap&, const lap&) = default;
    };

    // `busy_time` returns the processor time of the calling thread.
    lap_clock(time_source time, time_source busy_time) : m_time(std::move(time)), m_busy_time(std::move(busy_time)) {}

    // The thread begins to work, and with it the first lap.
    void begin();

    // Ends a lap and begins the next one.
    lap next();

    // Measures short laps as well, from now on for a second.
    void measure() noexcept
    {
        m_measures_until = m_lap_began + doubtful_time;
    }

private:
    // Whatever takes a processor from the thread usually keeps it for longer.
    static constexpr nanoseconds short_time = std::chrono::milliseconds(1);
    static constexpr nanoseconds doubtful_time = std::chrono::seconds(1);

    const time_source m_time;
    const time_source m_busy_time;
    nanoseconds m_lap_began{0};
    nanoseconds m_measures_until = nanoseconds::min();
    // When the system was last asked, and its answer; then how much of the time since was assumed to be busy.
    nanoseconds m_asked_at{0};
    nanoseconds m_busy{0};
    nanoseconds m_assumed{0};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/lap_clock.ipp>
#endif
