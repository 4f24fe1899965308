// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/manifest/reading/base64.hpp>.

#include <wua/manifest/reading/base64.hpp>

#include <cstddef>

namespace wua::detail
{

WUA_COLD std::optional<std::vector<std::uint8_t>> decode_base64(std::string_view text)
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    if (text.size() % 4 != 0)
    {
        return std::nullopt;
    }
    text.remove_suffix(padding);
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    unsigned count = 0; // number of bits not yet written out
    for (const char c : text)
    {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos)
        {
            return std::nullopt;
        }
        bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0xFFFFU;
        count += 6;
        if (count >= 8)
        {
            count -= 8;
            bytes.push_back(static_cast<std::uint8_t>(bits >> count));
        }
    }
    if ((bits & ((1U << count) - 1)) != 0)
    {
        return std::nullopt;
    }
    return bytes;
}

} // namespace wua::detail
