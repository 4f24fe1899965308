// SPDX-License-Identifier: MIT
#pragma once

// What came of each file from whom, by the info-hash of its swarm.

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

// For one thread at a time. Of the files whose swarms are gone some are forgotten when there are very many.
class swarm_counts
{
public:
    // Counts until keep(). Its order has lower-case digits. Throws std::bad_alloc.
    void add(const std::shared_ptr<const swarm_torrent>& torrent);

    // It is gone; what it has come to still counts.
    void keep(const swarm_torrent& gone) noexcept;

    // Without the swarm. Throws std::bad_alloc.
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
