// SPDX-License-Identifier: MIT
#pragma once

// What can be changed about a job while it runs.

namespace wua
{

/// Which of these an engine obeys; see controlled_engine.
struct job_controls
{
    /// Pausing jobs and single updates.
    bool pause = false;

    /// The priority of a job, which decides what starts next.
    bool priority = false;

    /// A job's limit in bytes per second.
    bool bandwidth = false;

    bool operator==(const job_controls&) const = default;
};

} // namespace wua
