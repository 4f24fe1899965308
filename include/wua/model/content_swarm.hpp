// SPDX-License-Identifier: MIT
#pragma once

// How a file is to be had from others who have it, too: a BitTorrent swarm.

#include <wua/com/ascii.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace wua
{

/// For engines that know of it, which swarm_engine does; others fetch the file by its URLs as if there was none. The
/// file must have a digest: it decides in the end whether all is right.
struct content_swarm
{
    /// The content of the .torrent: of one file, with a v2 part and its piece layers; hybrid ones have that. Empty: it
    /// is at `source`.
    std::string torrent{};

    /// Where the .torrent is to be had: http:// or https://, else a path in UTF-8, below the engine's directory unless
    /// it is an absolute one.
    std::string source{};

    /// The v2 info-hash that it must have, 64 hexadecimal digits: SHA-256 of the torrent's info dictionary. A .torrent
    /// with another one is of no use, wherever it came from.
    std::string info_hash{};

    bool operator==(const content_swarm&) const = default;
};

/// Why this can be no swarm, as a sentence; empty when it can. What the .torrent says is not looked at.
inline std::string fault_of(const content_swarm& swarm)
{
    constexpr std::size_t digits = 64;
    if (swarm.info_hash.size() != digits ||
        swarm.info_hash.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos)
    {
        return "a swarm's info-hash has 64 hexadecimal digits";
    }
    if (swarm.torrent.empty() && swarm.source.empty())
    {
        return "a swarm needs a torrent, or a place where it is to be had";
    }
    const std::size_t colon = swarm.source.find("://");
    const std::string_view scheme = std::string_view(swarm.source).substr(0, colon);
    if (swarm.torrent.empty() && colon != std::string::npos && !detail::equal_ignoring_case(scheme, "http") &&
        !detail::equal_ignoring_case(scheme, "https"))
    {
        return "the place of a torrent is a path, or a URL with http or https";
    }
    if (swarm.source.find('\0') != std::string::npos)
    {
        return "the place of a torrent has a zero in it";
    }
    return {};
}

} // namespace wua
