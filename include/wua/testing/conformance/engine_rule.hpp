// SPDX-License-Identifier: MIT
#pragma once
// The rules for engines. Public, since tests name them.

#include <wua/job/engine_fault.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wua
{

/// sentence_of() explains each of them.
enum class engine_rule : std::uint8_t
{
    start_returns_at_once,
    start_does_not_throw,
    every_update_ends,
    transfer_is_kept,
    updates_exist,
    finishes_once,
    silent_after_the_end,
    bytes_within_size,
    bytes_go_forward,
    size_stays,
    phases_go_forward,
    attempts_keep_what_is_there,
    results_make_sense,
    success_has_all_bytes,
    results_are_right,
    done_is_passed_over,
    abort_is_obeyed,
    abort_spoils_nothing,
    end_of_engine_ends_jobs,
    engine_can_be_destroyed,
    progress_contract_is_kept,
    callback_law_is_kept,
    pause_is_obeyed,
    pause_spoils_nothing,
    reports_do_not_overlap,
    time_goes_forward,
};

/// The rule as one sentence.
constexpr std::string_view sentence_of(engine_rule rule) noexcept
{
    switch (rule)
    {
        case engine_rule::start_returns_at_once:
            return "start() returns at once, and leaves the work to others";
        case engine_rule::start_does_not_throw:
            return "start() does not throw; what it cannot do, it reports as failed";
        case engine_rule::every_update_ends:
            return "every update of a job gets its result";
        case engine_rule::transfer_is_kept:
            return "the engine ends updates with a result, and not by dropping their transfer";
        case engine_rule::updates_exist:
            return "the engine reports only updates that the job has";
        case engine_rule::finishes_once:
            return "an update is finished once";
        case engine_rule::silent_after_the_end:
            return "nothing is reported of an update that has ended";
        case engine_rule::bytes_within_size:
            return "an update's bytes are not more than its size";
        case engine_rule::bytes_go_forward:
            return "an update's bytes do not go back within an attempt";
        case engine_rule::size_stays:
            return "an update's size is possible, and does not change within an attempt";
        case engine_rule::phases_go_forward:
            return "an update's phases do not go back within an attempt";
        case engine_rule::attempts_keep_what_is_there:
            return "a new attempt begins with no more bytes than there were";
        case engine_rule::results_make_sense:
            return "an update is finished with a result that does not contradict itself";
        case engine_rule::success_has_all_bytes:
            return "an update that succeeds has reported all its bytes";
        case engine_rule::results_are_right:
            return "updates that can be downloaded succeed, and the others fail";
        case engine_rule::done_is_passed_over:
            return "an update that has its result before the start is passed over";
        case engine_rule::abort_is_obeyed:
            return "after an abort every update ends soon, and the engine begins no more of them";
        case engine_rule::abort_spoils_nothing:
            return "after an abort an update ends as aborted, or as it would have without the abort";
        case engine_rule::end_of_engine_ends_jobs:
            return "destroying the engine ends its jobs";
        case engine_rule::engine_can_be_destroyed:
            return "the engine's destructor returns, whatever the engine is doing, also where it reports";
        case engine_rule::progress_contract_is_kept:
            return "the progress contract holds for whoever polls";
        case engine_rule::callback_law_is_kept:
            return "the callbacks of a job come as promised";
        case engine_rule::pause_is_obeyed:
            return "an engine that can pause does so soon, reports it, and does not go on by itself";
        case engine_rule::pause_spoils_nothing:
            return "an update that was paused and resumed ends as it would have otherwise";
        case engine_rule::reports_do_not_overlap:
            return "reports of one update do not overlap";
        case engine_rule::time_goes_forward:
            return "the engine's clock neither goes back nor jumps, nor does it stand still";
    }
    return {};
}

/// The rule that a senseless report violates.
constexpr engine_rule broken_by(detail::engine_fault kind) noexcept
{
    switch (kind)
    {
        case detail::engine_fault::unknown_update:
            return engine_rule::updates_exist;
        case detail::engine_fault::after_the_end:
            return engine_rule::silent_after_the_end;
        case detail::engine_fault::finished_again:
            return engine_rule::finishes_once;
        case detail::engine_fault::bytes_beyond_size:
            return engine_rule::bytes_within_size;
        case detail::engine_fault::bytes_went_back:
            return engine_rule::bytes_go_forward;
        case detail::engine_fault::size_changed:
        case detail::engine_fault::size_impossible:
            return engine_rule::size_stays;
        case detail::engine_fault::phase_went_back:
            return engine_rule::phases_go_forward;
        case detail::engine_fault::kept_too_much:
            return engine_rule::attempts_keep_what_is_there;
        case detail::engine_fault::moved_while_paused:
            return engine_rule::pause_is_obeyed;
        case detail::engine_fault::no_result:
        case detail::engine_fault::contradictory_result:
            break;
    }
    return engine_rule::results_make_sense;
}

struct engine_violation
{
    engine_rule rule;
    std::string message; ///< the rule, what the engine was asked to do, and what it did
};

std::vector<std::string> messages_of(std::vector<engine_violation> violations);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/conformance/engine_rule.ipp>
#endif
