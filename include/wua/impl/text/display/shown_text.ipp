// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/display/shown_text.hpp>.

#include <wua/com/utf.hpp>
#include <wua/text/character_columns.hpp>
#include <wua/text/display/shown_text.hpp>
#include <wua/text/named_hresult.hpp>
#include <wua/text/printable.hpp>
#include <wua/text/time_span.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <string>

namespace wua::detail
{

WUA_COLD std::string in_charset(std::string_view printable, const terminal_traits& traits)
{
    if (traits.is_unicode)
    {
        return std::string(printable);
    }
    std::string shown;
    const auto append = [&](char32_t point) {
        shown += point < 0x80 ? static_cast<char>(point) : '?';
        return true;
    };
    decode_utf8(printable, append, [&] { return append(replacement_character); });
    return shown;
}

inline std::u32string points_of(std::string_view text)
{
    std::u32string points;
    const auto append = [&](char32_t point) {
        points += point;
        return true;
    };
    decode_utf8(text, append, [&] { return append(replacement_character); });
    return points;
}

WUA_COLD std::size_t columns_from(const std::u32string& points, std::size_t place)
{
    std::size_t columns = 0;
    for (; place != points.size(); ++place)
    {
        columns += wua::columns_of(points[place]);
    }
    return columns;
}

// Appends as many characters as fit into the columns, beginning at `place`, which is moved past them.
WUA_COLD std::size_t append_columns(std::string& shown, const std::u32string& points, std::size_t& place,
                                    std::size_t columns)
{
    std::size_t used = 0;
    for (; place != points.size() && used + wua::columns_of(points[place]) <= columns; ++place)
    {
        used += wua::columns_of(points[place]);
        append_utf8(shown, points[place]);
    }
    constexpr std::string_view joiner = "\u200D"; // which would join the next character to this one
    if (place != points.size() && shown.ends_with(joiner))
    {
        shown.erase(shown.size() - joiner.size());
    }
    return used;
}

WUA_COLD std::string squeezed(std::string_view text, std::size_t columns, const terminal_traits& traits,
                              std::size_t distinguishing)
{
    const std::string_view gap = traits.is_unicode ? "\u2026" : "..";
    const std::size_t gap_columns = traits.is_unicode ? 1 : 2;
    const std::u32string points = points_of(text);
    std::string shown;
    std::size_t place = 0;
    if (columns_of(text) <= columns || columns < gap_columns + 4)
    {
        shown.append(columns - append_columns(shown, points, place, columns), ' ');
        return shown;
    }
    const std::size_t room = columns - gap_columns;
    std::size_t last = points.size(); // start of the tail that is shown
    std::size_t of_end = 0;
    while (last != 0 && of_end + wua::columns_of(points[last - 1]) <= room / 2)
    {
        of_end += wua::columns_of(points[--last]);
    }
    std::size_t of_begin = room - of_end;
    constexpr std::size_t before = 3; // characters of context before the telling one
    if (distinguishing < last && distinguishing + before > of_begin && distinguishing < points.size())
    {
        last = distinguishing - std::min(distinguishing, before);
        const std::size_t rest = columns_from(points, last);
        of_begin = std::clamp<std::size_t>(room - std::min(room, rest), 2, std::max<std::size_t>(room / 4, 2));
    }
    while (last != points.size() && wua::columns_of(points[last]) == 0)
    {
        ++last; // a combining mark without its base character
    }
    std::size_t used = append_columns(shown, points, place, of_begin);
    shown += gap;
    // Whether to cut at the end, too.
    const bool is_cut = used + columns_from(points, last) > room && room - used > gap_columns + 4;
    used += append_columns(shown, points, last, room - used - (is_cut ? gap_columns : 0));
    shown += is_cut ? gap : "";
    used += is_cut ? gap_columns : 0;
    shown.append(room - used, ' ');
    return shown;
}

WUA_COLD std::size_t distinguishing_character(std::string_view text, const std::vector<std::string>& others)
{
    const std::u32string points = points_of(text);
    std::size_t distinguishing = 0;
    for (const std::string& other : others)
    {
        const std::u32string those = points_of(other);
        const auto differ = std::mismatch(points.begin(), points.end(), those.begin(), those.end()).first;
        distinguishing = std::max(distinguishing, static_cast<std::size_t>(differ - points.begin()));
    }
    return distinguishing;
}

WUA_COLD std::string right_aligned(std::string_view text, std::size_t columns)
{
    return std::string(columns - std::min(columns, columns_of(text)), ' ') + std::string(text);
}

WUA_COLD std::string tinted(std::string_view text, tint colour, const terminal_traits& traits)
{
    if (colour == tint::none || !traits.has_colors || text.empty())
    {
        return std::string(text);
    }
    const char* const begin = colour == tint::good ? "\x1b[32m" : colour == tint::bad ? "\x1b[31m" : "\x1b[33m";
    return begin + std::string(text) + "\x1b[0m";
}

WUA_COLD std::string bar_of(double share, std::size_t columns, const terminal_traits& traits)
{
    const std::size_t inner = columns - 2;
    const double full = std::clamp(share, 0.0, 1.0) * static_cast<double>(inner);
    const auto whole = std::min(static_cast<std::size_t>(full), inner);
    if (!traits.is_unicode)
    {
        return '[' + std::string(whole, '#') + std::string(inner - whole, '.') + ']';
    }
    constexpr std::string_view eighths[] = {"", "\u258F", "\u258E", "\u258D", "\u258C", "\u258B", "\u258A", "\u2589"};
    std::string bar = "\u2595";
    for (std::size_t i = 0; i != whole; ++i)
    {
        bar += "\u2588";
    }
    const auto eighth = whole == inner ? 0 : static_cast<std::size_t>((full - static_cast<double>(whole)) * 8);
    bar += eighths[std::min<std::size_t>(eighth, 7)];
    bar.append(inner - whole - (eighth == 0 ? 0 : 1), ' ');
    return bar + "\u258F";
}

WUA_COLD std::string time_left_text(std::optional<std::chrono::seconds> left)
{
    const time_span rough = coarse({left});
    if (!rough.length || rough.length->count() < 0)
    {
        return {};
    }
    const std::int64_t minutes = rough.length->count() / 60;
    if (minutes < 60)
    {
        return as_clock(rough) + " left";
    }
    if (minutes >= std::int64_t{100} * 60)
    {
        return std::to_string(std::min<std::int64_t>(minutes / (60 * 24), 999)) + " d left";
    }
    const std::string rest = std::to_string(minutes % 60);
    return std::to_string(minutes / 60) + (rest.size() == 1 ? ":0" : ":") + rest + " h left";
}

WUA_COLD std::string stall_text(std::chrono::seconds stalled)
{
    const std::int64_t seconds = std::max<std::int64_t>(stalled.count(), 0);
    return "stalled " + (seconds < 60     ? std::to_string(seconds) + " s"
                         : seconds < 6000 ? std::to_string(seconds / 60) + " m"
                                          : std::to_string(std::min<std::int64_t>(seconds / 3600, 99)) + " h");
}

WUA_COLD std::string elapsed_text(std::chrono::nanoseconds time)
{
    const std::int64_t tenths = std::max<std::int64_t>(time / std::chrono::milliseconds(100), 0);
    if (tenths < 100)
    {
        return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " s";
    }
    return to_text(time_span{std::chrono::duration_cast<std::chrono::seconds>(time)});
}

WUA_COLD std::string reason_text(const outcome& ended)
{
    if (ended.code == orcAborted && ended.detail.empty())
    {
        return "aborted";
    }
    return bare_reason(ended) + " (" + code_text(ended.hresult) + ')';
}

WUA_COLD std::string bare_reason(const outcome& ended)
{
    if (!ended.detail.empty())
    {
        return printable(ended.detail);
    }
    return ended.code == orcAborted ? "aborted" : short_reason(ended);
}

WUA_COLD std::string short_reason(const outcome& ended)
{
    constexpr std::int64_t min_error = 400;
    if (ended.native.source == "http" && ended.native.code >= min_error)
    {
        return "HTTP " + std::to_string(ended.native.code);
    }
    if (ended.native.source == "http" && !ended.detail.empty())
    {
        return ended.detail.substr(0, ended.detail.find(": ")); // the place of the error follows the colon
    }
    const hresult_info* const known = describe(ended.hresult);
    return known != nullptr ? std::string(known->meaning) : hresult_digits(ended.hresult);
}

WUA_COLD std::string counted(std::size_t count, std::string_view one, std::string_view more)
{
    return std::to_string(count) + ' ' + std::string(count == 1 ? one : more);
}

} // namespace wua::detail
