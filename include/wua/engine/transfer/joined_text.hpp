// SPDX-License-Identifier: MIT
#pragma once

// A text that is put together from several, with one allocation.

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace wua::detail
{

inline std::string joined(std::initializer_list<std::string_view> parts)
{
    std::size_t size = 0;
    for (const std::string_view part : parts)
    {
        size += part.size();
    }
    std::string text;
    text.reserve(size);
    for (const std::string_view part : parts)
    {
        text += part;
    }
    return text;
}

} // namespace wua::detail
