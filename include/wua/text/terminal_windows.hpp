// SPDX-License-Identifier: MIT
#pragma once

// Consoles of Windows; see text/terminal.hpp.

#include <wua/com/abi.hpp>
#include <wua/com/utf.hpp>
#include <wua/text/terminal_size.hpp>

#include <io.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace wua
{
namespace detail
{

// Null if the stream is not a console.
inline HANDLE console_of(std::FILE* stream, DWORD& mode) noexcept
{
    const int descriptor = _fileno(stream);
    const std::intptr_t handle = descriptor < 0 ? -1 : _get_osfhandle(descriptor);
    const HANDLE console = handle < 0 ? nullptr : reinterpret_cast<HANDLE>(handle);
    return console != nullptr && GetConsoleMode(console, &mode) != 0 ? console : nullptr;
}

} // namespace detail

/// Enables escape sequences on the console; one too old to support them does not count as a terminal.
inline std::optional<terminal_size> size_of_terminal(std::FILE* stream) noexcept
{
    constexpr DWORD enables_sequences = 0x4; // ENABLE_VIRTUAL_TERMINAL_PROCESSING, which older headers lack
    DWORD mode = 0;
    CONSOLE_SCREEN_BUFFER_INFO screen{};
    const HANDLE console = detail::console_of(stream, mode);
    if (console == nullptr || GetConsoleScreenBufferInfo(console, &screen) == 0)
    {
        return std::nullopt;
    }
    if ((mode & enables_sequences) == 0 && SetConsoleMode(console, mode | enables_sequences) == 0)
    {
        return std::nullopt;
    }
    const int columns = screen.srWindow.Right - screen.srWindow.Left + 1;
    const int rows = screen.srWindow.Bottom - screen.srWindow.Top + 1;
    return terminal_size{.columns = columns > 0 ? static_cast<std::size_t>(columns) : std::size_t{0},
                         .rows = rows > 0 ? static_cast<std::size_t>(rows) : std::size_t{0}};
}

inline std::optional<std::size_t> terminal_columns(std::FILE* stream) noexcept
{
    const std::optional<terminal_size> size = size_of_terminal(stream);
    return size ? std::optional(size->columns) : std::nullopt;
}

inline std::string environment_variable(const char* name)
{
    char value[256] = {};
    const DWORD length = GetEnvironmentVariableA(name, value, sizeof value);
    return length < sizeof value ? std::string(value, length) : std::string();
}

/// Writes UTF-16 to a console, whatever its code page is.
inline void write_text(std::FILE* stream, std::string_view utf8)
{
    static_cast<void>(std::fflush(stream));
    DWORD mode = 0;
    if (const HANDLE console = detail::console_of(stream, mode))
    {
        const ole_string wide = to_ole(utf8);
        DWORD written = 0;
        static_cast<void>(WriteConsoleW(console, wide.data(), static_cast<DWORD>(wide.size()), &written, nullptr));
        return;
    }
    static_cast<void>(std::fwrite(utf8.data(), 1, utf8.size(), stream));
    static_cast<void>(std::fflush(stream));
}

} // namespace wua
