// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/international_host.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/curl/international_host.hpp>
#include <wua/engine/curl/parsed_url.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace wua::detail
{

WUA_INLINE bool is_all_ascii(std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// After mapping, the result must still be a host name: some characters map to a slash or the like.
WUA_COLD bool is_plain_host(std::string_view name) noexcept
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        const char lower = ascii_lower(c);
        return is_digit(c) || (lower >= 'a' && lower <= 'z') || c == '.' || c == '-' || c == '_';
    });
}

// nullopt if the URL's host is plain ASCII.
WUA_COLD std::optional<parsed_url> international_url(const std::string& url)
{
    const auto scheme = url.find("://");
    const auto begin = scheme == std::string::npos ? 0 : scheme + 3;
    const std::string_view authority = std::string_view(url).substr(begin, url.find_first_of("/?#", begin) - begin);
    if (is_all_ascii(authority) && authority.find('%') == std::string_view::npos)
    {
        return std::nullopt;
    }
    std::optional<parsed_url> parsed = parsed_url::parse(url);
    return parsed && !is_all_ascii(parsed->host()) ? std::move(parsed) : std::nullopt;
}

WUA_COLD std::optional<std::string> with_encoded_host(const std::string& url)
{
    const std::optional<parsed_url> parsed = international_url(url);
    const std::string name = parsed ? parsed->encoded_host() : std::string();
    return is_plain_host(name) ? parsed->with_host(name) : std::nullopt;
}

WUA_COLD std::string encoded_host(const std::string& host)
{
    if (is_all_ascii(host))
    {
        return host;
    }
    const std::string_view any = host.starts_with("*.") ? "*." : host.starts_with('.') ? "." : "";
    const std::optional<std::string> url = with_encoded_host("http://" + host.substr(any.size()) + "/");
    return url ? std::string(any) + url->substr(7, url->size() - 8) : host;
}

WUA_COLD const char* advice_on_host(const std::string& url)
{
    return international_url(url) && !with_encoded_host(url)
               ? " (this libcurl cannot encode the host's name: write it as the DNS has it, like xn--bcher-kva.example)"
               : "";
}

} // namespace wua::detail
