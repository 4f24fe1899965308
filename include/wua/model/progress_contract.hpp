// SPDX-License-Identifier: MIT
#pragma once

// The progress contract, machine-checked: what holds for every snapshot, and between a snapshot and a later one.

#include <wua/model/progress_snapshot.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wua
{

/// The rules, each with its sentence below.
enum class progress_rule : std::uint8_t
{
    percent_in_range,
    job_within_total,
    update_within_total,
    index_in_range,
    counts_in_order,
    hundred_only_when_terminal,
    terminal_means_all_finished,
    same_job,
    current_stays_until_ended,
    percent_never_decreases,
    bytes_never_decrease,
    counts_never_decrease,
    total_stays,
    attempt_is_monotonic,
    results_stay,
    terminal_is_final,
};

/// A statement that holds for every job.
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
    }
    return {};
}

struct progress_violation
{
    progress_rule rule;

    /// The rule and the numbers that break it.
    std::string message;
};

namespace detail
{

inline progress_violation violation_of(progress_rule rule, std::initializer_list<std::string> numbers)
{
    std::string message(sentence_of(rule));
    message += ':';
    for (const std::string& number : numbers)
    {
        message += ' ';
        message += number;
    }
    return {rule, std::move(message)};
}

// Percentages, phases and codes, too, are not negative here.
inline progress_violation violation_between(progress_rule rule, std::uint64_t before, std::uint64_t after)
{
    return violation_of(rule, {std::to_string(before), "then", std::to_string(after)});
}

// The current update, if it is the same in both.
inline std::optional<progress_violation>
check_current_update(const progress_snapshot& previous, const progress_snapshot& next)
{
    constexpr progress_rule rule = progress_rule::attempt_is_monotonic;
    if (next.current_update_attempt() < previous.current_update_attempt())
    {
        return violation_between(rule, previous.current_update_attempt(), next.current_update_attempt());
    }
    if (next.current_update_percent() < previous.current_update_percent())
    {
        return violation_between(rule, previous.current_update_percent(), next.current_update_percent());
    }
    if (next.current_update_attempt() != previous.current_update_attempt())
    {
        return std::nullopt;
    }
    if (next.current_update_bytes_downloaded() < previous.current_update_bytes_downloaded())
    {
        return violation_between(
            rule, previous.current_update_bytes_downloaded(), next.current_update_bytes_downloaded());
    }
    if (next.current_update_phase() < previous.current_update_phase())
    {
        return violation_between(rule, previous.current_update_phase(), next.current_update_phase());
    }
    // A later attempt may begin with the size of the one before and learn its own.
    const auto size_before = previous.current_update_bytes_to_download();
    const auto size = next.current_update_bytes_to_download();
    if (size_before && size_before != size && (next.current_update_attempt() <= 1 || !size))
    {
        return violation_between(rule, *size_before, size.value_or(unknown_bytes));
    }
    return std::nullopt;
}

inline std::optional<progress_violation>
check_result(const progress_snapshot& previous, const progress_snapshot& next, std::size_t index)
{
    const outcome before = previous.result(index);
    const outcome after = next.result(index);
    const bool stays =
        before.is_final() ? before == after : after.code != orcNotStarted || before.code == orcNotStarted;
    if (stays)
    {
        return std::nullopt;
    }
    return violation_between(progress_rule::results_stay, before.code, after.code);
}

} // namespace detail

