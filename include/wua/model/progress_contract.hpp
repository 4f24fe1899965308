// SPDX-License-Identifier: MIT
#pragma once

// The progress contract, machine-checked: what holds for every snapshot, and between a snapshot and a later one.

#include <wua/model/progress_snapshot.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wua
{

// The rules, each with its sentence below.
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

    // The rule and the numbers that break it.
    std::string message;
};

// Checks one snapshot by itself. Costs the same for any number of updates.
inline std::optional<progress_violation> check_progress(const progress_snapshot& snapshot)
{
    const auto broken = [](progress_rule rule, auto... numbers) {
        std::string message(sentence_of(rule));
        message += ':';
        ((message += ' ', message += std::to_string(numbers)), ...);
        return progress_violation{rule, std::move(message)};
    };
    const auto percent = snapshot.percent();
    const auto update_percent = snapshot.current_update_percent();
    if (percent < 0 || percent > 100 || update_percent < 0 || update_percent > 100)
    {
        return broken(progress_rule::percent_in_range, percent, update_percent);
    }
    if (const auto total = snapshot.bytes_to_download(); total && snapshot.bytes_downloaded() > *total)
    {
        return broken(progress_rule::job_within_total, snapshot.bytes_downloaded(), *total);
    }
    if (const auto size = snapshot.current_update_bytes_to_download();
        size && snapshot.current_update_bytes_downloaded() > *size)
    {
        return broken(progress_rule::update_within_total, snapshot.current_update_bytes_downloaded(), *size);
    }
    if (snapshot.current_update_index() >= snapshot.update_count())
    {
        return broken(progress_rule::index_in_range, snapshot.current_update_index(), snapshot.update_count());
    }
    if (snapshot.started() > snapshot.update_count() || snapshot.finished() > snapshot.update_count())
    {
        return broken(progress_rule::counts_in_order, snapshot.started(), snapshot.finished(), snapshot.update_count());
    }
    if (percent == 100 && !snapshot.is_completed())
    {
        return broken(progress_rule::hundred_only_when_terminal, percent);
    }
    if (update_percent == 100 && !snapshot.result(snapshot.current_update_index()).is_final())
    {
        return broken(progress_rule::hundred_only_when_terminal, update_percent);
    }
    if (snapshot.is_completed() != (snapshot.finished() == snapshot.update_count()))
    {
        return broken(progress_rule::terminal_means_all_finished, snapshot.finished(), snapshot.update_count());
    }
    return std::nullopt;
}

// Checks a snapshot against an earlier one of the same job. Looks at the current updates of both, and at all of them
// when the job has not more than a thousand.
inline std::optional<progress_violation>
check_progress(const progress_snapshot& previous, const progress_snapshot& next)
{
    if (auto violation = check_progress(next))
    {
        return violation;
    }
    const auto broken = [](progress_rule rule, auto before, auto after) {
        std::string message(sentence_of(rule));
        message += ": " + std::to_string(before) + " then " + std::to_string(after);
        return progress_violation{rule, std::move(message)};
    };
    if (previous.update_count() != next.update_count())
    {
        return broken(progress_rule::same_job, previous.update_count(), next.update_count());
    }
    if (previous.is_completed() && !(previous.values() == next.values()))
    {
        return broken(progress_rule::terminal_is_final, previous.bytes_downloaded(), next.bytes_downloaded());
    }
    if (next.percent() < previous.percent())
    {
        return broken(progress_rule::percent_never_decreases, previous.percent(), next.percent());
    }
    if (next.bytes_downloaded() < previous.bytes_downloaded())
    {
        return broken(progress_rule::bytes_never_decrease, previous.bytes_downloaded(), next.bytes_downloaded());
    }
    if (next.started() < previous.started())
    {
        return broken(progress_rule::counts_never_decrease, previous.started(), next.started());
    }
    if (next.finished() < previous.finished())
    {
        return broken(progress_rule::counts_never_decrease, previous.finished(), next.finished());
    }
    if (next.retries() < previous.retries())
    {
        return broken(progress_rule::counts_never_decrease, previous.retries(), next.retries());
    }
    if (previous.bytes_to_download() && previous.bytes_to_download() != next.bytes_to_download() &&
        (next.retries() == 0 || !next.bytes_to_download()))
    {
        return broken(progress_rule::total_stays, *previous.bytes_to_download(),
                      next.bytes_to_download().value_or(unknown_bytes));
    }
    const std::size_t current = previous.current_update_index();
    if (current < next.update_count() && current != next.current_update_index() && previous.started() != 0 &&
        !next.result(current).is_final())
    {
        return broken(progress_rule::current_stays_until_ended, current, next.current_update_index());
    }
    if (current == next.current_update_index())
    {
        if (next.current_update_attempt() < previous.current_update_attempt())
        {
            return broken(
                progress_rule::attempt_is_monotonic, previous.current_update_attempt(), next.current_update_attempt());
        }
        if (next.current_update_percent() < previous.current_update_percent())
        {
            return broken(
                progress_rule::attempt_is_monotonic, previous.current_update_percent(), next.current_update_percent());
        }
        if (next.current_update_attempt() == previous.current_update_attempt())
        {
            if (next.current_update_bytes_downloaded() < previous.current_update_bytes_downloaded())
            {
                return broken(progress_rule::attempt_is_monotonic, previous.current_update_bytes_downloaded(),
                              next.current_update_bytes_downloaded());
            }
            if (next.current_update_phase() < previous.current_update_phase())
            {
                return broken(progress_rule::attempt_is_monotonic, static_cast<int>(previous.current_update_phase()),
                              static_cast<int>(next.current_update_phase()));
            }
            // A later attempt may begin with the size of the one before and learn its own.
            const auto size_before = previous.current_update_bytes_to_download();
            const auto size = next.current_update_bytes_to_download();
            if (size_before && size_before != size && (next.current_update_attempt() <= 1 || !size))
            {
                return broken(progress_rule::attempt_is_monotonic, *size_before, size.value_or(unknown_bytes));
            }
        }
    }
    const auto check_result = [&](std::size_t index) -> std::optional<progress_violation> {
        const outcome before = previous.result(index);
        const outcome after = next.result(index);
        const bool stays =
            before.is_final() ? before == after : after.code != orcNotStarted || before.code == orcNotStarted;
        if (!stays)
        {
            return broken(progress_rule::results_stay, static_cast<int>(before.code), static_cast<int>(after.code));
        }
        return std::nullopt;
    };
    constexpr std::size_t few = 1000;
    if (next.update_count() > few)
    {
        return current < next.update_count() ? check_result(current) : std::nullopt;
    }
    for (std::size_t index = 0; index != next.update_count(); ++index)
    {
        if (auto violation = check_result(index))
        {
            return violation;
        }
    }
    return std::nullopt;
}

} // namespace wua
