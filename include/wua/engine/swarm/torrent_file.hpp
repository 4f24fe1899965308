// SPDX-License-Identifier: MIT
#pragma once

// Reads a .torrent, if it describes a single file with v2 hashes.

#include <wua/separate_compilation.hpp>

#include <libtorrent/torrent_info.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace wua::detail
{

// Throws hresult_error, WU_E_INVALID_FILE, with a sentence, if it is not a torrent, has another info-hash (64
// hexadecimal digits), or its file has none of the names; without names, any name will do.
std::shared_ptr<lt::torrent_info>
read_torrent_file(const std::string& torrent, const std::string& info_hash, const std::vector<std::string>& names);

// Without the zeros that pad pieces: libtorrent may have some after the file of a version 2 torrent.
std::uint64_t content_size(const lt::file_storage& files);

// Throws hresult_error, E_INVALIDARG, for an invalid tracker URL.
void require_tracker(const std::string& url);

// In hexadecimal digits.
std::string hash_text(const std::string& bytes);

// Its v2 info-hash, 64 hexadecimal digits.
std::string info_hash_text(const lt::torrent_info& torrent);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/torrent_file.ipp>
#endif
