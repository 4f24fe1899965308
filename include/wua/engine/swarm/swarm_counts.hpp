// SPDX-License-Identifier: MIT
#pragma once

// How much of each file came from whom, by the info-hash of its swarm.

#include <wua/engine/swarm/swarm_torrent.hpp>
#include <wua/engine/swarm_options.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace wua::detail
{

// For one thread at a time. If there are very many, some files whose swarms are gone are forgotten.
class swarm_counts
{
public:
    // Counts it until keep(). The info-hash in its order has lower-case digits. Throws std::bad_alloc.
    void add(const std::shared_ptr<const swarm_torrent>& torrent);

    // The torrent is gone; its totals still count.
    void keep(const swarm_torrent& gone) noexcept;

    // Bytes that came without the swarm. Throws std::bad_alloc.
    void add_bytes(const std::string& info_hash, std::uint64_t bytes);

    swarm_file_status of(const std::string& info_hash) const;

private:
    struct entry
    {
        std::vector<std::shared_ptr<const swarm_torrent>> torrents;
        swarm_file_status kept;
    };

    entry& entry_of(const std::string& info_hash);

    std::map<std::string, entry> m_entries; // by lower-case digits
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/swarm_counts.ipp>
#endif
