// SPDX-License-Identifier: MIT
#pragma once

// Whether a file is worth more connections, and where the next one begins. Decisions without I/O.

#include <wua/engine/segment_options.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace wua::detail
{

// How fast bytes come: the average of about the last half second.
class speed_meter
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // So many have come in all.
    void sample(nanoseconds now, std::uint64_t bytes) noexcept;

    // Bytes per second; nothing before there was time enough to tell.
    std::optional<double> speed() const noexcept
    {
        return m_sampled_at - m_began >= min_time ? m_speed : std::nullopt;
    }

    // For how long nothing has come.
    nanoseconds silent(nanoseconds now) const noexcept
    {
        return now - m_heard_at;
    }

private:
    static constexpr nanoseconds min_interval = std::chrono::milliseconds(20);
    static constexpr nanoseconds min_time = std::chrono::milliseconds(200);
    static constexpr nanoseconds memory = std::chrono::milliseconds(500);

    bool m_has_begun = false;
    nanoseconds m_began{0};
    nanoseconds m_sampled_at{0};
    nanoseconds m_heard_at{0};
    std::uint64_t m_heard_bytes = 0;
    std::uint64_t m_bytes = 0;
    std::optional<double> m_speed;
};

// Bytes that are missing in a row, and how fast somebody fetches them; nobody: 0, and who has just begun may be faster
// than that.
struct file_gap
{
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    bool is_fetched = false;
    bool is_new = false;        // nothing is known of the speed yet
    double speed = 0;           // bytes per second
    double silent = 0;          // seconds since the last byte
    std::uint64_t received = 0; // bytes before it by who fetches it

    std::uint64_t size() const noexcept
    {
        return end - begin;
    }

    // Until it is closed.
    double seconds() const noexcept;
};

// Where another connection, that may be expected to be as fast as `speed`, does most good: a gap that nobody fetches,
// or else the end of the one that takes longest, or all of it where little is left that does not come. Nothing when
// none is worth it. 0: nobody knows how fast.
std::optional<file_gap> next_segment(const std::vector<file_gap>& gaps, const segment_options& options, double speed);

// How many connections a file is worth.
class segment_governor
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    explicit segment_governor(const segment_options& options) noexcept : m_max(options.max_per_file) {}

    // To be asked again and again: `received` bytes have come in all, `left` are missing, and the thread has been idle
    // for so long in all.
    std::size_t wanted(nanoseconds now, std::uint64_t received, std::uint64_t left, nanoseconds idle) noexcept;

    // When it makes sense to ask again.
    nanoseconds next() const noexcept
    {
        return m_looked_at + interval();
    }

    // Somebody refuses more than so many.
    void limit_to(std::size_t connections) noexcept;

private:
    nanoseconds interval() const noexcept;

    std::size_t m_max;
    std::size_t m_wanted = 1;
    std::optional<nanoseconds> m_began;
    nanoseconds m_looked_at{0};
    std::uint64_t m_received = 0;
    nanoseconds m_idle{0};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/segment_plan.ipp>
#endif
