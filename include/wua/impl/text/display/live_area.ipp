// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/display/live_area.hpp>.

#include <wua/text/display/live_area.hpp>

#include <algorithm>
#include <utility>

namespace wua::detail
{

WUA_COLD std::string live_area::redraw(const std::vector<std::string>& above, std::vector<frame_line> lines,
                                       const terminal_size& size, bool rewraps)
{
    if (above.empty() && lines == m_lines && (size == m_size || lines.empty()))
    {
        return {};
    }
    // Erasing after a line that ends in the last column would remove its last character. Lines above may do so, and
    // anything may after a change of size: then the old content is erased first, row by row, since erasing a whole
    // screen at once may push it into the scrollback.
    const bool erases_first = !above.empty() || size != m_size;
    const std::size_t rows = rows_on(size, rewraps);
    const std::string go_up = rows == 0 ? "" : "\r\x1b[" + std::to_string(rows) + 'A';
    std::string text = go_up;
    if (erases_first && rows != 0)
    {
        for (std::size_t i = 0; i != rows; ++i)
        {
            text += "\x1b[2K\n";
        }
        text += "\x1b[2K" + go_up;
    }
    for (const std::string& line : above)
    {
        text += line + '\n';
    }
    for (const frame_line& line : lines)
    {
        text += line.text + (erases_first ? "\n" : "\x1b[K\n");
    }
    text += !erases_first && lines.size() < m_lines.size() ? "\x1b[J" : "";
    m_lines = std::move(lines);
    m_size = size;
    return text;
}

WUA_COLD std::size_t live_area::rows_on(const terminal_size& size, bool rewraps) const noexcept
{
    std::size_t rows = 0;
    for (const frame_line& line : m_lines)
    {
        const bool is_broken = rewraps && size.columns != 0 && line.columns > size.columns;
        rows += is_broken ? (line.columns + size.columns - 1) / size.columns : 1;
    }
    return size.rows == 0 ? rows : std::min(rows, size.rows - 1);
}

} // namespace wua::detail
