// SPDX-License-Identifier: MIT
#pragma once

// What can be said of a URL by looking at its text: for sorting, for people's eyes, never for security.

#include <wua/com/ascii.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace wua::detail
{

// From behind "://" to the path: user, host and port.
constexpr std::string_view authority_of(std::string_view url) noexcept
{
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos)
    {
        return {};
    }
    url.remove_prefix(scheme + 3);
    return url.substr(0, url.find_first_of("/?#\\"));
}

// Host and port as they are written; empty when there are none.
constexpr std::string_view host_of(std::string_view url) noexcept
{
    const std::string_view authority = authority_of(url);
    const auto at = authority.rfind('@');
    return at == std::string_view::npos ? authority : authority.substr(at + 1);
}

// With each %xx replaced by its byte; what only resembles one stays as it is.
inline std::string percent_decoded(std::string_view text)
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

// The URL without user, password and fragment.
inline std::string without_credentials(std::string_view url)
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

// The URL as it may be printed: neither credentials nor a query, which may hold some, nor anything but printable ASCII.
inline std::string printable_url(std::string_view url)
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
