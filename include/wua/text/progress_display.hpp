// SPDX-License-Identifier: MIT
#pragma once

// Shows a job while it runs: one line that is redrawn in place on a terminal, plain lines in a pipe or a file.

#include <wua/job/clock.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/text/progress_bar.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace wua
{

/// Writes text, whole lines or the redrawing of one, without buffering it.
using text_sink = std::function<void(std::string_view)>;

/// The current width of the terminal in columns; nothing if there is no terminal.
using column_source = std::function<std::optional<std::size_t>()>;

struct progress_display_options
{
    progress_bar bar{};

    /// The minimum time between two redraws of a terminal; the final state is always drawn.
    std::chrono::nanoseconds interval = std::chrono::milliseconds(100);

    time_source clock = steady_time;
};

/// On a terminal: the bar, redrawn in place, with a line end once the job is completed. Elsewhere: a line when another
/// update becomes the current one, one for each tenth of the job, one at the end, and never an escape sequence. No
/// colours. An update that starts and ends between two calls is not shown; the results are left to the caller to print.
///
/// A display shows one job and may be used by one thread at a time. Exceptions of the sink leave show() and clear().
class progress_display
{
public:
    /// The stream must outlive the display.
    explicit progress_display(std::FILE* stream, progress_display_options options = {});

    progress_display(text_sink sink, column_source columns, progress_display_options options = {});

    progress_display(const progress_display&) = delete;
    progress_display& operator=(const progress_display&) = delete;

    /// Ends the line on the terminal, if there is one, so that the next output starts on a line of its own.
    ~progress_display();

    /// Call it as often as you like; once it has shown the completed job it does nothing.
    void show(const progress_snapshot& snapshot);

    /// Erases the line on the terminal, so that something else can be printed; the next show() draws it again.
    void clear();

private:
    void redraw(const progress_snapshot& snapshot, std::size_t columns);

    void print_lines(const progress_snapshot& snapshot);

    text_sink m_sink;
    column_source m_columns;
    progress_display_options m_options;

    // The line on the terminal that has not been ended yet.
    std::string m_drawn;
    std::optional<std::chrono::nanoseconds> m_drawn_at;

    std::optional<std::size_t> m_printed_update;
    std::int32_t m_printed_tenth = 0;
    bool m_is_ended = false;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/progress_display.ipp>
#endif
