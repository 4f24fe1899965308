// SPDX-License-Identifier: MIT
#pragma once

// Creates the .torrent of a file, for those who publish updates.

#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace wua
{

struct torrent_options
{
    /// http://, https:// or udp://; the first that responds is used.
    std::vector<std::string> trackers{};

    /// The file's HTTP URLs, for other clients: swarm_engine uses the update's own URLs.
    std::vector<std::string> web_seeds{};

    /// Peers are found through trackers only.
    bool is_private = false;

    /// Bytes, a power of two of at least 16 KiB; 0: chosen by the file's size to give at most 2,048 pieces.
    std::uint32_t piece_size = 0;
};

struct made_torrent
{
    /// The content of the .torrent: hybrid, for clients of both versions of BitTorrent, with its piece layers.
    std::string torrent;

    /// As in content_swarm.
    std::string info_hash;

    /// The hashes by which trackers know the torrent, one for each version of BitTorrent, 40 hexadecimal digits each:
    /// for trackers that serve only listed torrents.
    std::vector<std::string> tracker_hashes{};
};

/// The same file and options always give the same torrent. Reads the whole file. Throws hresult_error: E_INVALIDARG for
/// an invalid piece size, tracker or name, and for an empty file, which neither needs nor can have a swarm;
/// std::system_error when the file cannot be read.
made_torrent make_torrent(const std::filesystem::path& file, const torrent_options& options = {});

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/torrent_maker.ipp>
#endif
