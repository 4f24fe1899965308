// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/terminal_posix.hpp>.

#include <wua/text/terminal_posix.hpp>

#include <cstdlib>

namespace wua
{

WUA_INLINE std::optional<std::size_t> terminal_columns(std::FILE* stream) noexcept
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

WUA_INLINE void write_text(std::FILE* stream, std::string_view utf8)
{
    static_cast<void>(std::fwrite(utf8.data(), 1, utf8.size(), stream));
    static_cast<void>(std::fflush(stream));
}

} // namespace wua
