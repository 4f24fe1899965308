// SPDX-License-Identifier: MIT
#pragma once

// Text of ASCII characters, whatever the locale: compared without case, and without the white space around it.

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace wua::detail
{

constexpr char ascii_lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept
{
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

constexpr std::string_view trimmed(std::string_view text) noexcept
{
    constexpr std::string_view white = " \t\r\n";
    const auto first = text.find_first_not_of(white);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(white) - first + 1);
}

constexpr bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

// The value of a hexadecimal digit of either case; -1 for any other character.
constexpr int hex_value(char c) noexcept
{
    const char lower = ascii_lower(c);
    return is_digit(c) ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The digit of the lowest four bits, in lower case.
constexpr char hex_digit(std::uint32_t bits) noexcept
{
    return "0123456789abcdef"[bits & 0xf];
}

} // namespace wua::detail
