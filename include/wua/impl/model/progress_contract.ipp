// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/model/progress_contract.hpp>.

#include <wua/model/progress_contract.hpp>

#include <utility>

namespace wua
{

namespace detail
{

WUA_INLINE progress_violation violation_of(progress_rule rule, std::initializer_list<std::string> numbers)
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

WUA_INLINE std::optional<progress_violation>
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
    // A new attempt may start with the size of the previous one and then learn its own.
    const auto size_before = previous.current_update_bytes_to_download();
    const auto size = next.current_update_bytes_to_download();
    if (size_before && size_before != size && (next.current_update_attempt() <= 1 || !size))
    {
        return violation_between(rule, *size_before, size.value_or(unknown_bytes));
    }
    return std::nullopt;
}

WUA_INLINE std::optional<progress_violation>
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

WUA_INLINE std::optional<progress_violation> check_progress(const progress_snapshot& snapshot)
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
        return violation_of(
            progress_rule::index_in_range, {to_string(snapshot.current_update_index()), to_string(count)});
    }
    if (snapshot.started() > count || snapshot.finished() > count)
    {
        return violation_of(progress_rule::counts_in_order,
                            {to_string(snapshot.started()), to_string(snapshot.finished()), to_string(count)});
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
    if (snapshot.is_paused() && snapshot.bytes_per_second() != 0)
    {
        return violation_of(progress_rule::paused_has_no_speed, {to_string(snapshot.bytes_per_second())});
    }
    return std::nullopt;
}

WUA_INLINE std::optional<progress_violation>
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
    if (previous.is_paused() && next.is_paused() && previous.values().event_number == next.values().event_number &&
        next.bytes_downloaded() != previous.bytes_downloaded())
    {
        return violation_between(
            progress_rule::paused_stands_still, previous.bytes_downloaded(), next.bytes_downloaded());
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
        return violation_between(progress_rule::current_stays_until_ended, current, next.current_update_index());
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
