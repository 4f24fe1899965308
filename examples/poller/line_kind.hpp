// SPDX-License-Identifier: MIT
#pragma once

// What a line for programs is about.

#include <cstdint>

namespace poller
{

enum class line_kind : std::uint8_t
{
    job, // the first
    progress,
    attempt,
    success, // of an update
    failure, // of an update: whatever is no success
    result   // of the job; the last
};

} // namespace poller
