// SPDX-License-Identifier: MIT
#pragma once

// Options of a ledger.

#include <wua/job/clock.hpp>
#include <wua/job/weak_engine_handle.hpp>

#include <chrono>
#include <cstdint>

namespace wua::detail
{

struct ledger_options
{
    time_source clock = steady_time;

    // How long the engine has to end every update after an abort; then the ledger ends them itself.
    std::chrono::nanoseconds abort_limit = std::chrono::seconds(5);

    // False: numbers recorded by the engine are published as they are (transfer::publish_recorded), so that clients can
    // be tested against what the real agent was seen doing. The rest of the contract still holds.
    bool keeps_contract = true;

    // False: the items' sizes do not measure the work; the engine reports its size.
    bool takes_sizes = true;

    // See downloader_options.
    std::uint32_t attempts_kept = 16;
    bool keeps_successes = false;
    bool keeps_files = false;

    // How long a reader waits for a writer that is in the way; a writer that belonged to the process from which this
    // one was forked never finishes.
    std::chrono::nanoseconds read_patience = std::chrono::seconds(5);

    // The engine whose clock it is. When nobody drives it, the abort limit is measured by steady_time instead.
    weak_engine_handle clock_engine{};
};

} // namespace wua::detail
