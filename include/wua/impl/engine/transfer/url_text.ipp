// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/url_text.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/transfer/url_text.hpp>

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

WUA_INLINE std::string without_credentials(std::string_view url)
{
    url = url.substr(0, url.find('#'));
    const std::string_view authority = authority_of(url);
    const auto at = authority.rfind('@');
    if (at == std::string_view::npos)
    {
        return std::string(url);
    }
    const auto begin = static_cast<std::string_view::size_type>(authority.data() - url.data());
    std::string text(url.substr(0, begin));
    text += url.substr(begin + at + 1);
    return text;
}

WUA_INLINE std::string printable_url(std::string_view url)
{
    std::string text = without_credentials(url);
    if (const auto query = text.find('?'); query != std::string::npos)
    {
        text.replace(query, std::string::npos, "?...");
    }
    for (char& c : text)
    {
        if (c <= 0x20 || c >= 0x7f)
        {
            c = '_';
        }
    }
    return text;
}

} // namespace wua::detail
