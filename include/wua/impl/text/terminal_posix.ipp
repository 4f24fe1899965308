// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/terminal_posix.hpp>.

#include <wua/text/terminal_posix.hpp>

#include <cstdlib>

namespace wua
{

WUA_INLINE std::optional<std::size_t> terminal_columns(std::FILE* stream) noexcept
{
    const char* type = std::getenv("TERM"); // NOLINT(concurrency-mt-unsafe): programs set it, if at all, at their start
    if (type == nullptr || std::string_view(type).empty() || std::string_view(type) == "dumb")
    {
        return std::nullopt;
    }
    const std::optional<terminal_size> size = size_of_terminal(stream);
    return size ? std::optional(size->columns) : std::nullopt;
}

WUA_INLINE std::optional<terminal_size> size_of_terminal(std::FILE* stream) noexcept
{
    const int descriptor = fileno(stream);
    if (descriptor < 0 || isatty(descriptor) == 0)
    {
        return std::nullopt;
    }
    terminal_size size; // zero for terminals that do not know theirs, such as serial lines
    winsize told{};
    if (ioctl(descriptor, TIOCGWINSZ, &told) == 0)
    {
        size.columns = told.ws_col != 0 ? told.ws_col : size.columns;
        size.rows = told.ws_row != 0 ? told.ws_row : size.rows;
    }
    return size;
}

WUA_COLD std::string environment_variable(const char* name)
{
    const char* const value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): likewise
    return value == nullptr ? std::string() : std::string(value);
}

WUA_INLINE void write_text(std::FILE* stream, std::string_view utf8)
{
    static_cast<void>(std::fwrite(utf8.data(), 1, utf8.size(), stream));
    static_cast<void>(std::fflush(stream));
}

} // namespace wua
