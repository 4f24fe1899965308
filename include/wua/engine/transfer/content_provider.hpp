// SPDX-License-Identifier: MIT
#pragma once

// Who gave the bytes of a file.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wua::detail
{

inline constexpr std::string_view seed_prefix = "seed:";
inline constexpr std::string_view swarm_prefix = "swarm:";

// One of the file's URLs, without credentials, and who answered there after redirects: scheme, host and port, empty
// when that is the URL's own. Of what a seed gave: the prefix and the URL of its control file; of a swarm: the prefix
// and its info-hash.
struct content_provider
{
    std::string url{};
    std::string origin{};

    bool operator==(const content_provider&) const = default;
};

// From that byte on somebody else gave what follows.
struct content_takeover
{
    std::uint64_t from = 0;
    content_provider provider{};

    bool operator==(const content_takeover&) const = default;
};

// More are not told apart from the last.
inline constexpr std::size_t max_takeovers = 13'000;

} // namespace wua::detail