/// Checks one snapshot by itself. Costs the same for any number of updates.
inline std::optional<progress_violation> check_progress(const progress_snapshot& snapshot)
{
    using detail::violation_of;
    using std::to_string;
    const std::int32_t percent = snapshot.percent();
    const std::int32_t update_percent = snapshot.current_update_percent();
    if (percent < 0 || percent > 100 || update_percent < 0 || update_percent > 100)
    {
        return violation_of(progress_rule::percent_in_range, {to_string(percent), to_string(update_percent)});
    }
    if (const auto total = snapshot.bytes_to_download(); total && snapshot.bytes_downloaded() > *total)
    {
        return violation_of(
            progress_rule::job_within_total, {to_string(snapshot.bytes_downloaded()), to_string(*total)});
    }
    if (const auto size = snapshot.current_update_bytes_to_download();
        size && snapshot.current_update_bytes_downloaded() > *size)
    {
        return violation_of(progress_rule::update_within_total,
                            {to_string(snapshot.current_update_bytes_downloaded()), to_string(*size)});
    }
    const std::size_t count = snapshot.update_count();
    if (snapshot.current_update_index() >= count)
    {
        return violation_of(progress_rule::index_in_range, {to_string(snapshot.current_update_index()), to_string(count)});
    }
    if (snapshot.started() > count || snapshot.finished() > count)
    {
        return violation_of(
            progress_rule::counts_in_order, {to_string(snapshot.started()), to_string(snapshot.finished()), to_string(count)});
    }
    if (percent == 100 && !snapshot.is_completed())
    {
        return violation_of(progress_rule::hundred_only_when_terminal, {to_string(percent)});
    }
    if (update_percent == 100 && !snapshot.result(snapshot.current_update_index()).is_final())
    {
        return violation_of(progress_rule::hundred_only_when_terminal, {to_string(update_percent)});
    }
    if (snapshot.is_completed() != (snapshot.finished() == count))
    {
        return violation_of(
            progress_rule::terminal_means_all_finished, {to_string(snapshot.finished()), to_string(count)});
    }
    return std::nullopt;
}

/// Checks a snapshot against an earlier one of the same job. Looks at the current updates of both, and at all of them
/// when the job has not more than a thousand.
inline std::optional<progress_violation>
check_progress(const progress_snapshot& previous, const progress_snapshot& next)
{
    using detail::violation_between;
    if (auto violation = check_progress(next))
    {
        return violation;
    }
    if (previous.update_count() != next.update_count())
    {
        return violation_between(progress_rule::same_job, previous.update_count(), next.update_count());
    }
    if (previous.is_completed() && !(previous.values() == next.values()))
    {
        return violation_between(
            progress_rule::terminal_is_final, previous.bytes_downloaded(), next.bytes_downloaded());
    }
    if (next.percent() < previous.percent())
    {
        return violation_between(progress_rule::percent_never_decreases, previous.percent(), next.percent());
    }
    if (next.bytes_downloaded() < previous.bytes_downloaded())
    {
        return violation_between(
            progress_rule::bytes_never_decrease, previous.bytes_downloaded(), next.bytes_downloaded());
    }
    if (next.started() < previous.started())
    {
        return violation_between(progress_rule::counts_never_decrease, previous.started(), next.started());
    }
    if (next.finished() < previous.finished())
    {
        return violation_between(progress_rule::counts_never_decrease, previous.finished(), next.finished());
    }
    if (next.retries() < previous.retries())
    {
        return violation_between(progress_rule::counts_never_decrease, previous.retries(), next.retries());
    }
    if (previous.bytes_to_download() && previous.bytes_to_download() != next.bytes_to_download() &&
        (next.retries() == 0 || !next.bytes_to_download()))
    {
        return violation_between(progress_rule::total_stays, *previous.bytes_to_download(),
                                 next.bytes_to_download().value_or(unknown_bytes));
    }
    const std::size_t current = previous.current_update_index();
    const bool is_in_range = current < next.update_count();
    if (current == next.current_update_index())
    {
        if (auto violation = detail::check_current_update(previous, next))
        {
            return violation;
        }
    }
    else if (is_in_range && previous.started() != 0 && !next.result(current).is_final())
    {
        return violation_between(
            progress_rule::current_stays_until_ended, current, next.current_update_index());
    }
    constexpr std::size_t max_results = 1000;
    if (next.update_count() > max_results)
    {
        return is_in_range ? detail::check_result(previous, next, current) : std::nullopt;
    }
    for (std::size_t index = 0; index != next.update_count(); ++index)
    {
        if (auto violation = detail::check_result(previous, next, index))
        {
            return violation;
        }
    }
    return std::nullopt;
}

} // namespace wua
