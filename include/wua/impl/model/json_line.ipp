// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/model/json_line.hpp>.

#include <wua/com/utf.hpp>
#include <wua/model/json_line.hpp>

#include <array>
#include <charconv>

namespace wua::detail
{

WUA_COLD std::string& json_line::member(std::string_view name)
{
    m_text += m_is_empty ? "\"" : ",\"";
    m_text += name;
    m_text += "\":";
    m_is_empty = false;
    return m_text;
}

WUA_COLD void json_line::add(std::string_view name, std::string_view value)
{
    append(member(name), value);
}

WUA_COLD void json_line::add(std::string_view name, double value)
{
    std::array<char, 32> digits;
    const double finite = value - value == 0 ? value : 0;
    member(name).append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), finite).ptr);
}

WUA_COLD void json_line::add(std::string_view name, std::chrono::nanoseconds value)
{
    constexpr std::int64_t in_a_millisecond = 1'000'000;
    const std::int64_t count = value.count();
    std::string& text = member(name);
    text += count < 0 && count > -in_a_millisecond ? "-" : "";
    text += std::to_string(count / in_a_millisecond);
    if (const std::int64_t rest = count % in_a_millisecond; rest != 0)
    {
        std::string fraction = std::to_string(in_a_millisecond + (rest < 0 ? -rest : rest)).substr(1);
        fraction.erase(fraction.find_last_not_of('0') + 1);
        text += '.' + fraction;
    }
}

WUA_COLD void json_line::append(std::string& text, std::string_view value)
{
    text += '"';
    while (!value.empty())
    {
        const char32_t point = take_code_point(value);
        if (point == U'"' || point == U'\\')
        {
            text += '\\';
            text += static_cast<char>(point);
        }
        else if (point < 0x20)
        {
            constexpr std::string_view digits = "0123456789abcdef";
            text += "\\u00";
            text += digits[point >> 4U];
            text += digits[point & 15U];
        }
        else
        {
            append_utf8(text, point == ill_formed ? replacement_character : point);
        }
    }
    text += '"';
}

} // namespace wua::detail
