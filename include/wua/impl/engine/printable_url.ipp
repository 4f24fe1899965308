// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/printable_url.hpp>.

#include <wua/engine/printable_url.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace wua
{

WUA_COLD std::string printable_url(const std::string& url)
{
    std::string bare = detail::bare_url(url);
    if (bare.empty())
    {
        return "(a URL that cannot be read)";
    }
    if (const auto query = bare.find('?'); query != std::string::npos)
    {
        bare.replace(query, std::string::npos, "?...");
    }
    std::string text;
    for (const char c : bare)
    {
        constexpr std::string_view digits = "0123456789ABCDEF";
        if (c > 0x20 && c < 0x7f)
        {
            text += c;
        }
        else
        {
            text += '%';
            text += digits[static_cast<unsigned char>(c) >> 4U];
            text += digits[static_cast<unsigned char>(c) & 15U];
        }
    }
    constexpr std::size_t max_length = 1000;
    if (text.size() > max_length)
    {
        text.replace(max_length, std::string::npos, "...");
    }
    return text;
}

namespace detail
{

WUA_COLD std::string bare_url(const std::string& url)
{
    const std::optional<parsed_url> parsed = parsed_url::parse(url);
    return parsed ? parsed->bare() : std::string();
}

} // namespace detail

} // namespace wua
