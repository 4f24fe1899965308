// SPDX-License-Identifier: MIT
#pragma once

// What each member does in each state of a job, as one table.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wua::detail
{

// How far a job has come. Each stage follows the one before; aborting may be skipped.
enum class job_stage : std::uint8_t
{
    running,
    aborting,  // an abort was requested, and not every update has ended
    completed, // IsCompleted is VARIANT_TRUE; callbacks may still be running
    ended,     // EndDownload has returned
};

// Where a call comes from: inside a callback of the same job, or a function without which it does not end, on the
// thread that runs it; or anywhere else.
enum class call_origin : std::uint8_t
{
    outside,
    callback,
};

enum class job_answer : std::uint8_t
{
    now,
    waits, // until the job is completed and its callbacks have returned, which may be now; EndDownload waits no longer
           // than running_job::callback_patience for a callback that is still running after the job's end
    refused, // WU_E_INVALID_OPERATION: it would wait for itself, or has been done already
};

struct job_rule
{
    job_stage stage;
    call_origin place;
    bool is_completed;            // get_IsCompleted
    bool has_final_progress;      // GetProgress, which always returns at once
    job_stage stage_once_aborted; // RequestAbort, which always succeeds
    job_answer clean_up;          // CleanUp, and IDownloadJobDetails::Wait
    job_answer end_download;      // IUpdateDownloader::EndDownload; its success ends the job
    bool has_async_state;         // get_AsyncState; VT_EMPTY otherwise
    std::string_view sentence;
};

// clang-format off
inline constexpr std::array<job_rule, 8> job_rules = [] {
    using enum job_stage;
    using enum call_origin;
    using enum job_answer;
    constexpr bool yes = true;
    constexpr bool no = false;
    return std::array<job_rule, 8>{{
    //   stage      called    Is-        final     RequestAbort  CleanUp,  EndDownload  Async-
    //              from      Completed  progress  leads to      Wait                   State
        {running,   outside,  no,        no,       aborting,     waits,    waits,       yes,
         "a running job can be polled, aborted and waited for"},
        {running,   callback, no,        no,       aborting,     refused,  refused,     yes,
         "a callback of a running job can poll and abort it, but not wait for it"},
        {aborting,  outside,  no,        no,       aborting,     waits,    waits,       yes,
         "a job that is being aborted is like a running one, and a second abort changes nothing"},
        {aborting,  callback, no,        no,       aborting,     refused,  refused,     yes,
         "a callback of a job that is being aborted can poll it, but not wait for it"},
        {completed, outside,  yes,       yes,      completed,    waits,    waits,       yes,
         "a completed job gives its result, and an abort comes too late"},
        {completed, callback, yes,       yes,      completed,    refused,  now,         yes,
         "the completed callback can end its job, but not clean it up"},
        {ended,     outside,  yes,       yes,      ended,        waits,    refused,     no,
         "an ended job has let go of its state, cannot be ended again, and can be cleaned up"},
        {ended,     callback, yes,       yes,      ended,        refused,  refused,     no,
         "the completed callback cannot end its job twice"},
    }};
}();
// clang-format on

constexpr const job_rule& rule_of(job_stage stage, call_origin place) noexcept
{
    return job_rules[2 * static_cast<std::size_t>(stage) + static_cast<std::size_t>(place)];
}

static_assert([] {
    for (const job_rule& rule : job_rules)
    {
        if (&rule_of(rule.stage, rule.place) != &rule)
        {
            return false;
        }
    }
    return true;
}());

} // namespace wua::detail
