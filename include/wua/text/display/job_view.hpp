// SPDX-License-Identifier: MIT
#pragma once

// What a display shows of a job at one instant: plain values, all texts printable.

#include <wua/model/outcome.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/wuapi/enums.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wua
{

/// An update that is being downloaded.
struct update_row
{
    /// Its place in the job.
    std::size_t index = 0;

    std::string name{};

    /// Bytes of the running attempt.
    std::uint64_t bytes = 0;
    std::optional<std::uint64_t> total{};

    /// By the clock on the wall; 0 until it can be said.
    double bytes_per_second = 0;
    std::optional<std::chrono::seconds> time_left{};

    /// How long no bytes have come, once it is five seconds.
    std::optional<std::chrono::seconds> stalled{};

    DownloadPhase phase = dphInitializing;
    bool is_paused = false;

    /// From 1; why the one before failed, in a few words, if that is known; and who is asked, if that is.
    std::uint32_t attempt = 1;
    std::string trouble{};
    std::string host{};
};

/// An update that has ended.
struct ended_row
{
    std::size_t index = 0;
    std::string name{};

    /// What is there of it, and how long it took; nothing when nobody looked while it was on its way.
    std::uint64_t bytes = 0;
    std::optional<std::chrono::nanoseconds> time{};
    std::uint32_t attempts = 1;

    /// Nothing had to be fetched.
    bool is_already_there = false;

    outcome result{};
};

/// A job that is not over.
struct job_view
{
    /// In the order in which they have begun.
    std::vector<update_row> active{};

    std::size_t count = 0;
    std::size_t succeeded = 0;
    std::size_t failed = 0; ///< or with errors
    std::size_t aborted = 0;

    /// Those that failed are left out of the total, as far as they never came. The total is known when that of each
    /// update is.
    std::uint64_t bytes = 0;
    std::optional<std::uint64_t> total{};

    /// By bytes, never less than before; nothing while the total is not known.
    std::optional<std::int32_t> percent{};

    double bytes_per_second = 0;
    std::optional<std::chrono::seconds> time_left{};
    std::optional<std::chrono::seconds> stalled{};

    job_state state = job_state::running;
    std::string pause_reason{};
    std::size_t retries = 0;
    std::chrono::nanoseconds elapsed{0};

    /// The most columns that any name, bytes of a total, host and trouble have taken so far, so that lines do not
    /// jitter.
    std::size_t name_columns = 0;
    std::size_t bytes_columns = 0;
    std::size_t host_columns = 0;
    std::size_t note_columns = 0;
};

/// A job that is over.
struct job_summary
{
    std::size_t count = 0;
    std::size_t succeeded = 0;
    std::size_t failed = 0;
    std::size_t aborted = 0;
    std::size_t already_there = 0; ///< of those that succeeded
    std::size_t files = 0;         ///< of those that succeeded

    /// What was fetched, and how long it took. Bytes that were there when an update was first seen on its way may be
    /// from before this job, and count for no speed.
    std::uint64_t bytes = 0;
    std::uint64_t bytes_at_first = 0;
    std::chrono::nanoseconds elapsed{0};
    std::size_t retries = 0;

    /// What did not succeed, as far as a list of it helps.
    std::vector<ended_row> failures{};
    std::size_t more_failures = 0;

    /// Where the files are; empty: nobody said so.
    std::string directory{};
};

} // namespace wua
