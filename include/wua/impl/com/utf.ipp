// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/utf.hpp>.

#include <wua/com/utf.hpp>

namespace wua::detail
{

WUA_INLINE char32_t take_code_point(std::string_view& text) noexcept
{
    const auto lead = static_cast<unsigned char>(text.front());
    text.remove_prefix(1);
    // The range of the second byte excludes overlong forms, surrogates and code points beyond U+10FFFF.
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

WUA_INLINE void append_utf8(std::string& text, char32_t point)
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

} // namespace wua::detail
