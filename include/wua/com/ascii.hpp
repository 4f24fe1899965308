// SPDX-License-Identifier: MIT
#pragma once

// ASCII text, independent of the locale: case, white space, decimal and hexadecimal digits.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wua::detail
{

constexpr char ascii_lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string ascii_lowered(std::string text) noexcept
{
    for (char& each : text)
    {
        each = ascii_lower(each);
    }
    return text;
}

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept
{
    if (a.size() != b.size())
    {
        return false;
    }
    for (std::size_t i = 0; i != a.size(); ++i)
    {
        if (ascii_lower(a[i]) != ascii_lower(b[i]))
        {
            return false;
        }
    }
    return true;
}

// Strips blanks and line ends from both ends.
constexpr std::string_view trimmed(std::string_view text) noexcept
{
    constexpr std::string_view white = " \t\r\n";
    const std::size_t first = text.find_first_not_of(white);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(white) - first + 1);
}

constexpr bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

// A tab counts as one.
constexpr bool is_control_character(char c) noexcept
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
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

// A number of decimal digits only; nullopt for other text, empty text, or a number of more than 64 bits.
constexpr std::optional<std::uint64_t> parse_decimal(std::string_view digits) noexcept
{
    std::uint64_t number = 0;
    for (const char c : digits)
    {
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (!is_digit(c) || number > (UINT64_MAX - digit) / 10)
        {
            return std::nullopt;
        }
        number = number * 10 + digit;
    }
    return digits.empty() ? std::nullopt : std::optional<std::uint64_t>(number);
}

} // namespace wua::detail
