// SPDX-License-Identifier: MIT
#pragma once

// When a fallback_engine goes on with its second engine.

#include <wua/model/outcome.hpp>

#include <chrono>
#include <functional>

namespace wua
{

struct fallback_options
{
    /// The first engine is given up for a job when none of the job's updates that it works on has brought a byte for so
    /// long; those that it verifies do not count. Counted from the start of the first of them. 0: never.
    std::chrono::nanoseconds no_bytes_for = std::chrono::seconds(10);

    /// Whether an update that failed so with the first engine is tried with the second; called with failures alone, on
    /// the threads of the first engine, at the same time for several updates. What it throws is a no. Empty: every
    /// failure is.
    std::function<bool(const outcome&)> falls_back{};

    /// So long the first engine has to let go of what it was given up for; then the second one begins in any case, and
    /// what the first one still reports is ignored.
    std::chrono::nanoseconds patience = std::chrono::seconds(2);
};

} // namespace wua
