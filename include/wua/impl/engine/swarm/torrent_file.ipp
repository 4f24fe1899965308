// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/swarm/torrent_file.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/hresult.hpp>
#include <wua/engine/swarm/torrent_file.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/wuapi/errors.hpp>

#include <libtorrent/error_code.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace wua::detail
{

WUA_COLD void require_tracker(const std::string& url)
{
    const std::size_t colon = std::min(url.find("://"), url.size());
    const std::string scheme = ascii_lowered(url.substr(0, colon));
    const std::string rest = url.substr(std::min(colon + 3, url.size()));
    if ((scheme != "http" && scheme != "https" && scheme != "udp") || rest.empty() || rest.front() == '/' ||
        rest.front() == ':' || one_line(url) != url || url.find(' ') != std::string::npos)
    {
        throw hresult_error(e_invalidarg, joined({"a tracker is a URL with http, https or udp, not ", one_line(url)}));
    }
}

WUA_COLD std::string hash_text(const std::string& bytes)
{
    std::string text;
    for (const char each : bytes)
    {
        text += hex_digit(static_cast<unsigned char>(each) >> 4U);
        text += hex_digit(static_cast<unsigned char>(each));
    }
    return text;
}

WUA_COLD std::string info_hash_text(const lt::torrent_info& torrent)
{
    return hash_text(torrent.info_hashes().v2.to_string());
}

WUA_COLD std::uint64_t content_size(const lt::file_storage& files)
{
    std::uint64_t size = 0;
    for (const lt::file_index_t each : files.file_range())
    {
        size += files.pad_file_at(each) ? 0U : static_cast<std::uint64_t>(files.file_size(each));
    }
    return size;
}

WUA_COLD std::shared_ptr<lt::torrent_info>
read_torrent_file(const std::string& torrent, const std::string& info_hash, const std::vector<std::string>& names)
{
    const auto refuse = [](std::string sentence) { throw hresult_error(wu_e_invalid_file, std::move(sentence)); };
    lt::error_code error;
    const lt::span<const char> bytes(torrent.data(), static_cast<std::ptrdiff_t>(torrent.size()));
    auto read = std::make_shared<lt::torrent_info>(bytes, error, lt::from_span);
    if (error)
    {
        refuse(joined({"the torrent is broken: ", error.message()}));
    }
    if (!read->info_hashes().has_v2())
    {
        refuse("the torrent has no v2 part");
    }
    const std::string found = info_hash_text(*read);
    if (!std::equal(found.begin(), found.end(), info_hash.begin(), info_hash.end(),
                    [](char a, char b) { return a == ascii_lower(b); }))
    {
        refuse(joined({"the torrent has another info-hash: ", found}));
    }
    // libtorrent itself refuses padding before the first file, and any that is longer than the rest of a piece.
    const lt::file_storage& files = read->files();
    int count = 0;
    lt::file_index_t its{0};
    for (const lt::file_index_t each : files.file_range())
    {
        if (!files.pad_file_at(each))
        {
            ++count;
            its = each;
        }
    }
    if (count != 1)
    {
        refuse(joined({"the torrent is of ", count, " files, not of one"}));
    }
    if (!read->v2_piece_hashes_verified())
    {
        refuse("the torrent has no piece layers");
    }
    const std::string name(files.file_name(its));
    // libtorrent changes some names, so both spellings count; whether the name is safe is decided elsewhere.
    const std::string written(read->info("name").string_value());
    const auto is_its = [&](const std::string& each) {
        return each == name || (each == written && files.file_path(its) == name);
    };
    if (!names.empty() && std::none_of(names.begin(), names.end(), is_its))
    {
        refuse(joined({"the torrent is for a file with another name: ", one_line(name)}));
    }
    return read;
}

} // namespace wua::detail
