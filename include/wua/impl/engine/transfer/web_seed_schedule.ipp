// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/web_seed_schedule.hpp>.

#include <wua/engine/transfer/web_seed_schedule.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD bool web_seed_schedule::look(nanoseconds now, const swarm_view& view, std::minstd_rand& random)
{
    if (std::exchange(m_seen_of_peers, view.bytes_of_peers) != view.bytes_of_peers)
    {
        m_last_of_peers = now;
    }
    if (m_delay.count() == 0)
    {
        return false;
    }
    constexpr nanoseconds min_wait = std::chrono::seconds(1); // about the time that a new connection takes
    const bool is_needed_now = is_needed(now, view, random);
    const bool is_due =
        is_needed_now ? now - m_began >= m_delay || (view.is_unknown && view.peers == 0) : now - m_changed >= min_wait;
    if (!is_due || m_asks == is_needed_now)
    {
        return false;
    }
    m_asks = is_needed_now;
    m_changed = now;
    return true;
}

WUA_COLD bool web_seed_schedule::is_needed(nanoseconds now, const swarm_view& view, std::minstd_rand& random)
{
    if (view.peers == 0 || now - m_last_of_peers >= m_patience)
    {
        return true;
    }
    if (now >= m_drawn_until)
    {
        m_drawn_until = now + std::chrono::seconds(3);
        m_is_drawn = random() % (view.peers + 1) < 2;
    }
    return m_is_drawn && view.orphans != 0;
}

} // namespace wua::detail
