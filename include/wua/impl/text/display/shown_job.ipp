// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/display/shown_job.hpp>.

#include <wua/text/display/display_frame.hpp>
#include <wua/text/display/shown_job.hpp>
#include <wua/text/display/terminal_guard.hpp>
#include <wua/text/printable.hpp>

#include <algorithm>
#include <utility>

namespace wua::detail
{

WUA_COLD shown_job::shown_job(text_sink sink, size_source size, const terminal_traits& traits,
                              progress_display_options options, std::FILE* guarded)
    : m_sink(std::move(sink)),
      m_size(std::move(size)),
      m_traits(traits),
      m_options(std::move(options)),
      m_guarded(guarded),
      m_lines(m_options.heartbeat)
{}

WUA_COLD shown_job::~shown_job()
{
    try
    {
        write(end_drawing());
    }
    catch (...)
    {
        // A destructor cannot report the error.
    }
}

WUA_COLD bool shown_job::is_due(bool is_completed)
{
    if (m_is_ended || m_options.progress == display_choice::never)
    {
        return false;
    }
    return is_completed || !m_last || m_options.clock() - *m_last >= m_options.interval;
}

WUA_COLD void shown_job::show(const progress_snapshot& snapshot, const update_source& source)
{
    if (!is_due(snapshot.is_completed()))
    {
        return;
    }
    m_last = m_options.clock();
    if (!m_viewer)
    {
        m_first = m_last;
        m_viewer.emplace(m_options.speed, *m_last);
    }
    m_is_ended = snapshot.is_completed();
    const std::vector<ended_row> ended = m_viewer->look(snapshot, source, *m_last);
    if (m_traits.can_redraw)
    {
        draw(ended, m_is_ended);
    }
    else
    {
        write_lines(ended, m_is_ended);
    }
}

WUA_COLD void shown_job::print(std::string_view line)
{
    m_above.push_back(in_charset(printable(line), m_traits));
    if (m_options.progress == display_choice::never || !m_traits.can_redraw || m_area.lines().empty())
    {
        const std::vector<std::string> lines = std::exchange(m_above, {});
        for (const std::string& one : lines)
        {
            m_sink(one + '\n');
        }
        return;
    }
    write_frame(std::exchange(m_above, {}), m_area.lines(), false);
}

WUA_COLD void shown_job::clear()
{
    check_losses();
    std::string text = m_area.redraw({}, {}, size_now(), m_traits.rewraps);
    text += end_drawing();
    write(text);
}

WUA_COLD void shown_job::draw(const std::vector<ended_row>& ended, bool is_last)
{
    const job_view& view = m_viewer->view();
    for (const ended_row& row : ended)
    {
        m_above.push_back(ended_line(row, view.name_columns, size_now().columns, m_traits));
    }
    if (!is_last && *m_last - *m_first < m_options.patience)
    {
        return;
    }
    if (is_last)
    {
        add_summary(m_above);
    }
    write_frame(std::exchange(m_above, {}), is_last ? std::vector<frame_line>() : frame(), is_last);
}

WUA_COLD std::vector<frame_line> shown_job::frame() const
{
    constexpr std::size_t min_rows = 6; // with fewer rows the job needs all of them
    terminal_size size = size_now();
    const std::string note = m_options.note && size.rows >= min_rows ? m_options.note() : std::string();
    if (note.empty())
    {
        return frame_of(m_viewer->view(), size, m_traits);
    }
    --size.rows;
    std::vector<frame_line> lines = frame_of(m_viewer->view(), size, m_traits);
    const std::size_t indent = size.columns <= 60 ? 0 : 2; // indented like the job's lines
    std::string text(indent, ' ');
    text += in_charset(printable(note), m_traits);
    const std::size_t columns = std::min(columns_of(text), size.columns == 0 ? 0 : size.columns - 1);
    lines.push_back({squeezed(text, columns, m_traits), columns});
    return lines;
}

WUA_COLD void shown_job::write_lines(const std::vector<ended_row>& ended, bool is_last)
{
    std::vector<std::string> lines = m_lines.changes(m_viewer->view(), ended, m_traits, *m_last);
    if (is_last)
    {
        add_summary(lines);
    }
    std::string text;
    for (const std::string& line : lines)
    {
        text += line + '\n';
    }
    write(text);
}

WUA_COLD void shown_job::write(const std::string& text) const
{
    if (!text.empty())
    {
        m_sink(text);
    }
}

WUA_COLD void shown_job::add_summary(std::vector<std::string>& lines) const
{
    job_summary summary = m_viewer->summary();
    summary.directory = m_options.directory;
    for (std::string& line : summary_lines(summary, m_traits))
    {
        lines.push_back(std::move(line));
    }
}

WUA_COLD void shown_job::write_frame(const std::vector<std::string>& above, std::vector<frame_line> lines, bool is_last)
{
    check_losses();
    const bool has_lines = !lines.empty();
    std::string text = m_area.redraw(above, std::move(lines), size_now(), m_traits.rewraps);
    if (has_lines)
    {
        text.insert(0, begin_drawing());
    }
    text += taskbar(is_last);
    text += is_last ? end_drawing() : "";
    write(text);
}

WUA_COLD std::string shown_job::taskbar(bool is_last)
{
    if (!m_traits.has_taskbar)
    {
        return {};
    }
    const job_view& view = m_viewer->view();
    const std::string percent = std::to_string(view.percent.value_or(0));
    std::string state;
    if (!is_last)
    {
        state = view.state == job_state::paused    ? "4;" + percent
                : view.failed != 0 && view.percent ? "2;" + percent
                : view.percent                     ? "1;" + percent
                                                   : "3;";
    }
    if (state == m_taskbar)
    {
        return {};
    }
    m_taskbar = state;
    return "\x1b]9;4;" + (state.empty() ? "0;" : state) + "\x1b\\";
}

WUA_COLD terminal_size shown_job::size_now() const
{
    return m_size ? m_size().value_or(terminal_size()) : terminal_size();
}

WUA_COLD std::string shown_job::begin_drawing()
{
    if (m_is_hidden)
    {
        return {};
    }
    m_is_hidden = true;
    if (m_guarded != nullptr)
    {
        guard_terminal(m_guarded, m_options.takes_signals, m_traits.has_taskbar);
        m_losses = terminal_losses();
    }
    return "\x1b[?25l";
}

WUA_COLD std::string shown_job::end_drawing()
{
    if (!m_is_hidden)
    {
        return {};
    }
    m_is_hidden = false;
    if (m_guarded != nullptr)
    {
        release_terminal();
    }
    const bool has_taskbar = !m_taskbar.empty();
    m_taskbar.clear();
    return std::string("\x1b[?25h") + (has_taskbar ? "\x1b]9;4;0;\x1b\\" : "");
}

WUA_COLD void shown_job::check_losses() noexcept
{
    if (m_guarded == nullptr || !m_is_hidden || terminal_losses() == m_losses)
    {
        return;
    }
    m_area.forget();
    m_taskbar.clear();
    release_terminal();
    m_is_hidden = false;
}

} // namespace wua::detail
