// SPDX-License-Identifier: MIT
// needs: libtorrent-rasterbar
// A .torrent from outside: either it describes one file and has the requested hash, or it is refused with a sentence.

#include "fuzz.hpp"
#include <wua/com/hresult.hpp>
#include <wua/engine/swarm/torrent_file.hpp>

#include <memory>
#include <optional>
#include <string>

namespace
{

std::string refusal_of(const std::string& torrent, const std::string& info_hash)
{
    try
    {
        const std::shared_ptr<lt::torrent_info> read = wua::detail::read_torrent_file(torrent, info_hash, {});
        fuzz::require(read->total_size() > 0 && read->num_pieces() > 0, "there is something to fetch");
        fuzz::require(wua::detail::info_hash_text(*read) == info_hash, "it has the hash that was asked for");
        const lt::file_storage& files = read->files();
        fuzz::require(files.file_size(lt::file_index_t{0}) + files.piece_length() > read->total_size() &&
                          !files.pad_file_at(lt::file_index_t{0}),
                      "its file is all there is but zeros, and these do not fill a piece");
        return {};
    }
    catch (const wua::hresult_error& error)
    {
        fuzz::require(!error.text().empty(), "a refusal has a sentence");
        return std::string(error.text());
    }
}

} // namespace

FUZZ_TARGET(torrent_file)
{
    const std::string torrent(fuzz::text_of(data, size));
    const std::string other(64, '0');
    const std::string refusal = refusal_of(torrent, other);
    fuzz::require(!refusal.empty(), "none has that hash");
    constexpr std::string_view told = "the torrent has another info-hash: ";
    if (const auto at = refusal.find(told); at != std::string::npos)
    {
        refusal_of(torrent, refusal.substr(at + told.size(), other.size()));
    }
    return 0;
}
