// SPDX-License-Identifier: MIT
#pragma once

// Foreign text made fit to be shown on a line: what a manifest or a server wrote must not steer the terminal.

#include <wua/com/utf.hpp>
#include <wua/text/character_columns.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace wua
{
namespace detail
{

// Ends a line, or moves the cursor to a place that can be said: shown as a blank.
constexpr bool is_blank(char32_t point) noexcept
{
    return (point >= 0x09 && point <= 0x0D) || point == 0x85 || point == 0x2028 || point == 0x2029;
}

// Steers the terminal or the direction of the text: shown as U+FFFD.
constexpr bool is_control(char32_t point) noexcept
{
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x061C || point == 0x200E || point == 0x200F ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x206F) ||
           (point >= 0xFFF9 && point <= 0xFFFB) || (point >= 0xE0000 && point <= 0xE00FF);
}

// Cannot be seen, or chooses how the character before it looks and with that its width: left out.
constexpr bool is_invisible(char32_t point) noexcept
{
    return point == 0xAD || point == 0x034F || (point >= 0x180B && point <= 0x180F) || point == 0x200B ||
           (point >= 0x2060 && point <= 0x2065) || (point >= 0xFE00 && point <= 0xFE0F) || point == 0xFEFF ||
           (point >= 0xE0100 && point <= 0xE01EF);
}

// More marks than any language piles on one character are left out.
inline constexpr std::size_t most_marks = 8;

} // namespace detail

// Valid UTF-8 on one line without control characters, escape sequences or changes of direction. What is malformed or
// controls something becomes U+FFFD, each kind of line break and tab a blank.
inline std::string printable(std::string_view text)
{
    std::string shown;
    shown.reserve(text.size());
    std::size_t marks = 0;
    const auto append = [&](char32_t point) {
        const bool is_mark = columns_of(point) == 0;
        marks = is_mark ? marks + 1 : 0;
        if (detail::is_blank(point))
        {
            shown += ' ';
        }
        else if (detail::is_control(point))
        {
            detail::append_utf8(shown, detail::replacement_character);
        }
        else if (!detail::is_invisible(point) && marks <= detail::most_marks)
        {
            detail::append_utf8(shown, point);
        }
        return true;
    };
    detail::decode_utf8(text, append, [&] { return append(detail::replacement_character); });
    return shown;
}

// The columns that printable text takes on a terminal.
inline std::size_t columns_of(std::string_view text)
{
    std::size_t columns = 0;
    const auto add = [&](char32_t point) {
        columns += columns_of(point);
        return true;
    };
    detail::decode_utf8(text, add, [&] { return add(detail::replacement_character); });
    return columns;
}

// Printable text in exactly this many columns: filled up with blanks, or cut between two characters, with "..." at the
// end where there is room for it.
inline std::string fitted(std::string_view text, std::size_t columns)
{
    constexpr std::string_view dots = "...";
    const bool fits = columns_of(text) <= columns;
    const bool has_dots = !fits && columns > dots.size();
    const std::size_t room = has_dots ? columns - dots.size() : columns;
    std::string shown;
    std::size_t used = 0;
    const auto append = [&](char32_t point) {
        if (used + columns_of(point) > room)
        {
            return false;
        }
        used += columns_of(point);
        detail::append_utf8(shown, point);
        return true;
    };
    detail::decode_utf8(text, append, [&] { return append(detail::replacement_character); });
    if (has_dots)
    {
        shown += dots;
        used += dots.size();
    }
    shown.append(columns - used, ' ');
    return shown;
}

} // namespace wua
