// SPDX-License-Identifier: MIT
#pragma once

// Makes untrusted text safe to show on one line: text from a manifest or a server must not control the terminal.

#include <wua/separate_compilation.hpp>
#include <wua/text/character_columns.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace wua
{
namespace detail
{

// A line break or a tab, which becomes a space.
constexpr bool is_line_break_or_tab(char32_t point) noexcept
{
    return (point >= 0x09 && point <= 0x0D) || point == 0x85 || point == 0x2028 || point == 0x2029;
}

// A character that controls the terminal or the direction of the text; it becomes U+FFFD.
constexpr bool is_control(char32_t point) noexcept
{
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x061C || point == 0x200E || point == 0x200F ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x206F) ||
           (point >= 0xFFF9 && point <= 0xFFFB) || (point >= 0xE0000 && point <= 0xE00FF);
}

// Invisible, or selects a variant of the preceding character that may have another width; left out.
constexpr bool is_invisible(char32_t point) noexcept
{
    return point == 0xAD || point == 0x034F || (point >= 0x180B && point <= 0x180F) || point == 0x200B ||
           (point >= 0x2060 && point <= 0x2065) || (point >= 0xFE00 && point <= 0xFE0F) || point == 0xFEFF ||
           (point >= 0xE0100 && point <= 0xE01EF);
}

// No language needs more of them on one character; further ones are left out.
inline constexpr std::size_t max_combining_marks = 8;

} // namespace detail

/// Valid UTF-8 on one line, without control characters, escape sequences or changes of direction. Malformed sequences
/// and control characters become U+FFFD, line breaks and tabs become spaces.
std::string printable(std::string_view text);

/// The number of columns that printable text takes on a terminal.
std::size_t columns_of(std::string_view text);

/// Printable text in exactly this many columns: padded with spaces, or cut between two characters, with "..." at the
/// end if there are more than three columns.
std::string fitted(std::string_view text, std::size_t columns);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/printable.ipp>
#endif
