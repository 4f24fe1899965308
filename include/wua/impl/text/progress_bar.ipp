// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/progress_bar.hpp>.

#include <wua/text/byte_count.hpp>
#include <wua/text/enums.hpp>
#include <wua/text/printable.hpp>
#include <wua/text/progress.hpp>
#include <wua/text/progress_bar.hpp>
#include <wua/text/time_span.hpp>

#include <algorithm>

namespace wua
{

WUA_INLINE std::string_view current_update_title(const progress_snapshot& snapshot) noexcept
{
    const std::size_t index = snapshot.current_update_index();
    if (index >= snapshot.updates().size() || !snapshot.updates()[index])
    {
        return {};
    }
    return snapshot.updates()[index]->title;
}

WUA_INLINE std::string
progress_bar::line(const progress_snapshot& snapshot, std::string_view title, std::size_t columns) const
{
    const std::int32_t percent = std::clamp(snapshot.percent(), 0, 999);
    const std::string percent_text = right_aligned(std::to_string(percent), 3) + " %";
    if (percent_text.size() > columns)
    {
        const std::string shorter = std::to_string(percent) + '%';
        return shorter.size() <= columns ? shorter : std::string();
    }
    column_budget budget{columns - percent_text.size()};

    constexpr std::size_t brackets = 2;
    const std::size_t min_bar_width = budget.reserve(4 + brackets) ? 4 : 0;

    const std::string bytes = detail::bytes_of_total(snapshot.bytes_downloaded(), snapshot.bytes_to_download());
    const std::uint64_t max_bytes = snapshot.bytes_to_download().value_or(snapshot.bytes_downloaded());
    const std::size_t bytes_width = budget.reserve_field(bytes, detail::bytes_of_total(max_bytes, max_bytes).size());

    const std::string count = ended_of(snapshot);
    const bool has_count = budget.reserve(count.size());

    constexpr std::size_t usual_status_width = std::string_view("initializing").size();
    std::string status = status_of(snapshot);
    std::size_t status_width = budget.reserve_field(status, usual_status_width);
    if (snapshot.is_paused() && status_width != 0)
    {
        if (const std::string words = detail::pause_in_words(snapshot); words.size() > status_width)
        {
            constexpr std::size_t max_width = 40;
            status_width += budget.reserve_up_to(std::min(words.size(), max_width) - status_width);
            status = fitted(words, status_width);
        }
    }

    const std::string time = as_clock(coarse({snapshot.time_left()})) + " left";
    const std::size_t time_width = budget.reserve_field(time, std::string_view("59:59 left").size());

    constexpr std::size_t min_title_width = 10;
    std::size_t title_width = !title.empty() && budget.reserve(min_title_width) ? min_title_width : 0;

    std::size_t bar_width = min_bar_width == 0 ? 0 : min_bar_width + budget.reserve_up_to(20 - min_bar_width);
    title_width += title_width == 0 ? 0 : budget.reserve_up_to(40 - title_width);
    bar_width += bar_width == 0 ? 0 : budget.reserve_up_to(60 - bar_width);

    std::string drawn;
    if (has_count)
    {
        append_field(drawn, count);
    }
    if (title_width != 0)
    {
        append_field(drawn, fitted(printable(title), title_width));
    }
    append_field(drawn, percent_text);
    if (bar_width != 0)
    {
        append_field(drawn, bar(percent, bar_width));
    }
    if (bytes_width != 0)
    {
        append_field(drawn, bytes + std::string(bytes_width - bytes.size(), ' '));
    }
    if (status_width != 0)
    {
        append_field(drawn, right_aligned(status, status_width));
    }
    if (time_width != 0 && snapshot.time_left() && !snapshot.is_completed())
    {
        append_field(drawn, right_aligned(time, time_width));
    }
    drawn.erase(drawn.find_last_not_of(' ') + 1);
    return drawn;
}

WUA_INLINE bool progress_bar::column_budget::reserve(std::size_t width) noexcept
{
    if (width + 1 > columns)
    {
        return false;
    }
    columns -= width + 1;
    return true;
}

WUA_INLINE std::size_t
progress_bar::column_budget::reserve_field(std::string_view text, std::size_t usual_width) noexcept
{
    const std::size_t width = std::max(text.size(), usual_width);
    return reserve(width) ? width : 0;
}

WUA_INLINE std::size_t progress_bar::column_budget::reserve_up_to(std::size_t width) noexcept
{
    const std::size_t reserved = std::min(width, columns);
    columns -= reserved;
    return reserved;
}

WUA_INLINE void progress_bar::append_field(std::string& drawn, std::string_view field)
{
    drawn += drawn.empty() ? "" : " ";
    drawn += field;
}

WUA_INLINE std::string progress_bar::right_aligned(std::string text, std::size_t width)
{
    text.insert(0, width > text.size() ? width - text.size() : 0, ' ');
    return text;
}

WUA_INLINE std::string progress_bar::ended_of(const progress_snapshot& snapshot)
{
    const std::string total = std::to_string(snapshot.update_count());
    return right_aligned(std::to_string(snapshot.finished()), total.size()) + '/' + total;
}

WUA_INLINE std::string progress_bar::status_of(const progress_snapshot& snapshot)
{
    if (snapshot.is_completed())
    {
        return ended_status(snapshot.tally());
    }
    if (snapshot.state() == job_state::aborting)
    {
        return "aborting";
    }
    if (snapshot.is_paused())
    {
        return "paused";
    }
    if (const auto stalled = snapshot.stalled_for())
    {
        return "stalled " + to_text(time_span{stalled});
    }
    const bool has_speed = snapshot.current_update_phase() == dphDownloading && snapshot.bytes_per_second() > 0;
    return has_speed ? to_text(byte_rate{snapshot.bytes_per_second()}) : detail::activity_of(snapshot);
}

WUA_INLINE std::string progress_bar::ended_status(const outcome_tally& tally)
{
    if (tally.aborted() != 0)
    {
        return "aborted";
    }
    const std::size_t failed = tally.count() - tally.succeeded();
    return failed == 0 ? "succeeded" : std::to_string(failed) + " failed";
}

WUA_INLINE std::string progress_bar::bar(std::int32_t percent, std::size_t width) const
{
    const std::size_t done = width * static_cast<std::size_t>(std::min(percent, 100)) / 100;
    return '[' + std::string(done, full) + std::string(width - done, empty) + ']';
}

} // namespace wua
