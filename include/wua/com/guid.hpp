// SPDX-License-Identifier: MIT
#pragma once

// GUIDs: literals, text, and the IID and the base of each interface.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <wua/com/abi.hpp>

namespace wua
{

using guid = GUID;

inline constexpr guid guid_null{};

// Equality that also works in constant expressions, which the system's own operator does not.
constexpr bool same(const guid& a, const guid& b) noexcept
{
    bool equal = a.Data1 == b.Data1 && a.Data2 == b.Data2 && a.Data3 == b.Data3;
    for (std::size_t i = 0; i != 8; ++i)
    {
        equal = equal && a.Data4[i] == b.Data4[i];
    }
    return equal;
}

// Reads "c574de85-7358-43f6-aae8-8697e62d8ba7", in either case, with braces around it or without.
constexpr std::optional<guid> parse_guid(std::string_view text) noexcept
{
    if (text.size() == 38 && text.front() == '{' && text.back() == '}')
    {
        text = text.substr(1, 36);
    }
    if (text.size() != 36)
    {
        return std::nullopt;
    }
    BYTE bytes[16] = {};
    std::size_t digits = 0;
    for (std::size_t i = 0; i != text.size(); ++i)
    {
        const char c = text[i];
        if (i == 8 || i == 13 || i == 18 || i == 23)
        {
            if (c != '-')
            {
                return std::nullopt;
            }
            continue;
        }
        int digit = 0;
        if (c >= '0' && c <= '9')
        {
            digit = c - '0';
        }
        else if (c >= 'a' && c <= 'f')
        {
            digit = c - 'a' + 10;
        }
        else if (c >= 'A' && c <= 'F')
        {
            digit = c - 'A' + 10;
        }
        else
        {
            return std::nullopt;
        }
        bytes[digits / 2] = static_cast<BYTE>(bytes[digits / 2] * 16 + digit);
        ++digits;
    }
    guid value{};
    value.Data1 = static_cast<ULONG>(bytes[0]) << 24 | static_cast<ULONG>(bytes[1]) << 16 |
                  static_cast<ULONG>(bytes[2]) << 8 | static_cast<ULONG>(bytes[3]);
    value.Data2 = static_cast<USHORT>(bytes[4] << 8 | bytes[5]);
    value.Data3 = static_cast<USHORT>(bytes[6] << 8 | bytes[7]);
    for (std::size_t i = 0; i != 8; ++i)
    {
        value.Data4[i] = bytes[8 + i];
    }
    return value;
}

// Lower case, without braces: the form of the literals.
inline std::string to_string(const guid& value)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    const auto append = [&text](unsigned long long bits, int count) {
        for (int shift = (count - 1) * 4; shift >= 0; shift -= 4)
        {
            text += digits[(bits >> shift) & 0xf];
        }
    };
    append(value.Data1, 8);
    text += '-';
    append(value.Data2, 4);
    text += '-';
    append(value.Data3, 4);
    text += '-';
    for (std::size_t i = 0; i != 8; ++i)
    {
        if (i == 2)
        {
            text += '-';
        }
        append(value.Data4[i], 2);
    }
    return text;
}

inline namespace literals
{

// "c574de85-7358-43f6-aae8-8697e62d8ba7"_guid; text that is not a GUID does not compile.
consteval guid operator""_guid(const char* text, std::size_t length)
{
    return parse_guid(std::string_view(text, length)).value();
}

} // namespace literals

namespace detail
{

template <class>
inline constexpr bool never = false;

template <class I>
constexpr guid missing_iid() noexcept
{
    static_assert(never<I>, "specialise wua::iid_of under the interface");
    return {};
}

template <class I>
struct base_of
{
    using type = typename I::base_interface;
};

template <>
struct base_of<IUnknown>
{
    using type = void;
};

template <>
struct base_of<IDispatch>
{
    using type = IUnknown;
};

template <>
struct base_of<IEnumVARIANT>
{
    using type = IUnknown;
};

} // namespace detail

// The IID of an interface; specialised directly under each interface.
template <class I>
inline constexpr guid iid_of = detail::missing_iid<I>();

template <>
inline constexpr guid iid_of<IUnknown> = "00000000-0000-0000-c000-000000000046"_guid;

template <>
inline constexpr guid iid_of<IDispatch> = "00020400-0000-0000-c000-000000000046"_guid;

template <>
inline constexpr guid iid_of<IEnumVARIANT> = "00020404-0000-0000-c000-000000000046"_guid;

// The interface that an interface extends: its nested `base_interface`; void for IUnknown.
template <class I>
using base_of_t = typename detail::base_of<I>::type;

} // namespace wua
