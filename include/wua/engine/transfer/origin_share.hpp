// SPDX-License-Identifier: MIT
#pragma once

// Which part of a file a machine of a swarm asks the file's URLs for first.

#include <cstddef>
#include <cstdint>

namespace wua::detail
{

// Machines that know each other begin at different places, by the order of their peer ids, and go on from there around
// the file: so they ask for different parts without a word about it.
struct origin_share
{
    std::size_t place = 0; // how many of the machines come before
    std::size_t machines = 1;

    static constexpr unsigned levels = 4;

    // 0 to levels - 1, the lower the earlier.
    constexpr unsigned level_of(std::size_t piece, std::size_t pieces) const noexcept
    {
        const std::uint64_t first = std::uint64_t{pieces} * (place % machines) / machines;
        return static_cast<unsigned>((piece + pieces - first) % pieces * levels / pieces);
    }

    bool operator==(const origin_share&) const = default;
};

} // namespace wua::detail
