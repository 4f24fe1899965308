// SPDX-License-Identifier: MIT
#pragma once

// For how long a thread has worked since it was asked last.

#include <wua/job/clock.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <utility>

namespace wua::detail
{

// For the processor time the system has to be called, and laps are short and many. So for short ones the time that has
// passed stands for it, which is never less, until somebody wants to know better. For one thread.
class lap_clock
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    struct lap
    {
        nanoseconds busy{0};
        bool is_measured = false; // else it may have been less, if others had the processor meanwhile

        friend bool operator==(const lap&, const lap&) = default;
    };

    // `busy_time` is for how long the calling thread has had a processor.
    lap_clock(time_source time, time_source busy_time) : m_time(std::move(time)), m_busy_time(std::move(busy_time)) {}

    // The thread begins to work: the first lap begins.
    void begin();

    // The lap that ends here; the next one begins.
    lap next();

    // From here on short laps are measured as well, for a second.
    void measure() noexcept
    {
        m_measures_until = m_lap_began + doubtful_time;
    }

private:
    // Who takes a processor from the thread mostly keeps it for longer.
    static constexpr nanoseconds short_time = std::chrono::milliseconds(1);
    static constexpr nanoseconds doubtful_time = std::chrono::seconds(1);

    const time_source m_time;
    const time_source m_busy_time;
    nanoseconds m_lap_began{0};
    nanoseconds m_measures_until = nanoseconds::min();
    // When the system was asked last, and its answer; of the time since then, what was taken for busy.
    nanoseconds m_asked_at{0};
    nanoseconds m_busy{0};
    nanoseconds m_assumed{0};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/lap_clock.ipp>
#endif
