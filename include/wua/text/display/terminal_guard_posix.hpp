// SPDX-License-Identifier: MIT
#pragma once

// Guarded terminals of POSIX systems; see text/display/terminal_guard.hpp.

#include <wua/separate_compilation.hpp>

#include <cstdio>

namespace wua
{

void restore_terminal() noexcept;

namespace detail
{

void guard_terminal(std::FILE* stream, bool takes_signals, bool has_taskbar) noexcept;

void release_terminal() noexcept;

int terminal_losses() noexcept;

} // namespace detail

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/display/terminal_guard_posix.ipp>
#endif
