// SPDX-License-Identifier: MIT
#pragma once

// What can be chosen about a ledger.

#include <wua/job/clock.hpp>

#include <chrono>
#include <cstdint>
#include <functional>

namespace wua::detail
{

struct ledger_options
{
    time_source clock = steady_time;

    // After an abort the engine has this long to end every update; then the ledger ends them itself.
    std::chrono::nanoseconds abort_limit = std::chrono::seconds(5);

    // False: numbers that the engine records are published as they are (transfer::publish_recorded), so that clients
    // can be tested against what the real agent was seen doing. Everything else in the contract still holds.
    bool keeps_contract = true;

    // False: the sizes of the items are not those of the work, which the engine names.
    bool takes_sizes = true;

    // See downloader_options.
    std::uint32_t attempts_kept = 16;
    bool keeps_successes = false;
    bool keeps_files = false;

    // How long a reader waits for a writer that is in the way, and is gone if it was a thread of the process that this
    // one was forked from.
    std::chrono::nanoseconds read_patience = std::chrono::seconds(5);

    // False: the abort limit is not counted by the clock but by steady_time, since nobody drives what the clock is of.
    // Asked without a lock, when the abort is requested; null: true.
    std::function<bool()> is_clock_driven{};
};

} // namespace wua::detail
