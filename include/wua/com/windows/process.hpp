// SPDX-License-Identifier: MIT
#pragma once

// There is no fork(): whatever runs here runs in the process that began it.

#include <cstdint>

namespace wua::detail
{

using process_number = std::int64_t;

inline process_number this_process() noexcept
{
    return 0;
}

} // namespace wua::detail
