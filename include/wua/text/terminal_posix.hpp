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
    const char* kind = std::getenv("TERM"); // NOLINT(concurrency-mt-unsafe): programs that set it do so first
    if (kind == nullptr || std::string_view(kind).empty() || std::string_view(kind) == "dumb")
    {
        return std::nullopt;
    }
    winsize size{};
    constexpr std::size_t usual = 80; // some terminals, such as serial lines, do not know their width
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col != 0 ? size.ws_col : usual;
}

inline void write_text(std::FILE* stream, std::string_view utf8)
{
    static_cast<void>(std::fwrite(utf8.data(), 1, utf8.size(), stream));
    static_cast<void>(std::fflush(stream));
}

} // namespace wua
