// SPDX-License-Identifier: MIT
#pragma once

// What a stream leads to: a terminal of some width, or a pipe or file.
//
//     std::optional<std::size_t> terminal_columns(std::FILE* stream) noexcept;
//
// The width of the terminal in columns, as it is now; nothing when the stream is no terminal, or one that does not
// understand "clear to the end of the line". Asked anew each time, since a window can be resized.
//
//     void write_text(std::FILE* stream, std::string_view utf8);
//
// Writes UTF-8 and flushes. Failures are ignored: there is nowhere else to tell of them.

#if defined(_WIN32)
#include <wua/text/terminal_windows.hpp>
#else
#include <wua/text/terminal_posix.hpp>
#endif
