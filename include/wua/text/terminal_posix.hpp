// SPDX-License-Identifier: MIT
#pragma once

// Terminals of POSIX systems; see text/terminal.hpp.

#include <wua/separate_compilation.hpp>
#include <wua/text/terminal_size.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace wua
{

std::optional<std::size_t> terminal_columns(std::FILE* stream) noexcept;

std::optional<terminal_size> size_of_terminal(std::FILE* stream) noexcept;

std::string environment_variable(const char* name);

void write_text(std::FILE* stream, std::string_view utf8);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/terminal_posix.ipp>
#endif
