// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/manifest/reading/minisign_format.hpp>.

#include <wua/manifest/reading/minisign_format.hpp>

#include <cstddef>

namespace wua::detail
{

WUA_COLD std::string printed_key_id(const std::array<std::uint8_t, 8>& id)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (std::size_t i = id.size(); i != 0; --i)
    {
        text += digits[id[i - 1] >> 4U];
        text += digits[id[i - 1] & 15U];
    }
    const std::size_t first = text.find_first_not_of('0');
    return text.substr(first < text.size() ? first : text.size() - 1);
}

} // namespace wua::detail
