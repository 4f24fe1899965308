// SPDX-License-Identifier: MIT
#pragma once

// What a stream writes to: a terminal of some width, or a pipe or file.
//
//     std::optional<std::size_t> terminal_columns(std::FILE* stream) noexcept;
//
// The current width of the terminal in columns; nullopt if the stream is not a terminal or the terminal does not
// support the sequence that clears to the end of the line. Ask each time, since a window can be resized.
//
//     std::optional<terminal_size> size_of_terminal(std::FILE* stream) noexcept;
//
// The same with the height, and for any terminal, whatever it supports.
//
//     std::string environment_variable(const char* name);
//
// Its value; empty if it is not set.
//
//     void write_text(std::FILE* stream, std::string_view utf8);
//
// Writes UTF-8 and flushes. Failures are ignored: there is nowhere else to report them.

#if defined(_WIN32)
#include <wua/text/terminal_windows.hpp>
#else
#include <wua/text/terminal_posix.hpp>
#endif
