// SPDX-License-Identifier: MIT
#pragma once

// Makes the .torrent of a file, for those who publish updates.

#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace wua
{

struct torrent_options
{
    /// http://, https:// or udp://; the first that answers is used.
    std::vector<std::string> trackers{};

    /// Where the file is to be had by HTTP, for other clients: swarm_engine asks the update's own URLs.
    std::vector<std::string> web_seeds{};

    /// Peers are found by trackers alone.
    bool is_private = false;

    /// Bytes, a power of two from 16 KiB on; 0: by the file's size, so that there are 2,048 pieces or fewer.
    std::uint32_t piece_size = 0;
};

struct made_torrent
{
    /// The content of the .torrent: hybrid, for clients of both versions of BitTorrent, with its piece layers.
    std::string torrent;

    /// As content_swarm has it.
    std::string info_hash;

    /// By which trackers know it, one for each version of BitTorrent, 40 hexadecimal digits each: for the list of those
    /// that serve nothing else.
    std::vector<std::string> tracker_hashes{};
};

/// The same file and the same options make the same torrent. Reads the whole file. Throws hresult_error: E_INVALIDARG
/// for a piece size, a tracker or a name that makes no sense, and for an empty file, which needs no swarm and can have
/// none; std::system_error when the file cannot be read.
made_torrent make_torrent(const std::filesystem::path& file, const torrent_options& options = {});

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/torrent_maker.ipp>
#endif
