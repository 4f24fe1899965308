// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/swarm/swarm_counts.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/swarm/swarm_counts.hpp>

#include <algorithm>

namespace wua::detail
{

inline swarm_file_status bytes_of(const swarm_torrent& torrent) noexcept
{
    return {.peers = 0,
            .bytes_of_peers = torrent.bytes_of_peers,
            .bytes_of_origin = torrent.bytes_of_web_seeds,
            .bytes_to_peers = torrent.uploaded};
}

WUA_COLD swarm_counts::entry& swarm_counts::entry_of(const std::string& info_hash)
{
    constexpr std::size_t max_entries = 10'000;
    const auto made = m_entries.try_emplace(info_hash);
    entry& its = made.first->second;
    if (made.second && m_entries.size() > max_entries)
    {
        const auto idle = std::find_if(m_entries.begin(), m_entries.end(), [&](const auto& each) {
            return each.second.torrents.empty() && &each.second != &its;
        });
        if (idle != m_entries.end())
        {
            m_entries.erase(idle);
        }
    }
    return its;
}

WUA_COLD void swarm_counts::add(const std::shared_ptr<const swarm_torrent>& torrent)
{
    entry_of(torrent->order.info_hash).torrents.push_back(torrent);
}

WUA_COLD void swarm_counts::keep(const swarm_torrent& gone) noexcept
{
    const auto its = m_entries.find(gone.order.info_hash);
    if (its != m_entries.end() &&
        std::erase_if(its->second.torrents, [&](const auto& each) { return each.get() == &gone; }) != 0)
    {
        its->second.kept += bytes_of(gone);
    }
}

WUA_COLD void swarm_counts::add_bytes(const std::string& info_hash, std::uint64_t bytes)
{
    entry_of(ascii_lowered(info_hash)).kept.bytes_of_origin += bytes;
}

WUA_COLD swarm_file_status swarm_counts::of(const std::string& info_hash) const
{
    const auto found = m_entries.find(ascii_lowered(info_hash));
    if (found == m_entries.end())
    {
        return {};
    }
    swarm_file_status sum = found->second.kept;
    for (const auto& each : found->second.torrents)
    {
        sum += bytes_of(*each);
        sum.peers += each->peers;
    }
    return sum;
}

} // namespace wua::detail
