// SPDX-License-Identifier: MIT
#pragma once

// What a terminal understands, as its environment variables tell.

#include <wua/separate_compilation.hpp>

#include <functional>
#include <string>

namespace wua
{

/// What --progress and --color choose from.
enum class display_choice
{
    automatic, ///< as the terminal has it
    always,
    never,
};

/// What may be written, besides plain lines of ASCII.
struct terminal_traits
{
    /// Lines that are written already can be written over; else nothing but whole lines is written.
    bool can_redraw = false;

    /// UTF-8; else everything beyond ASCII is shown as "?".
    bool is_unicode = false;

    bool has_colors = false;

    /// Shows the progress of a program in its title or in the taskbar: OSC 9;4.
    bool has_taskbar = false;

    /// Breaks lines anew when it becomes narrower.
    bool rewraps = true;

    bool operator==(const terminal_traits&) const = default;
};

/// The value of an environment variable; empty for one that is not set.
using variable_source = std::function<std::string(const char* name)>;

/// Of a stream that is a terminal or not; one that understands no sequences, as with TERM=dumb, is none. The choices
/// outweigh the environment: NO_COLOR, ACCESSIBLE, TERM, and so on, as docs/display.md has it.
terminal_traits traits_of(const variable_source& variable, bool is_terminal,
                          display_choice progress = display_choice::automatic,
                          display_choice colors = display_choice::automatic);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/display/terminal_traits.ipp>
#endif
