// SPDX-License-Identifier: MIT
#pragma once

// How to get a file from others who have it: a BitTorrent swarm.

#include <wua/com/ascii.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace wua
{

/// For engines that support it, such as swarm_engine; others fetch the file from its URLs as if there were no swarm.
/// The file must have a digest, which finally decides whether the content is right.
struct content_swarm
{
    /// The content of the .torrent, for a single file, with a v2 part and its piece layers; hybrid torrents qualify.
    /// Empty: it is at `source`.
    std::string torrent{};

    /// Where to get the .torrent: http:// or https://, otherwise a path in UTF-8, relative to the engine's directory
    /// unless absolute.
    std::string source{};

    /// The required v2 info-hash, 64 hexadecimal digits: SHA-256 of the torrent's info dictionary. A .torrent with a
    /// different one is not used, wherever it came from.
    std::string info_hash{};

    bool operator==(const content_swarm&) const = default;
};

/// Why this is not a valid swarm, as a sentence; empty if it is valid. The .torrent itself is not examined.
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
        return "a swarm needs a torrent, or the place where it is";
    }
    const std::size_t colon = swarm.source.find("://");
    const std::string_view scheme = std::string_view(swarm.source).substr(0, colon);
    if (swarm.torrent.empty() && colon != std::string::npos && !detail::equal_ignoring_case(scheme, "http") &&
        !detail::equal_ignoring_case(scheme, "https"))
    {
        return "the place of a torrent must be a path, or a URL with http or https";
    }
    if (swarm.source.find('\0') != std::string::npos)
    {
        return "the place of a torrent contains a zero character";
    }
    return {};
}

} // namespace wua
