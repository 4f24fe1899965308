// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/model/url_text.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/model/url_text.hpp>

#include <cstddef>

namespace wua::detail
{

WUA_INLINE std::string percent_decoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i != text.size(); ++i)
    {
        if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0)
        {
            decoded += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        }
        else
        {
            decoded += text[i];
        }
    }
    return decoded;
}

} // namespace wua::detail
