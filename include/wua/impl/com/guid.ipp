// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/guid.hpp>.

#include <wua/com/guid.hpp>

namespace wua
{

namespace detail
{

WUA_INLINE void append_hex(std::string& text, ULONG bits, int digits)
{
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
    {
        text += hex_digit(bits >> shift);
    }
}

} // namespace detail

WUA_INLINE std::string to_string(const guid& value)
{
    std::string text;
    text.reserve(36);
    detail::append_hex(text, value.Data1, 8);
    text += '-';
    detail::append_hex(text, value.Data2, 4);
    text += '-';
    detail::append_hex(text, value.Data3, 4);
    text += '-';
    for (std::size_t i = 0; i != 8; ++i)
    {
        if (i == 2)
        {
            text += '-';
        }
        detail::append_hex(text, value.Data4[i], 2);
    }
    return text;
}

} // namespace wua
