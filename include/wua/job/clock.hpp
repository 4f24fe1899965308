// SPDX-License-Identifier: MIT
#pragma once

// Time as a parameter, so that tests and the simulated engine own it.

#include <chrono>
#include <functional>

namespace wua
{

/// Monotonic time since an epoch that only the source knows. Called from any thread.
using time_source = std::function<std::chrono::nanoseconds()>;

/// The source of everyone who does not bring another one.
inline std::chrono::nanoseconds steady_time()
{
    return std::chrono::steady_clock::now().time_since_epoch();
}

} // namespace wua
