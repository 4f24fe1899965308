// SPDX-License-Identifier: MIT
#pragma once

// Whether a machine of a swarm asks the file's URLs now.

#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>

namespace wua::detail
{

// What a machine sees of its swarm.
struct swarm_view
{
    std::size_t peers = 0;   // connected
    std::size_t orphans = 0; // pieces that neither it nor any of these has
    std::uint64_t bytes_of_peers = 0;
    bool is_unknown = false; // no tracker knows of anybody
};

// The URLs are for what no peer has, and for when peers bring nothing. Of machines that know each other about two ask
// at a time, drawn anew every some seconds: what these fetch all others have from them.
class web_seed_schedule
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // The delay is how long peers are looked for first; patience, how long they may bring nothing.
    web_seed_schedule(nanoseconds now, nanoseconds delay, nanoseconds patience, bool asks)
        : m_delay(delay),
          m_patience(patience),
          m_began(now),
          m_changed(now),
          m_last_of_peers(now),
          m_asks(asks || delay.count() == 0)
    {}

    bool asks() const noexcept
    {
        return m_asks;
    }

    // True when that has changed.
    bool look(nanoseconds now, const swarm_view& view, std::minstd_rand& random);

private:
    bool is_needed(nanoseconds now, const swarm_view& view, std::minstd_rand& random);

    nanoseconds m_delay;
    nanoseconds m_patience;
    nanoseconds m_began;
    nanoseconds m_changed;
    nanoseconds m_last_of_peers;
    nanoseconds m_drawn_until{0};
    std::uint64_t m_seen_of_peers = 0;
    bool m_asks;
    bool m_is_drawn = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/web_seed_schedule.ipp>
#endif
