// SPDX-License-Identifier: MIT
#pragma once

// UTF-8 to UTF-16 and back, with a defined result for malformed text.

#include <wua/com/abi.hpp>
#include <wua/separate_compilation.hpp>

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

// Returned instead of a code point: the text is ill-formed here.
inline constexpr char32_t ill_formed = 0xFFFFFFFF;

// Removes the first character and returns its code point, or removes a maximal ill-formed subpart and returns
// ill_formed. The text must not be empty.
char32_t take_code_point(std::string_view& text) noexcept;

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

// Calls sink(code point) for each character, or sink_bad() for each maximal ill-formed subpart. Stops when one of them
// returns false, and returns whether it reached the end.
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

void append_utf8(std::string& text, char32_t point);

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

// Strict: nullopt for malformed text. Not strict: always a value.
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

// wchar_t where it is COM's UTF-16 unit, as on Windows; elsewhere a type that no text has.
template <class Unit>
concept wide_unit = std::same_as<Unit, wchar_t> && sizeof(Unit) == 2;

} // namespace detail

using ole_string = std::basic_string<OLECHAR>;
using ole_view = std::basic_string_view<OLECHAR>;

/// Malformed input is never an error for these: each maximal ill-formed subpart of UTF-8, as defined in Unicode's
/// chapter 3.9, and each unpaired surrogate of UTF-16 becomes one U+FFFD. Zeros are ordinary characters.
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

/// The strict counterparts: nullopt when the input is malformed.
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

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/utf.ipp>
#endif
