// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/torrent_maker.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/hresult.hpp>
#include <wua/engine/swarm/torrent_file.hpp>
#include <wua/engine/torrent_maker.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <libtorrent/create_torrent.hpp>
#include <libtorrent/error_code.hpp>
#include <libtorrent/torrent_info.hpp>

#include <system_error>

namespace wua
{

WUA_COLD made_torrent make_torrent(const std::filesystem::path& file, const torrent_options& options)
{
    constexpr std::uint64_t min_piece_size = 16U << 10U;
    constexpr std::uint64_t usual = 64U << 10U;
    constexpr std::uint64_t max_piece_size = 64U << 20U;
    const std::filesystem::path whole = std::filesystem::absolute(file);
    const std::uint64_t size = std::filesystem::file_size(whole);
    if (size == 0)
    {
        throw hresult_error(e_invalidarg, "an empty file can have no torrent, and needs none");
    }
    std::uint64_t piece = options.piece_size == 0 ? usual : options.piece_size;
    if (piece < min_piece_size || piece > max_piece_size || (piece & (piece - 1)) != 0)
    {
        throw hresult_error(
            e_invalidarg, "the size of a torrent's pieces must be a power of two, from 16 KiB to 64 MiB");
    }
    constexpr std::uint64_t max_pieces = 2'048;
    while (options.piece_size == 0 && piece < max_piece_size && size / piece >= max_pieces)
    {
        piece *= 2;
    }
    for (const std::string& tracker : options.trackers)
    {
        detail::require_tracker(tracker);
    }
    lt::file_storage files;
    files.add_file(whole.filename().string(), static_cast<std::int64_t>(size));
    lt::create_torrent maker(files, static_cast<int>(piece));
    maker.set_creation_date(0);
    maker.set_priv(options.is_private);
    int tier = 0;
    for (const std::string& tracker : options.trackers)
    {
        maker.add_tracker(tracker, tier++);
    }
    for (const std::string& url : options.web_seeds)
    {
        maker.add_url_seed(url);
    }
    lt::error_code error;
    lt::set_piece_hashes(maker, whole.parent_path().string(), error);
    if (error)
    {
        throw std::system_error(error.value(), std::generic_category(), "cannot read " + whole.string());
    }
    const std::vector<char> bytes = maker.generate_buf();
    made_torrent made;
    made.torrent.assign(bytes.begin(), bytes.end());
    const lt::torrent_info info(
        lt::span<const char>(bytes.data(), static_cast<std::ptrdiff_t>(bytes.size())), error, lt::from_span);
    if (error)
    {
        throw hresult_error(e_invalidarg, detail::joined({"a torrent cannot have a file of that name: ",
                                                          detail::one_line(whole.filename().string())}));
    }
    made.info_hash = detail::info_hash_text(info);
    made.tracker_hashes = {detail::hash_text(info.info_hashes().v1.to_string()), made.info_hash.substr(0, 40)};
    return made;
}

} // namespace wua
