// SPDX-License-Identifier: MIT
#pragma once

// Off Windows: GUIDs as the text of objbase.h's functions, in 16-bit units or wide characters.

#include <wua/com/abi.hpp>
#include <wua/com/abi_boundary.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/hresult.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wua::detail
{

// CLSIDFromString and IIDFromString; null text is the null GUID.
template <class Unit>
HRESULT guid_of_text(const Unit* text, GUID* value, HRESULT if_none) noexcept
{
    if (value == nullptr)
    {
        return e_invalidarg;
    }
    *value = guid_null;
    if (text == nullptr)
    {
        return s_ok;
    }
    return guarded([&] {
        const std::basic_string_view<Unit> units(text);
        std::string ascii;
        for (const Unit unit : units)
        {
            ascii += static_cast<std::uint32_t>(unit) < 0x80 ? static_cast<char>(unit) : '?';
        }
        const std::optional<guid> read = ascii.starts_with('{') ? parse_guid(ascii) : std::nullopt;
        *value = read.value_or(guid_null);
        return read ? s_ok : if_none;
    });
}

// "{C574DE85-7358-43F6-AAE8-8697E62D8BA7}" and a zero.
inline constexpr int guid_text_units = 39;

// StringFromGUID2: the units written; zero, and nothing is, when there is no room.
template <class Unit>
int text_of_guid(const GUID& value, Unit* text, int units) noexcept
{
    if (text == nullptr || units < guid_text_units)
    {
        return 0;
    }
    static constexpr char digits[] = "0123456789ABCDEF";
    const auto write = [&text](ULONG bits, int count) {
        for (int shift = (count - 1) * 4; shift >= 0; shift -= 4)
        {
            *text++ = static_cast<Unit>(digits[bits >> shift & 0xfU]);
        }
    };
    *text++ = Unit{'{'};
    write(value.Data1, 8);
    *text++ = Unit{'-'};
    write(value.Data2, 4);
    *text++ = Unit{'-'};
    write(value.Data3, 4);
    for (std::size_t i = 0; i != 8; ++i)
    {
        if (i == 0 || i == 2)
        {
            *text++ = Unit{'-'};
        }
        write(value.Data4[i], 2);
    }
    *text++ = Unit{'}'};
    *text = Unit{0};
    return guid_text_units;
}

} // namespace wua::detail
