// SPDX-License-Identifier: MIT
#pragma once

// The process by its number: a child of fork() has another one.

#include <unistd.h>

#include <cstdint>

namespace wua::detail
{

using process_number = std::int64_t;

inline process_number this_process() noexcept
{
    return ::getpid();
}

// Whether what std::atexit() calls may wait for threads.
inline constexpr bool may_wait_at_exit = true;

} // namespace wua::detail
