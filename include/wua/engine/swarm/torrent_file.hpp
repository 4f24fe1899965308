// SPDX-License-Identifier: MIT
#pragma once

// What a .torrent says, as far as it is one of a single file with v2 hashes.

#include <wua/separate_compilation.hpp>

#include <libtorrent/torrent_info.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace wua::detail
{

// Throws hresult_error, WU_E_INVALID_FILE, with a sentence, when it is none, has another info-hash (64 hexadecimal
// digits), or is of a file that has none of the names; of any name if there are none.
std::shared_ptr<lt::torrent_info>
read_torrent_file(const std::string& torrent, const std::string& info_hash, const std::vector<std::string>& names);

// Without the zeros that fill pieces: behind the file of a torrent of version 2 there may be some, as libtorrent has
// it.
std::uint64_t content_size(const lt::file_storage& files);

// Throws hresult_error, E_INVALIDARG, for what is no URL of a tracker.
void require_tracker(const std::string& url);

// In hexadecimal digits.
std::string hash_text(const std::string& bytes);

// Its v2 info-hash, 64 hexadecimal digits.
std::string info_hash_text(const lt::torrent_info& torrent);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/torrent_file.ipp>
#endif
