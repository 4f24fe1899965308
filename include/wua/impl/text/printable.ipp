// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/printable.hpp>.

#include <wua/com/utf.hpp>
#include <wua/text/printable.hpp>

namespace wua
{

WUA_INLINE std::string printable(std::string_view text)
{
    std::string shown;
    shown.reserve(text.size());
    std::size_t marks = 0;
    const auto append = [&](char32_t point) {
        marks = columns_of(point) == 0 ? marks + 1 : 0;
        if (detail::is_line_break_or_tab(point))
        {
            shown += ' ';
        }
        else if (detail::is_control(point))
        {
            detail::append_utf8(shown, detail::replacement_character);
        }
        else if (!detail::is_invisible(point) && marks <= detail::max_combining_marks)
        {
            detail::append_utf8(shown, point);
        }
        return true;
    };
    detail::decode_utf8(text, append, [&] { return append(detail::replacement_character); });
    return shown;
}

WUA_INLINE std::size_t columns_of(std::string_view text)
{
    std::size_t columns = 0;
    const auto add = [&](char32_t point) {
        columns += columns_of(point);
        return true;
    };
    detail::decode_utf8(text, add, [&] { return add(detail::replacement_character); });
    return columns;
}

WUA_INLINE std::string fitted(std::string_view text, std::size_t columns)
{
    constexpr std::string_view dots = "...";
    const bool fits = columns_of(text) <= columns;
    const bool has_dots = !fits && columns > dots.size();
    const std::size_t limit = has_dots ? columns - dots.size() : columns;
    std::string shown;
    std::size_t used = 0;
    const auto append = [&](char32_t point) {
        if (used + columns_of(point) > limit)
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
