// SPDX-License-Identifier: MIT
#pragma once

// A job as the lines that a terminal shows of it: a function of what is known, the size and the traits of the terminal.

#include <wua/separate_compilation.hpp>
#include <wua/text/display/job_view.hpp>
#include <wua/text/display/shown_text.hpp>
#include <wua/text/display/terminal_traits.hpp>
#include <wua/text/terminal_size.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace wua::detail
{

// The live lines: a row for each update on its way, as many as fit, a divider and a row for the job. The last column
// and the last line of the terminal stay free: some terminals move on as soon as they are filled.
//
// As the width falls, fields go in this order: host, attempt, time left, bytes, bar, speed or state, name.
std::vector<frame_line> frame_of(const job_view& view, const terminal_size& size, const terminal_traits& traits);

// An update that has ended, the names of all in so many columns. A failure may take more than the terminal's columns.
std::string ended_line(const ended_row& ended, std::size_t name_columns, std::size_t columns,
                       const terminal_traits& traits);

// "6.0 MiB in 1.2 s", "HTTP status 404: http://host/a, 3 attempts", with the code of a failure if it is asked for.
std::string ended_text(const ended_row& ended, bool has_code, const terminal_traits& traits);

// How the job went.
std::vector<std::string> summary_lines(const job_summary& summary, const terminal_traits& traits);

// "3 of 5 done, 1 failed" in as much detail as the columns have room for.
std::string done_text(const job_view& view, std::size_t columns);

// "downloading", "stalled 12 s", "attempt 2", "5.9 MiB/s".
std::string status_text(const update_row& row);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/display/display_frame.ipp>
#endif
