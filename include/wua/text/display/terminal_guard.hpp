// SPDX-License-Identifier: MIT
#pragma once

// A terminal whose cursor is hidden is given back at every way out.
//
//     void guard_terminal(std::FILE* stream, bool takes_signals, bool has_taskbar) noexcept;
//
// From now on the terminal is restored when the program exits, and when a signal ends or suspends it for which it has
// no handler of its own: those are taken meanwhile. Calls count; each is ended by
//
//     void release_terminal() noexcept;
//
//     int terminal_losses() noexcept;
//
// How often the terminal was restored by a signal: what is drawn then is nobody's any more, and the cursor is shown.
//
//     void restore_terminal() noexcept;
//
// What the guard does; async-signal-safe.

#if defined(_WIN32)
#include <wua/text/display/terminal_guard_windows.hpp>
#else
#include <wua/text/display/terminal_guard_posix.hpp>
#endif
