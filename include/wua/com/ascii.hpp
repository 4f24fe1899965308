// SPDX-License-Identifier: MIT
#pragma once

// Text of ASCII characters, whatever the locale: compared without case, and without the white space around it.

#include <algorithm>
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

} // namespace wua::detail
