// SPDX-License-Identifier: MIT
#pragma once

// How many connections may fetch one file.

#include <cstddef>
#include <cstdint>

namespace wua
{

/// A large file is fetched by several requests at once, each for a part of it, where that is faster: when its server
/// can be asked for parts, something tells that these belong together (a digest of the file or a strong validator), no
/// limit of bandwidth is in force, and the connections that are there leave the engine's thread idle. They count as
/// updates do for parallel_limits::engine and host, and give way to updates that wait. Files with a digest are
/// fetched from all their URLs at once.
struct segment_options
{
    /// Connections for one file, the first included; 1: never more.
    std::size_t max_per_file = 8;

    /// No part has fewer bytes, but for the rest of one that has become slow. At least 1.
    std::uint64_t min_bytes = 256U << 10U;
};

} // namespace wua
