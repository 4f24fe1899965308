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

// In a DLL it is called when the threads are gone, or under the loader's lock, which they need to end.
inline constexpr bool may_wait_at_exit = false;

} // namespace wua::detail
