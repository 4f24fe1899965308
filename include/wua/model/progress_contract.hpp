// SPDX-License-Identifier: MIT
#pragma once

// The progress contract, checked by machine: what holds for every snapshot, and between a snapshot and a later one.

#include <wua/model/progress_snapshot.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace wua
{

/// The rules; sentence_of() words each of them.
enum class progress_rule : std::uint8_t
{
    percent_in_range,
    job_within_total,
    update_within_total,
    index_in_range,
    counts_in_order,
    hundred_only_when_terminal,
    terminal_means_all_finished,
    paused_has_no_speed,
    same_job,
    current_stays_until_ended,
    percent_never_decreases,
    bytes_never_decrease,
    counts_never_decrease,
    total_stays,
    attempt_is_monotonic,
    results_stay,
    terminal_is_final,
    paused_stands_still,
};

/// A statement that is true of every job.
constexpr std::string_view sentence_of(progress_rule rule) noexcept
{
    switch (rule)
    {
        case progress_rule::percent_in_range:
            return "a percentage is between 0 and 100";
        case progress_rule::job_within_total:
            return "the job's bytes are not more than its total, if that is known";
        case progress_rule::update_within_total:
            return "an update's bytes are not more than its size, if that is known";
        case progress_rule::index_in_range:
            return "the current index names an update of the job";
        case progress_rule::counts_in_order:
            return "no more updates have ended than there are";
        case progress_rule::hundred_only_when_terminal:
            return "100 percent is shown only by a completed job and by an update that has ended";
        case progress_rule::terminal_means_all_finished:
            return "a job is completed exactly when each of its updates has its result";
        case progress_rule::paused_has_no_speed:
            return "a paused job has no speed";
        case progress_rule::same_job:
            return "the number of updates never changes";
        case progress_rule::current_stays_until_ended:
            return "an update that was begun and is the current one stays the current one until it has ended";
        case progress_rule::percent_never_decreases:
            return "the job's percentage never decreases";
        case progress_rule::bytes_never_decrease:
            return "the job's bytes never decrease";
        case progress_rule::counts_never_decrease:
            return "the numbers of updates begun, ended and retried never decrease";
        case progress_rule::total_stays:
            return "a known total stays known, and stays as it is until a new attempt may have learnt another size";
        case progress_rule::attempt_is_monotonic:
            return "within one attempt of an update its bytes, percentage and phase never go back, nor is its size "
                   "lost";
        case progress_rule::results_stay:
            return "a result that was shown stays";
        case progress_rule::terminal_is_final:
            return "nothing changes once a job is completed";
        case progress_rule::paused_stands_still:
            return "the bytes of a paused job stand still until it is resumed";
    }
    return {};
}

struct progress_violation
{
    progress_rule rule;

    /// The rule and the numbers that violate it.
    std::string message;
};

namespace detail
{

progress_violation violation_of(progress_rule rule, std::initializer_list<std::string> numbers);

// Percentages, phases and codes are never negative here either.
template <class Number>
progress_violation violation_between(progress_rule rule, Number before, Number after)
{
    const auto text_of = [](Number number) { return std::to_string(static_cast<std::uint64_t>(number)); };
    return violation_of(rule, {text_of(before), "then", text_of(after)});
}

// The current update, if it is the same in both.
std::optional<progress_violation>
check_current_update(const progress_snapshot& previous, const progress_snapshot& next);

std::optional<progress_violation>
check_result(const progress_snapshot& previous, const progress_snapshot& next, std::size_t index);

} // namespace detail

/// Checks a single snapshot. The cost does not depend on the number of updates.
std::optional<progress_violation> check_progress(const progress_snapshot& snapshot);

/// Checks a snapshot against an earlier one of the same job. Looks at the current updates of both, and at all updates
/// if there are at most a thousand.
std::optional<progress_violation> check_progress(const progress_snapshot& previous, const progress_snapshot& next);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/progress_contract.ipp>
#endif
