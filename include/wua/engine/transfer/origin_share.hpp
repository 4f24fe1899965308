// SPDX-License-Identifier: MIT
#pragma once

// Which part of a file a machine of a swarm requests from the file's URLs first.

#include <cstddef>
#include <cstdint>

namespace wua::detail
{

// Machines that know each other start at different places, in the order of their peer ids, and continue from there
// around the file. So they request different parts without having to negotiate.
struct origin_share
{
    std::size_t place = 0; // how many machines come before this one
    std::size_t machines = 1;

    static constexpr unsigned levels = 4;

    // 0 to levels - 1; lower levels are fetched earlier.
    constexpr unsigned level_of(std::size_t piece, std::size_t pieces) const noexcept
    {
        const std::uint64_t first = std::uint64_t{pieces} * (place % machines) / machines;
        return static_cast<unsigned>((piece + pieces - first) % pieces * levels / pieces);
    }

    bool operator==(const origin_share&) const = default;
};

} // namespace wua::detail
