// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/progress_display.hpp>.

#include <wua/text/printable.hpp>
#include <wua/text/progress.hpp>
#include <wua/text/progress_display.hpp>
#include <wua/text/terminal.hpp>

#include <utility>

namespace wua
{

WUA_INLINE progress_display::progress_display(std::FILE* stream, progress_display_options options)
    : progress_display([stream](std::string_view text) { write_text(stream, text); },
                       [stream] { return terminal_columns(stream); }, std::move(options))
{}

WUA_INLINE progress_display::progress_display(text_sink sink, column_source columns, progress_display_options options)
    : m_sink(std::move(sink)),
      m_columns(std::move(columns)),
      m_options(std::move(options))
{}

WUA_INLINE progress_display::~progress_display()
{
    if (!m_drawn.empty())
    {
        try
        {
            m_sink("\n");
        }
        catch (...)
        {
            // A destructor cannot report it.
        }
    }
}

WUA_INLINE void progress_display::show(const progress_snapshot& snapshot)
{
    if (m_is_ended)
    {
        return;
    }
    if (const std::optional<std::size_t> columns = m_columns())
    {
        redraw(snapshot, *columns);
    }
    else
    {
        print_lines(snapshot);
    }
    m_is_ended = snapshot.is_completed();
}

WUA_INLINE void progress_display::clear()
{
    if (!m_drawn.empty())
    {
        m_drawn.clear();
        m_drawn_at.reset();
        m_sink("\r\x1b[K");
    }
}

WUA_INLINE void progress_display::redraw(const progress_snapshot& snapshot, std::size_t columns)
{
    const std::chrono::nanoseconds now = m_options.clock();
    const bool is_last = snapshot.is_completed();
    if (!is_last && m_drawn_at && now - *m_drawn_at < m_options.interval)
    {
        return;
    }
    m_drawn_at = now;
    // The last column stays free: some terminals move to the next line as soon as it is filled.
    std::string line = m_options.bar.line(snapshot, columns == 0 ? 0 : columns - 1);
    if (is_last)
    {
        m_drawn.clear();
        m_sink("\r" + line + "\x1b[K\n");
    }
    else if (line != m_drawn)
    {
        m_drawn = std::move(line);
        m_sink("\r" + m_drawn + "\x1b[K");
    }
}

WUA_INLINE void progress_display::print_lines(const progress_snapshot& snapshot)
{
    std::string lines;
    const std::size_t current = snapshot.current_update_index();
    if (snapshot.started() != 0 && m_printed_update != current)
    {
        m_printed_update = current;
        const std::string title = printable(current_update_title(snapshot));
        lines += "update " + std::to_string(current + 1) + " of " + std::to_string(snapshot.update_count());
        lines += title.empty() ? "\n" : ": " + title + '\n';
    }
    const std::int32_t tenth = snapshot.percent() / 10;
    if (tenth > m_printed_tenth || snapshot.is_completed())
    {
        m_printed_tenth = tenth;
        lines += to_text(snapshot) + '\n';
    }
    if (!lines.empty())
    {
        m_sink(lines);
    }
}

} // namespace wua
