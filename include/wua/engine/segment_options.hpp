// SPDX-License-Identifier: MIT
#pragma once

// How many connections may fetch one file.

#include <cstddef>
#include <cstdint>

namespace wua
{

/// A large file is fetched by several requests at once, each for a part of it, where that is faster: when its server
/// supports range requests, a digest of the file or a strong validator proves that the parts belong together, no
/// bandwidth limit is in force, and the existing connections leave the engine's thread idle. The connections count like
/// updates for parallel_limits::engine and host, and give way to updates that are waiting. Files with a digest are
/// fetched from all their URLs at once.
struct segment_options
{
    /// Connections for one file, including the first; 1: never more.
    std::size_t max_per_file = 8;

    /// The least bytes of a part, except for the rest of a part that has become slow. At least 1.
    std::uint64_t min_bytes = 256U << 10U;
};

} // namespace wua
