// SPDX-License-Identifier: MIT
#pragma once

// UTF-8 to UTF-16 and back, with a defined result for text that is malformed.

#include <wua/com/abi.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace wua
{
namespace detail
{

inline constexpr char32_t replacement_character = 0xFFFD;

// In the place of a code point: the text is ill-formed here.
inline constexpr char32_t ill_formed = 0xFFFFFFFF;

// Removes the first character and gives its code point, or a maximal ill-formed subpart and gives ill_formed. Not for
// empty text.
inline char32_t take_code_point(std::string_view& text) noexcept
{
    const auto lead = static_cast<unsigned char>(text.front());
    text.remove_prefix(1);
    // The range of the second byte excludes overlong forms, surrogates and what lies beyond U+10FFFF.
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    int following = 0;
    char32_t point = 0;
    if (lead < 0x80)
    {
        return lead;
    }
    if (lead >= 0xC2 && lead <= 0xDF)
    {
        following = 1;
        point = lead & 0x1Fu;
    }
    else if (lead >= 0xE0 && lead <= 0xEF)
    {
        following = 2;
        point = lead & 0x0Fu;
        low = lead == 0xE0 ? 0xA0 : low;
        high = lead == 0xED ? 0x9F : high;
    }
    else if (lead >= 0xF0 && lead <= 0xF4)
    {
        following = 3;
        point = lead & 0x07u;
        low = lead == 0xF0 ? 0x90 : low;
        high = lead == 0xF4 ? 0x8F : high;
    }
    else
    {
        return ill_formed;
    }
    for (; following != 0; --following)
    {
        const auto next = text.empty() ? static_cast<unsigned char>(0) : static_cast<unsigned char>(text.front());
        if (next < low || next > high)
        {
            return ill_formed;
        }
        point = point << 6 | (next & 0x3Fu);
        low = 0x80;
        high = 0xBF;
        text.remove_prefix(1);
    }
    return point;
}

// The same for UTF-16, where an unpaired surrogate is ill-formed.
template <class Unit>
char32_t take_code_point(std::basic_string_view<Unit>& text) noexcept
{
    const auto unit = static_cast<char32_t>(text.front());
    text.remove_prefix(1);
    if ((unit & 0xF800u) != 0xD800u)
    {
        return unit;
    }
    if ((unit & 0xFC00u) != 0xD800u || text.empty() || (static_cast<char32_t>(text.front()) & 0xFC00u) != 0xDC00u)
    {
        return ill_formed;
    }
    const auto low = static_cast<char32_t>(text.front());
    text.remove_prefix(1);
    return 0x10000u + ((unit & 0x3FFu) << 10) + (low & 0x3FFu);
}

// Calls sink(code point) for each character, or sink_bad() for each maximal ill-formed subpart; stops when one of them
// returns false, and returns whether it got to the end.
template <class Sink, class SinkBad>
bool decode_utf8(std::string_view text, Sink sink, SinkBad sink_bad)
{
    while (!text.empty())
    {
        const char32_t point = take_code_point(text);
        if (point != ill_formed ? !sink(point) : !sink_bad())
        {
            return false;
        }
    }
    return true;
}

inline void append_utf8(std::string& text, char32_t point)
{
    if (point < 0x80)
    {
        text += static_cast<char>(point);
        return;
    }
    int shift = point < 0x800 ? 6 : point < 0x10000 ? 12 : 18;
    const char32_t lead = shift == 6 ? 0xC0 : shift == 12 ? 0xE0 : 0xF0;
    text += static_cast<char>(static_cast<unsigned char>(lead | point >> shift));
    while (shift != 0)
    {
        shift -= 6;
        text += static_cast<char>(static_cast<unsigned char>(0x80u | (point >> shift & 0x3Fu)));
    }
}

template <class Unit>
void append_utf16(std::basic_string<Unit>& text, char32_t point)
{
    if (point < 0x10000)
    {
        text += static_cast<Unit>(point);
    }
    else
    {
        text += static_cast<Unit>(0xD800u + ((point - 0x10000u) >> 10));
        text += static_cast<Unit>(0xDC00u + ((point - 0x10000u) & 0x3FFu));
    }
}

// Strict: no value for malformed text. Not strict: always a value.
template <class Unit>
std::optional<std::basic_string<Unit>> utf8_to_utf16(std::string_view text, bool strict)
{
    std::basic_string<Unit> converted;
    converted.reserve(text.size());
    while (!text.empty())
    {
        const char32_t point = take_code_point(text);
        if (point == ill_formed && strict)
        {
            return std::nullopt;
        }
        append_utf16(converted, point != ill_formed ? point : replacement_character);
    }
    return converted;
}

template <class Unit>
std::optional<std::string> utf16_to_utf8(std::basic_string_view<Unit> text, bool strict)
{
    std::string converted;
    converted.reserve(text.size());
    while (!text.empty())
    {
        const char32_t point = take_code_point(text);
        if (point == ill_formed && strict)
        {
            return std::nullopt;
        }
        append_utf8(converted, point != ill_formed ? point : replacement_character);
    }
    return converted;
}

// wchar_t where it is the UTF-16 unit of COM, as on Windows; a type that no text has elsewhere.
template <class Unit>
concept wide_unit = std::same_as<Unit, wchar_t> && sizeof(Unit) == 2;

} // namespace detail

using ole_string = std::basic_string<OLECHAR>;
using ole_view = std::basic_string_view<OLECHAR>;

/// Malformed input is never an error of these: each maximal ill-formed subpart of UTF-8, as Unicode's chapter 3.9
/// defines it, and each unpaired surrogate of UTF-16 becomes one U+FFFD. Zeros are characters like all others.
inline std::u16string to_utf16(std::string_view text)
{
    return *detail::utf8_to_utf16<char16_t>(text, false);
}

inline std::string to_utf8(std::u16string_view text)
{
    return *detail::utf16_to_utf8(text, false);
}

template <detail::wide_unit Unit>
std::string to_utf8(std::basic_string_view<Unit> text)
{
    return *detail::utf16_to_utf8(text, false);
}

inline ole_string to_ole(std::string_view text)
{
    return *detail::utf8_to_utf16<OLECHAR>(text, false);
}

/// The strict twins: no value when the input is malformed.
inline std::optional<std::u16string> try_to_utf16(std::string_view text)
{
    return detail::utf8_to_utf16<char16_t>(text, true);
}

inline std::optional<std::string> try_to_utf8(std::u16string_view text)
{
    return detail::utf16_to_utf8(text, true);
}

template <detail::wide_unit Unit>
std::optional<std::string> try_to_utf8(std::basic_string_view<Unit> text)
{
    return detail::utf16_to_utf8(text, true);
}

} // namespace wua
