// SPDX-License-Identifier: MIT
#pragma once

// Terminals of POSIX systems; see text/terminal.hpp.

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace wua
{

inline std::optional<std::size_t> terminal_columns(std::FILE* stream) noexcept
{
    const int descriptor = fileno(stream);
    if (descriptor < 0 || isatty(descriptor) == 0)
    {
        return std::nullopt;
    }
    const char* type = std::getenv("TERM"); // NOLINT(concurrency-mt-unsafe): programs set it, if at all, at their start
    if (type == nullptr || std::string_view(type).empty() || std::string_view(type) == "dumb")
    {
        return std::nullopt;
    }
    winsize size{};
    constexpr std::size_t default_columns = 80; // some terminals, such as serial lines, do not know their width
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col != 0 ? size.ws_col : default_columns;
}

inline void write_text(std::FILE* stream, std::string_view utf8)
{
    static_cast<void>(std::fwrite(utf8.data(), 1, utf8.size(), stream));
    static_cast<void>(std::fflush(stream));
}

} // namespace wua
