// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/model/url_text.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/model/url_text.hpp>

#include <algorithm>
#include <cstddef>

namespace wua::detail
{

WUA_COLD std::string_view last_segment_of(std::string_view url) noexcept
{
    url = url.substr(0, url.find_first_of("?#"));
    if (const auto scheme = url.find(":/"); scheme != std::string_view::npos)
    {
        std::string_view rest = url.substr(scheme + 1);
        const bool has_host = !equal_ignoring_case(url.substr(0, scheme), "file");
        rest.remove_prefix(has_host ? std::min(rest.find_first_not_of('/'), rest.size()) : 0);
        const auto path = rest.find('/');
        url = path == std::string_view::npos ? std::string_view() : rest.substr(path);
    }
    return url.substr(url.rfind('/') + 1); // npos + 1 is 0
}

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
