// SPDX-License-Identifier: MIT
#pragma once

// How many updates are downloaded at the same time.

#include <cstddef>

namespace wua
{

/// Each must be at least 1.
struct parallel_limits
{
    std::size_t engine = 16;
    std::size_t job = 8;
    std::size_t host = 8;
};

} // namespace wua
