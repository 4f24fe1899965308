// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/joined_text.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <algorithm>
#include <cstddef>

namespace wua::detail
{

WUA_INLINE std::string joined(std::initializer_list<text_part> parts)
{
    constexpr std::size_t max_digits = 20;
    std::size_t size = 0;
    for (const text_part& part : parts)
    {
        size += part.m_is_number ? max_digits : part.m_text.size();
    }
    std::string text;
    text.reserve(size);
    for (const text_part& part : parts)
    {
        part.m_is_number ? text += std::to_string(part.m_number) : text += part.m_text;
    }
    return text;
}

WUA_COLD std::string one_line(std::string text)
{
    std::replace(text.begin(), text.end(), '\n', ' ');
    std::erase_if(text, is_control_character);
    return text;
}

} // namespace wua::detail
