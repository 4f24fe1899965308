// SPDX-License-Identifier: MIT
#pragma once

// Text of ASCII characters, whatever the locale: compared without case, and without the white space around it.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
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

/// The value of a hexadecimal digit of either case; -1 when it is none.
constexpr int hex_value(char c) noexcept
{
    const char lower = ascii_lower(c);
    return c >= '0' && c <= '9' ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// A number of nothing but decimal digits that fits; nothing for any other text.
constexpr std::optional<std::uint64_t> decimal_number(std::string_view digits) noexcept
{
    constexpr std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t number = 0;
    for (const char c : digits)
    {
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (c < '0' || c > '9' || number > (limit - digit) / 10)
        {
            return std::nullopt;
        }
        number = number * 10 + digit;
    }
    return digits.empty() ? std::nullopt : std::optional(number);
}

} // namespace wua::detail
