// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/progress.hpp>.

#include <wua/text/progress.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wua
{

WUA_INLINE std::string to_text(job_state state)
{
    switch (state)
    {
        case job_state::running:
            return "running";
        case job_state::aborting:
            return "aborting";
        case job_state::completed:
            return "ended";
        case job_state::paused:
            return "paused";
    }
    return detail::unknown_value(static_cast<std::int64_t>(state));
}

WUA_INLINE std::string to_text(progress_rule rule)
{
    const std::string_view sentence = sentence_of(rule);
    return sentence.empty() ? detail::unknown_value(static_cast<std::int64_t>(rule)) : std::string(sentence);
}

namespace detail
{

WUA_INLINE std::string activity_of(const progress_snapshot& snapshot)
{
    const bool is_alone = snapshot.is_current_update_paused() && !snapshot.is_paused();
    return is_alone ? "paused" : std::string(in_words(snapshot.current_update_phase()));
}

WUA_INLINE std::string pause_in_words(const progress_snapshot& snapshot)
{
    const std::string_view reason = snapshot.pause_reason();
    return reason.empty() ? "paused" : "paused: " + printable(reason);
}

} // namespace detail

WUA_INLINE std::string to_text(const progress_snapshot& snapshot)
{
    const std::size_t count = snapshot.update_count();
    if (count == 0)
    {
        return "no updates";
    }
    std::string text = std::to_string(snapshot.percent()) + " % " +
                       detail::bytes_of_total(snapshot.bytes_downloaded(), snapshot.bytes_to_download());
    if (snapshot.is_completed())
    {
        const outcome_tally tally = snapshot.tally();
        return text + ", " + (tally.count() == 0 ? std::to_string(count) + " ended" : to_text(tally));
    }
    text += ", update " + std::to_string(snapshot.current_update_index() + 1) + " of " + std::to_string(count) + ' ' +
            detail::activity_of(snapshot);
    if (snapshot.current_update_attempt() > 1)
    {
        text += " (attempt " + std::to_string(snapshot.current_update_attempt()) + ')';
    }
    if (snapshot.state() == job_state::aborting)
    {
        return text + ", aborting";
    }
    if (snapshot.is_paused())
    {
        return text + ", " + detail::pause_in_words(snapshot);
    }
    if (const auto stalled = snapshot.stalled_for())
    {
        return text + ", stalled " + to_text(time_span{stalled});
    }
    if (snapshot.bytes_per_second() > 0)
    {
        text += ", " + to_text(byte_rate{snapshot.bytes_per_second()});
    }
    if (const auto left = snapshot.time_left())
    {
        text += ", " + as_clock(coarse({left})) + " left";
    }
    return text;
}

} // namespace wua
