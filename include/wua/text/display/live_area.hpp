// SPDX-License-Identifier: MIT
#pragma once

// The lines at the foot of a terminal that are drawn anew, as the sequences that do it.

#include <wua/separate_compilation.hpp>
#include <wua/text/display/shown_text.hpp>
#include <wua/text/terminal_size.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace wua::detail
{

// The cursor stays at the beginning of the line below, so that what a key leaves there, as "^C", breaks nothing. One
// thread at a time uses it.
class live_area
{
public:
    // Puts these lines in the place of those that are there; above them comes what is to stay. Empty when nothing would
    // change.
    std::string redraw(const std::vector<std::string>& above, std::vector<frame_line> lines, const terminal_size& size,
                       bool rewraps);

    // What is there is no more ours to draw over.
    void forget() noexcept
    {
        m_lines.clear();
    }

    const std::vector<frame_line>& lines() const noexcept
    {
        return m_lines;
    }

private:
    // How many lines up the first one is, on a terminal that may have another width by now.
    std::size_t rows_on(const terminal_size& size, bool rewraps) const noexcept;

    std::vector<frame_line> m_lines;
    terminal_size m_size;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/display/live_area.ipp>
#endif
