// SPDX-License-Identifier: MIT
#pragma once

// Shows a job while it runs: one line that is drawn again and again on a terminal, plain lines in a pipe or a file.

#include <wua/job/clock.hpp>
#include <wua/text/progress.hpp>
#include <wua/text/progress_bar.hpp>
#include <wua/text/terminal.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wua
{

// Takes text to show, whole lines or the redrawing of one, and passes it on at once.
using text_sink = std::function<void(std::string_view)>;

// The width of the terminal in columns, now; nothing when there is no terminal.
using column_source = std::function<std::optional<std::size_t>()>;

struct progress_display_options
{
    progress_bar bar{};

    // A terminal is not drawn on more often than this, except for the end.
    std::chrono::nanoseconds interval = std::chrono::milliseconds(100);

    time_source clock = steady_time;
};

// On a terminal: the bar, redrawn in place and ended by a line end when the job is completed. Without one: a line when
// another update becomes the current one, one when another tenth of the job is done, one at the end, and never an
// escape sequence. No colours. Updates that come and go between two calls are not told of: results are the caller's to
// print.
//
// Shows one job, on one thread at a time. What the sink throws passes through show() and clear().
class progress_display
{
public:
    // The stream must outlive the display.
    explicit progress_display(std::FILE* stream, progress_display_options options = {})
        : progress_display([stream](std::string_view text) { write_text(stream, text); },
                           [stream] { return terminal_columns(stream); }, std::move(options))
    {}

    progress_display(text_sink sink, column_source columns, progress_display_options options = {})
        : m_sink(std::move(sink)),
          m_columns(std::move(columns)),
          m_options(std::move(options))
    {}

    progress_display(const progress_display&) = delete;
    progress_display& operator=(const progress_display&) = delete;

    // Ends a line that is still being drawn, so that what is printed next begins on its own.
    ~progress_display()
    {
        if (!m_drawn.empty())
        {
            try
            {
                m_sink("\n");
            }
            catch (...)
            {
                // Nobody is left who could be told.
            }
        }
    }

    // Call it as often as you like; after the end of the job it does nothing.
    void show(const progress_snapshot& snapshot)
    {
        if (m_is_ended)
        {
            return;
        }
        if (const std::optional<std::size_t> columns = m_columns())
        {
            draw(snapshot, *columns);
        }
        else
        {
            tell(snapshot);
        }
        m_is_ended = snapshot.is_completed();
    }

    // Takes the line away, so that something else can be printed; the next show() draws it again.
    void clear()
    {
        if (!m_drawn.empty())
        {
            m_drawn.clear();
            m_drawn_at.reset();
            m_sink("\r\x1b[K");
        }
    }

private:
    void draw(const progress_snapshot& snapshot, std::size_t columns)
    {
        const std::chrono::nanoseconds now = m_options.clock();
        const bool is_last = snapshot.is_completed();
        if (!is_last && m_drawn_at && now - *m_drawn_at < m_options.interval)
        {
            return;
        }
        m_drawn_at = now;
        // The last column stays free: some terminals go to the next line as soon as it is filled.
        std::string drawn = m_options.bar.line(snapshot, columns == 0 ? 0 : columns - 1);
        if (is_last)
        {
            m_drawn.clear();
            m_sink("\r" + drawn + "\x1b[K\n");
        }
        else if (drawn != m_drawn)
        {
            m_drawn = std::move(drawn);
            m_sink("\r" + m_drawn + "\x1b[K");
        }
    }

    void tell(const progress_snapshot& snapshot)
    {
        std::string lines;
        const std::size_t current = snapshot.current_update_index();
        if (snapshot.started() != 0 && m_told_update != current)
        {
            m_told_update = current;
            const std::string title = printable(current_update_title(snapshot));
            lines += fmt::format(
                "update {} of {}{}{}\n", current + 1, snapshot.update_count(), title.empty() ? "" : ": ", title);
        }
        const std::int32_t tenth = snapshot.percent() / 10;
        if (tenth > m_told_tenth || snapshot.is_completed())
        {
            m_told_tenth = tenth;
            lines += to_text(snapshot) + '\n';
        }
        if (!lines.empty())
        {
            m_sink(lines);
        }
    }

    text_sink m_sink;
    column_source m_columns;
    progress_display_options m_options;

    // The line on the terminal that has no end yet.
    std::string m_drawn;
    std::optional<std::chrono::nanoseconds> m_drawn_at;

    std::optional<std::size_t> m_told_update;
    std::int32_t m_told_tenth = 0;
    bool m_is_ended = false;
};

} // namespace wua
