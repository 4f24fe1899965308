// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/display/terminal_traits.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/text/display/terminal_traits.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace wua
{

namespace detail
{

// POSIX has the first of these variables that is set decide.
WUA_COLD bool is_utf8_locale(const variable_source& variable)
{
    for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"})
    {
        const std::string value = variable(name);
        if (!value.empty())
        {
            const std::string_view charset = std::string_view(value).substr(std::min(value.find('.'), value.size()));
            return equal_ignoring_case(charset.substr(0, 6), ".utf-8") ||
                   equal_ignoring_case(charset.substr(0, 5), ".utf8");
        }
    }
    return false;
}

// Terminals known to understand OSC 9;4. Others may show it as text, beep, or take it for a notification.
WUA_COLD bool has_taskbar_progress(const variable_source& variable)
{
    if (!variable("TMUX").empty() || !variable("STY").empty())
    {
        return false; // inside tmux or screen, these variables describe the terminal that it was started in
    }
    const std::string program = variable("TERM_PROGRAM");
    return !variable("WT_SESSION").empty() || variable("ConEmuANSI") == "ON" || program == "ghostty" ||
           program == "WezTerm" ||
           (program == "iTerm.app" && variable("TERM_FEATURES").find('P') != std::string::npos) ||
           parse_decimal(variable("VTE_VERSION")).value_or(0) >= 8000;
}

// When narrowed, xterm, the Linux console and GNU screen cut lines off; other terminals rewrap them.
WUA_COLD bool rewraps_lines(const variable_source& variable, std::string_view type)
{
    if (!variable("TMUX").empty())
    {
        return true;
    }
    return type != "linux" && variable("XTERM_VERSION").empty() && variable("STY").empty();
}

} // namespace detail

WUA_COLD terminal_traits traits_of(const variable_source& variable, bool is_terminal, display_choice progress,
                                   display_choice colors)
{
    const std::string type = variable("TERM");
    const std::string accessible = variable("ACCESSIBLE");
    const bool wants_lines = !accessible.empty() && accessible != "0";
    terminal_traits traits;
    traits.can_redraw =
        progress == display_choice::always || (progress == display_choice::automatic && is_terminal && !wants_lines);
    traits.is_unicode = (detail::is_utf8_locale(variable) || !variable("WT_SESSION").empty()) && type != "linux";
    traits.has_colors = colors == display_choice::always ||
                        (colors == display_choice::automatic && is_terminal && variable("NO_COLOR").empty());
    traits.has_taskbar = traits.can_redraw && is_terminal && detail::has_taskbar_progress(variable);
    traits.rewraps = detail::rewraps_lines(variable, type);
    return traits;
}

} // namespace wua
