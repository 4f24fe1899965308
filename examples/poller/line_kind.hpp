// SPDX-License-Identifier: MIT
#pragma once

// What kind of line for programs it is.

#include <cstdint>

namespace poller
{

enum class line_kind : std::uint8_t
{
    job, // the first line
    progress,
    attempt,
    success, // an update has succeeded
    failure, // an update has ended without success
    result   // the result of the job, the last line
};

} // namespace poller
