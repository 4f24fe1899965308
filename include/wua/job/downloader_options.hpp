// SPDX-License-Identifier: MIT
#pragma once

// Settings of a downloader, and of jobs that are started without one.

#include <chrono>
#include <cstdint>

namespace wua
{

/// With a time below 0 no job begins: E_INVALIDARG.
struct downloader_options
{
    /// True: BeginDownload without both callbacks is E_POINTER, as some builds of the real agent were seen to have it.
    bool requires_callbacks = false;

    /// False: numbers that the engine records are published as they are (transfer::publish_recorded), so that clients
    /// can be tested against what the real agent was seen doing. Everything else in the contract still holds.
    bool keeps_contract = true;

    /// Progress callbacks come no more often than this. Engines that are driven tell of every event.
    std::chrono::nanoseconds progress_interval = std::chrono::milliseconds(100);

    /// After an abort the engine has this long to end every update; then the job ends them itself.
    std::chrono::nanoseconds abort_limit = std::chrono::seconds(5);

    /// How many attempts of each update job::story() tells: the last ones; 0: none. Without keeps_successes those are
    /// left out that went well before any other failed, so that a job in which all goes well needs no room for them.
    std::uint32_t attempts_kept = 16;
    bool keeps_successes = false;

    /// job::files() tells what became of each file. False: nothing, which takes no room.
    bool keeps_files = false;
};

} // namespace wua
