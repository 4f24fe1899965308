// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/joined_text.hpp>.

#include <wua/engine/transfer/joined_text.hpp>

#include <cstddef>

namespace wua::detail
{

WUA_INLINE std::string joined(std::initializer_list<std::string_view> parts)
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
