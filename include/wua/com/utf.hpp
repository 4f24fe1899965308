// SPDX-License-Identifier: MIT
#pragma once

// UTF-8 to UTF-16 and back, with a defined result for text that is malformed.

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <wua/com/abi.hpp>

namespace wua
{
namespace detail
{

inline constexpr char32_t replacement_character = 0xFFFD;

// Calls sink(code point) for each character, or sink_bad() for each maximal ill-formed subpart; stops when one of them
// answers false, and says whether it got to the end.
template <class Sink, class SinkBad>
bool decode_utf8(std::string_view text, Sink sink, SinkBad sink_bad)
{
    std::size_t i = 0;
    while (i != text.size())
    {
        const auto lead = static_cast<unsigned char>(text[i++]);
        if (lead < 0x80)
        {
            if (!sink(char32_t{lead}))
            {
                return false;
            }
            continue;
        }
        // The range of the second byte excludes overlong forms, surrogates and what lies beyond U+10FFFF.
        int following = 0;
        unsigned char low = 0x80;
        unsigned char high = 0xBF;
        char32_t point = 0;
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
        bool whole = following != 0;
        for (; whole && following != 0; --following)
        {
            const auto next = i != text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(0);
            if (next < low || next > high)
            {
                whole = false;
                break;
            }
            point = point << 6 | (next & 0x3Fu);
            low = 0x80;
            high = 0xBF;
            ++i;
        }
        if (whole ? !sink(point) : !sink_bad())
        {
            return false;
        }
    }
    return true;
}

template <class Unit, class Sink, class SinkBad>
bool decode_utf16(std::basic_string_view<Unit> text, Sink sink, SinkBad sink_bad)
{
    const auto is_low = [&](std::size_t i) {
        return i != text.size() && (static_cast<char32_t>(text[i]) & 0xFC00u) == 0xDC00u;
    };
    std::size_t i = 0;
    while (i != text.size())
    {
        const auto unit = static_cast<char32_t>(text[i++]);
        bool resume = false;
        if ((unit & 0xF800u) != 0xD800u)
        {
            resume = sink(unit);
        }
        else if ((unit & 0xFC00u) == 0xD800u && is_low(i))
        {
            const auto low = static_cast<char32_t>(text[i++]);
            resume = sink(0x10000u + ((unit & 0x3FFu) << 10) + (low & 0x3FFu));
        }
        else
        {
            resume = sink_bad();
        }
        if (!resume)
        {
            return false;
        }
    }
    return true;
}

inline void append_utf8(std::string& text, char32_t point)
{
    const auto put = [&text](char32_t bits) { text += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (point < 0x80)
    {
        put(point);
    }
    else if (point < 0x800)
    {
        put(0xC0u | point >> 6);
        put(0x80u | (point & 0x3Fu));
    }
    else if (point < 0x10000)
    {
        put(0xE0u | point >> 12);
        put(0x80u | (point >> 6 & 0x3Fu));
        put(0x80u | (point & 0x3Fu));
    }
    else
    {
        put(0xF0u | point >> 18);
        put(0x80u | (point >> 12 & 0x3Fu));
        put(0x80u | (point >> 6 & 0x3Fu));
        put(0x80u | (point & 0x3Fu));
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
    const auto append = [&](char32_t point) {
        append_utf16(converted, point);
        return true;
    };
    if (!decode_utf8(text, append, [&] { return !strict && append(replacement_character); }))
    {
        return std::nullopt;
    }
    return converted;
}

template <class Unit>
std::optional<std::string> utf16_to_utf8(std::basic_string_view<Unit> text, bool strict)
{
    std::string converted;
    converted.reserve(text.size());
    const auto append = [&](char32_t point) {
        append_utf8(converted, point);
        return true;
    };
    if (!decode_utf16(text, append, [&] { return !strict && append(replacement_character); }))
    {
        return std::nullopt;
    }
    return converted;
}

// wchar_t where it is the UTF-16 unit of COM, as on Windows; a type that no text has elsewhere.
template <class Unit>
concept wide_unit = std::same_as<Unit, wchar_t> && sizeof(Unit) == 2;

} // namespace detail

using ole_string = std::basic_string<OLECHAR>;
using ole_view = std::basic_string_view<OLECHAR>;

// Malformed input is never an error of these: each maximal ill-formed subpart of UTF-8, as Unicode's chapter 3.9
// defines it, and each unpaired surrogate of UTF-16 becomes one U+FFFD. Zeros are characters like all others.
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

// The strict twins: no value when the input is malformed.
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
