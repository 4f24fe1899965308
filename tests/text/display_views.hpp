// SPDX-License-Identifier: MIT
#pragma once
// Views for displays, with values that tests refer to.

#include <wua/text/display/job_view.hpp>
#include <wua/text/display/shown_text.hpp>
#include <wua/text/display/terminal_traits.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

inline constexpr wua::terminal_traits ascii_terminal{.can_redraw = true};
inline constexpr wua::terminal_traits unicode_terminal{.can_redraw = true, .is_unicode = true};

// 10.1 of 24.0 MiB at 6.0 MiB/s.
inline wua::update_row usual_row(std::string name = "linux.iso")
{
    wua::update_row row;
    row.name = std::move(name);
    row.bytes = 10590618;
    row.total = 24ULL << 20U;
    row.bytes_per_second = 6 << 20U;
    row.time_left = std::chrono::seconds(2);
    row.phase = wua::dphDownloading;
    return row;
}

// Of five updates two are in progress, two are done and one has failed.
inline wua::job_view usual_view()
{
    wua::job_view view;
    view.active = {usual_row(), usual_row("driver.cab")};
    view.active[1].bytes_per_second = 0;
    view.active[1].time_left.reset();
    view.active[1].stalled = std::chrono::seconds(12);
    view.count = 5;
    view.succeeded = 2;
    view.failed = 1;
    view.bytes = 30ULL << 20U;
    view.total = 60ULL << 20U;
    view.percent = 50;
    view.bytes_per_second = 6 << 20U;
    view.time_left = std::chrono::seconds(5);
    view.name_columns = 10;
    return view;
}

inline std::vector<std::string> texts_of(const std::vector<wua::detail::frame_line>& lines)
{
    std::vector<std::string> texts;
    for (const wua::detail::frame_line& line : lines)
    {
        texts.push_back(line.text);
    }
    return texts;
}
