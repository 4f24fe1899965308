// SPDX-License-Identifier: MIT
#pragma once

// Whether a file deserves more connections, and where the next one begins. Decisions without I/O.

#include <wua/engine/segment_options.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace wua::detail
{

// How fast bytes arrive: the average of about the last half second.
class speed_meter
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // `bytes`: how many have arrived in all.
    void sample(nanoseconds now, std::uint64_t bytes) noexcept;

    // Bytes per second; nullopt until enough time has passed.
    std::optional<double> speed() const noexcept
    {
        return m_sampled_at - m_began >= min_time ? m_speed : std::nullopt;
    }

    // How long nothing has arrived.
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

// A range of missing bytes, and how fast it is being fetched; 0 if nobody fetches it. A new connection may be faster.
struct file_gap
{
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    bool is_fetched = false;
    bool is_new = false;        // its speed is not known yet
    double speed = 0;           // bytes per second
    double silent = 0;          // seconds since the last byte
    std::uint64_t received = 0; // bytes that its connection has received before

    std::uint64_t size() const noexcept
    {
        return end - begin;
    }

    // Until the gap is closed.
    double seconds() const noexcept;
};

// Where another connection, which is expected to be as fast as `speed`, helps most: a gap that nobody fetches, or else
// the end of the one that takes longest, or all of it if little is left and nothing arrives. nullopt when none is worth
// it. 0: the speed is unknown.
std::optional<file_gap> next_segment(const std::vector<file_gap>& gaps, const segment_options& options, double speed);

// How many connections a file deserves.
class segment_governor
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    explicit segment_governor(const segment_options& options) noexcept : m_max(options.max_per_file) {}

    // Ask repeatedly. In all, `received` bytes have arrived, `left` are missing, and the thread has been idle for
    // `idle`.
    std::size_t wanted(nanoseconds now, std::uint64_t received, std::uint64_t left, nanoseconds idle) noexcept;

    // When to ask again.
    nanoseconds next() const noexcept
    {
        return m_looked_at + interval();
    }

    // Somebody refuses more than this many.
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
