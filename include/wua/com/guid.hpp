// SPDX-License-Identifier: MIT
#pragma once

// GUIDs: literals, text, and the IID and the base of each interface.

#include <wua/com/abi.hpp>
#include <wua/com/ascii.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace wua
{

using guid = GUID;

inline constexpr guid guid_null{};

/// Equality that also works in constant expressions, which the system's own operator does not.
constexpr bool same(const guid& a, const guid& b) noexcept
{
    if (!std::is_constant_evaluated())
    {
        return std::memcmp(&a, &b, sizeof a) == 0;
    }
    bool equal = a.Data1 == b.Data1 && a.Data2 == b.Data2 && a.Data3 == b.Data3;
    for (std::size_t i = 0; i != 8; ++i)
    {
        equal = equal && a.Data4[i] == b.Data4[i];
    }
    return equal;
}

namespace detail
{

// The bits of `count` hexadecimal digits; clears `is_valid` if a character is not one.
constexpr ULONG hex_field(const char* text, std::size_t count, bool& is_valid) noexcept
{
    ULONG bits = 0;
    for (std::size_t i = 0; i != count; ++i)
    {
        const int digit = hex_value(text[i]);
        is_valid = is_valid && digit >= 0;
        bits = bits << 4 | static_cast<ULONG>(digit & 0xf);
    }
    return bits;
}

// Parses the 36 characters of a GUID without braces into `value`; false if they are something else.
constexpr bool read_guid(const char* text, guid& value) noexcept
{
    bool is_valid = text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-';
    value.Data1 = hex_field(text, 8, is_valid);
    value.Data2 = static_cast<USHORT>(hex_field(text + 9, 4, is_valid));
    value.Data3 = static_cast<USHORT>(hex_field(text + 14, 4, is_valid));
    for (std::size_t i = 0; i != 8; ++i)
    {
        value.Data4[i] = static_cast<BYTE>(hex_field(text + (i < 2 ? 19 : 20) + 2 * i, 2, is_valid));
    }
    return is_valid;
}

void append_hex(std::string& text, ULONG bits, int digits);

} // namespace detail

/// Parses "c574de85-7358-43f6-aae8-8697e62d8ba7", in either case, with or without braces.
constexpr std::optional<guid> parse_guid(std::string_view text) noexcept
{
    if (text.size() == 38 && text.front() == '{' && text.back() == '}')
    {
        text = text.substr(1, 36);
    }
    guid value{};
    if (text.size() != 36 || !detail::read_guid(text.data(), value))
    {
        return std::nullopt;
    }
    return value;
}

/// Lower case, without braces: the form of the literals.
std::string to_string(const guid& value);

inline namespace literals
{

/// "c574de85-7358-43f6-aae8-8697e62d8ba7"_guid; text that is not a GUID does not compile.
consteval guid operator""_guid(const char* text, std::size_t length)
{
    guid value{};
    if (length != 36 || !detail::read_guid(text, value))
    {
        throw "not the text of a GUID"; // not a constant expression, hence an error
    }
    return value;
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

/// The IID of an interface; specialised directly under each interface.
template <class I>
inline constexpr guid iid_of = detail::missing_iid<I>();

template <>
inline constexpr guid iid_of<IUnknown> = "00000000-0000-0000-c000-000000000046"_guid;

template <>
inline constexpr guid iid_of<IDispatch> = "00020400-0000-0000-c000-000000000046"_guid;

template <>
inline constexpr guid iid_of<IEnumVARIANT> = "00020404-0000-0000-c000-000000000046"_guid;

/// The interface that an interface extends: its nested `base_interface`; void for IUnknown.
template <class I>
using base_of_t = typename detail::base_of<I>::type;

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/guid.ipp>
#endif
