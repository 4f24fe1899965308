// SPDX-License-Identifier: MIT
#pragma once

// Where the bytes of a file came from.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wua::detail
{

inline constexpr std::string_view seed_prefix = "seed:";
inline constexpr std::string_view swarm_prefix = "swarm:";

// One of the file's URLs, without credentials, and the origin reached by redirects: scheme, host and port, empty if it
// is the URL's own. For a seed: the prefix and the URL of its control file; for a swarm: the prefix and its info-hash.
struct content_provider
{
    std::string url{};
    std::string origin{};

    bool operator==(const content_provider&) const = default;
};

// From that byte on another provider delivered the content.
struct content_takeover
{
    std::uint64_t from = 0;
    content_provider provider{};

    bool operator==(const content_takeover&) const = default;
};

// Further takeovers are attributed to the last one.
inline constexpr std::size_t max_takeovers = 13'000;

} // namespace wua::detail
