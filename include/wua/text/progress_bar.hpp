// SPDX-License-Identifier: MIT
#pragma once

// A job's instant drawn into one line of a given width.

#include <wua/model/progress_snapshot.hpp>
#include <wua/text/byte_count.hpp>
#include <wua/text/enums.hpp>
#include <wua/text/printable.hpp>
#include <wua/text/time_span.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wua
{

// The title of the current update, as the manifest wrote it; empty when there is none. Belongs to the snapshot.
inline std::string_view current_update_title(const progress_snapshot& snapshot) noexcept
{
    const std::size_t index = snapshot.current_update_index();
    if (index >= snapshot.updates().size() || !snapshot.updates()[index])
    {
        return {};
    }
    return snapshot.updates()[index]->title;
}

// "2/5 Title of the update  42 % [########............] 4.2/10.0 MiB     3.1 MiB/s  0:02 left"
//
// The wider the line, the more of it is shown; from the most important on: percentage, bar, bytes, which update it is,
// speed or what is being done instead, time left, title. What does not fit whole is left out; the bar and the title
// take the room that is left. What the fields say does not move them, so that lines drawn one after the other stay
// quiet.
struct progress_bar
{
    char full = '#';
    char empty = '.';

    // At most `columns` columns of printable UTF-8 without a line end; the title may be anything, see printable().
    std::string line(const progress_snapshot& snapshot, std::string_view title, std::size_t columns) const
    {
        const std::int32_t percent = std::clamp(snapshot.percent(), 0, 999);
        const std::string percent_text = fmt::format("{:>3} %", percent);
        if (percent_text.size() > columns)
        {
            const std::string shorter = fmt::format("{}%", percent);
            return shorter.size() <= columns ? shorter : std::string();
        }
        room left{columns - percent_text.size()};

        constexpr std::size_t brackets = 2;
        const std::size_t narrowest_bar = left.take(4 + brackets) ? 4 : 0;

        const std::string bytes = detail::bytes_of(snapshot.bytes_downloaded(), snapshot.bytes_to_download());
        const std::uint64_t most_bytes = snapshot.bytes_to_download().value_or(snapshot.bytes_downloaded());
        const std::size_t bytes_width = left.take_at_least(bytes, detail::bytes_of(most_bytes, most_bytes).size());

        const std::string position = position_of(snapshot);
        const bool has_position = left.take(position.size());

        const std::string status = status_of(snapshot);
        const std::size_t status_width = left.take_at_least(status, std::string_view("initializing").size());

        const std::string time = fmt::format("{:c} left", time_span{snapshot.time_left()});
        const std::size_t time_width = left.take_at_least(time, std::string_view("59:59 left").size());

        const std::string name = printable(title);
        std::size_t title_width = !title.empty() && left.take(narrowest_title) ? narrowest_title : 0;

        std::size_t bar_width = narrowest_bar == 0 ? 0 : narrowest_bar + left.take_up_to(20 - narrowest_bar);
        title_width += title_width == 0 ? 0 : left.take_up_to(40 - title_width);
        bar_width += bar_width == 0 ? 0 : left.take_up_to(60 - bar_width);

        std::string drawn;
        const auto add = [&drawn](std::string_view field) {
            drawn += drawn.empty() ? "" : " ";
            drawn += field;
        };
        if (has_position)
        {
            add(position);
        }
        if (title_width != 0)
        {
            add(fitted(name, title_width));
        }
        add(percent_text);
        if (bar_width != 0)
        {
            add(bar(percent, bar_width));
        }
        if (bytes_width != 0)
        {
            add(fmt::format("{:<{}}", bytes, bytes_width));
        }
        if (status_width != 0)
        {
            add(fmt::format("{:>{}}", status, status_width));
        }
        if (time_width != 0 && snapshot.time_left() && !snapshot.is_completed())
        {
            add(fmt::format("{:>{}}", time, time_width));
        }
        drawn.erase(drawn.find_last_not_of(' ') + 1);
        return drawn;
    }

    // With the title that the job's updates name.
    std::string line(const progress_snapshot& snapshot, std::size_t columns) const
    {
        return line(snapshot, current_update_title(snapshot), columns);
    }

private:
    static constexpr std::size_t narrowest_title = 10;

    // The columns that are still free. Each field costs one more, for the blank beside it.
    struct room
    {
        std::size_t columns;

        bool take(std::size_t width) noexcept
        {
            if (width + 1 > columns)
            {
                return false;
            }
            columns -= width + 1;
            return true;
        }

        // The width that the field gets: that of its text or the usual one, whichever is more; 0 when it does not fit.
        std::size_t take_at_least(std::string_view text, std::size_t usual) noexcept
        {
            const std::size_t width = std::max(text.size(), usual);
            return take(width) ? width : 0;
        }

        std::size_t take_up_to(std::size_t width) noexcept
        {
            const std::size_t taken = std::min(width, columns);
            columns -= taken;
            return taken;
        }
    };

    // "2/5"; the first number as wide as the second.
    static std::string position_of(const progress_snapshot& snapshot)
    {
        const std::size_t count = snapshot.update_count();
        const std::string total = fmt::format("{}", count);
        return fmt::format("{:>{}}/{}", count == 0 ? 0 : snapshot.current_update_index() + 1, total.size(), total);
    }

    static std::string status_of(const progress_snapshot& snapshot)
    {
        if (snapshot.is_completed())
        {
            return "completed";
        }
        if (snapshot.state() == job_state::aborting)
        {
            return "aborting";
        }
        const bool has_speed = snapshot.current_update_phase() == dphDownloading && snapshot.bytes_per_second() > 0;
        return has_speed ? to_text(byte_rate{snapshot.bytes_per_second()}) : in_words(snapshot.current_update_phase());
    }

    std::string bar(std::int32_t percent, std::size_t width) const
    {
        const std::size_t done = width * static_cast<std::size_t>(std::min(percent, 100)) / 100;
        return '[' + std::string(done, full) + std::string(width - done, empty) + ']';
    }
};

} // namespace wua
