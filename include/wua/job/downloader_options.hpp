// SPDX-License-Identifier: MIT
#pragma once

// Settings of a downloader, and of jobs started without one.

#include <chrono>
#include <cstdint>

namespace wua
{

/// A negative time makes starting a job fail with E_INVALIDARG.
struct downloader_options
{
    /// True: BeginDownload fails with E_POINTER unless given both callbacks, as some builds of the real agent do.
    bool requires_callbacks = false;

    /// False: numbers recorded by the engine are published as they are (transfer::publish_recorded), so that clients
    /// can be tested against what the real agent was seen doing. The rest of the contract still holds.
    bool keeps_contract = true;

    /// The minimum time between progress callbacks. Driven engines report every event regardless.
    std::chrono::nanoseconds progress_interval = std::chrono::milliseconds(100);

    /// How long the engine has to end every update after an abort; then the job ends them itself.
    std::chrono::nanoseconds abort_limit = std::chrono::seconds(5);

    /// How many attempts of each update job::story() reports: the last ones; 0: none. Unless keeps_successes is set,
    /// attempts that succeeded before any other failed are left out, so that a job without failures needs no memory.
    std::uint32_t attempts_kept = 16;
    bool keeps_successes = false;

    /// Whether job::files() reports the result of each file. False: it reports nothing, and takes no memory.
    bool keeps_files = false;
};

} // namespace wua
