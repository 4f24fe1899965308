// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/display/plain_lines.hpp>.

#include <wua/text/byte_count.hpp>
#include <wua/text/display/display_frame.hpp>
#include <wua/text/display/plain_lines.hpp>
#include <wua/text/display/shown_text.hpp>

#include <limits>
#include <string_view>

namespace wua::detail
{

WUA_COLD std::string state_line(const update_row& row)
{
    if (row.is_paused || row.phase == dphVerifying)
    {
        return status_text(row);
    }
    if (row.phase == dphInitializing)
    {
        return row.attempt == 1 ? "" : row.trouble.empty() ? status_text(row) : status_text(row) + ": " + row.trouble;
    }
    if (row.stalled)
    {
        return "stalled";
    }
    std::string text = "downloading";
    text += row.total ? ' ' + to_text(byte_count{*row.total}) : "";
    text += row.host.empty() ? "" : " from " + row.host;
    return text + (row.attempt > 1 ? ", attempt " + std::to_string(row.attempt) : "");
}

WUA_COLD std::string ending_text(const ended_row& ended, const terminal_traits& traits)
{
    const std::string text = ended_text(ended, true, traits);
    if (ended.result.code == orcAborted)
    {
        return tinted(text, tint::careful, traits);
    }
    return ended.result.is_success() ? tinted("done", tint::good, traits) + ", " + text
                                     : tinted("failed", tint::bad, traits) + ": " + text;
}

WUA_COLD std::vector<std::string> plain_lines::changes(const job_view& view, const std::vector<ended_row>& ended,
                                                       const terminal_traits& traits, std::chrono::nanoseconds now)
{
    std::vector<std::string> lines;
    for (const ended_row& row : ended)
    {
        m_told.erase(row.index);
        lines.push_back(in_charset(row.name, traits) + ": " + ending_text(row, traits));
    }
    for (const update_row& row : view.active)
    {
        const std::string state = state_line(row);
        std::string& told = m_told[row.index];
        if (!state.empty() && state != told)
        {
            told = state;
            lines.push_back(in_charset(row.name + ": " + state, traits));
        }
    }
    if (view.state != m_state && view.state != job_state::completed)
    {
        const std::string reason = view.pause_reason.empty() ? "" : ": " + view.pause_reason;
        lines.push_back(view.state == job_state::aborting ? "aborting"
                        : view.state == job_state::paused ? in_charset("paused" + reason, traits)
                                                          : "going on");
        m_state = view.state;
    }
    if (!m_last)
    {
        m_last = now;
    }
    if (lines.empty() && now - *m_last >= m_heartbeat)
    {
        lines.push_back(heartbeat(view));
    }
    m_last = lines.empty() ? m_last : now;
    return lines;
}

WUA_COLD std::string plain_lines::heartbeat(const job_view& view)
{
    std::string text = view.percent ? std::to_string(*view.percent) + " %, " : "";
    text += bytes_of_total(view.bytes, view.total) + ", " + done_text(view, std::numeric_limits<std::size_t>::max());
    if (view.state == job_state::paused)
    {
        text += ", paused";
    }
    else if (view.stalled && view.stalled->count() > 0)
    {
        text += ", " + stall_text(*view.stalled);
    }
    else if (view.bytes_per_second > 0)
    {
        text += ", " + to_text(byte_rate{view.bytes_per_second});
    }
    const std::string left = time_left_text(view.time_left);
    return text + (left.empty() ? "" : ", " + left);
}

} // namespace wua::detail
