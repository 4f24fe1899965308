// SPDX-License-Identifier: MIT
#pragma once

// When a fallback_engine moves on to its second engine.

#include <wua/model/outcome.hpp>

#include <chrono>
#include <functional>

namespace wua
{

struct fallback_options
{
    /// The first engine is given up for a job when none of the job's updates that it is working on has received a byte
    /// for this long, not counting those being verified. Counted from the start of the first of them. 0: never.
    std::chrono::nanoseconds no_bytes_for = std::chrono::seconds(10);

    /// Whether an update that failed in this way with the first engine is tried with the second. Called for failures
    /// only, on the threads of the first engine, for several updates at a time. An exception means no. Empty: always
    /// yes.
    std::function<bool(const outcome&)> falls_back{};

    /// How long the first engine has to release what it was given up for. After that the second one begins in any case,
    /// and further reports of the first are ignored.
    std::chrono::nanoseconds patience = std::chrono::seconds(2);
};

} // namespace wua
