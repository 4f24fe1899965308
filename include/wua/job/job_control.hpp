// SPDX-License-Identifier: MIT
#pragma once

// What a client has changed about a job since it began, and the engine's callback for it.

#include <wua/wuapi/enums.hpp>

#include <cstdint>
#include <functional>
#include <optional>

namespace wua::detail
{

// Pauses are not included; the accounting keeps those.
struct job_control
{
    std::optional<DownloadPriority> priority;
    std::optional<std::uint64_t> bandwidth; // bytes per second, 0: no limit

    // Provided by the engine. Set once, and called without a lock.
    std::function<void()> on_change;
};

} // namespace wua::detail
