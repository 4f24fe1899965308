// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/shown_url.hpp>.

#include <wua/engine/shown_url.hpp>

#include <cstddef>

namespace wua::detail
{

WUA_COLD std::string shown_url(std::string_view url)
{
    constexpr auto none = std::string_view::npos;
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    constexpr std::string_view others = "0123456789-._~%!$&'()*+,;=:@/?#[]";
    bool is_plain = true;
    for (const char c : url)
    {
        is_plain = is_plain && (letters.find(c) != none || others.find(c) != none);
    }
    const auto scheme = url.find("://");
    const auto begin = scheme == none ? none : scheme + 3;
    if (!is_plain || begin == none || scheme == 0 || url.find_first_not_of(letters) != scheme || begin == url.size())
    {
        return "(a URL that cannot be read)";
    }
    const auto end = url.find_first_of("/?#", begin);
    const auto at = url.substr(0, end).rfind('@');
    const auto host = at == none || at < begin ? begin : at + 1;
    const auto query = url.find_first_of("?#", host);
    std::string text(url.substr(0, begin));
    text += url.substr(host, query == none ? none : query - host);
    text += query != none && url[query] == '?' ? "?..." : "";
    constexpr std::size_t max_length = 1000;
    if (text.size() > max_length)
    {
        text.replace(max_length, std::string::npos, "...");
    }
    return text;
}

} // namespace wua::detail
