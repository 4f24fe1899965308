// SPDX-License-Identifier: MIT
#pragma once

// What can be changed about a job while it runs.

namespace wua
{

/// What an engine obeys of it; see controlled_engine.
struct job_controls
{
    /// Jobs and single updates can be paused.
    bool pause = false;

    /// The priority of a job, which decides what starts next.
    bool priority = false;

    /// A job's limit of bytes per second.
    bool bandwidth = false;

    bool operator==(const job_controls&) const = default;
};

} // namespace wua
