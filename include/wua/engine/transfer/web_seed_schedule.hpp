// SPDX-License-Identifier: MIT
#pragma once

// Whether a machine of a swarm should ask the file's URLs now.

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
    std::size_t orphans = 0; // pieces that neither this machine nor any of its peers has
    std::uint64_t bytes_of_peers = 0;
    bool is_unknown = false; // no tracker knows of any peer
};

// The URLs are for what no peer has, and for times when peers deliver nothing. Of machines that know each other, about
// two ask at a time, drawn anew every few seconds; all others get from them what they fetch.
class web_seed_schedule
{
public:
    using nanoseconds = std::chrono::nanoseconds;

    // `delay`: how long to look for peers first; `patience`: how long they may deliver nothing.
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

    // True when the answer has changed.
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
