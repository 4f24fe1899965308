// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/international_host.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/curl/curl_handles.hpp>
#include <wua/engine/curl/international_host.hpp>
#include <wua/engine/curl/utf8_locale.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <new>
#include <string_view>
#include <utility>

namespace wua::detail
{

WUA_INLINE bool is_all_ascii(std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// What comes of letters must still be a name: some stand for a slash or the like.
WUA_COLD bool is_plain_host(std::string_view name) noexcept
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        const char lower = ascii_lower(c);
        return is_digit(c) || (lower >= 'a' && lower <= 'z') || c == '.' || c == '-' || c == '_';
    });
}

using url_to_encode = curl_handle<CURLU, curl_url_cleanup>;

WUA_COLD std::string text_of_url(CURLU* url, CURLUPart which, unsigned flags)
{
    char* text = nullptr;
    const CURLUcode code = curl_url_get(url, which, &text, flags);
    const curl_handle<char, curl_free> owner(text); // of a name that cannot be encoded there is one, too
    return code == CURLUE_OK ? text : std::string();
}

// Null if the URL's host is in ASCII.
WUA_COLD url_to_encode international_url(const std::string& url)
{
    const auto scheme = url.find("://");
    const auto begin = scheme == std::string::npos ? 0 : scheme + 3;
    const std::string_view authority = std::string_view(url).substr(begin, url.find_first_of("/?#", begin) - begin);
    if (is_all_ascii(authority) && authority.find('%') == std::string_view::npos)
    {
        return {};
    }
    url_to_encode parsed(curl_url());
    if (!parsed)
    {
        throw std::bad_alloc();
    }
    const bool is_read = curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
    return is_read && !is_all_ascii(text_of_url(parsed.get(), CURLUPART_HOST, 0)) ? std::move(parsed) : url_to_encode();
}

WUA_COLD std::optional<std::string> with_encoded_host(const std::string& url)
{
    const url_to_encode parsed = international_url(url);
    if (!parsed)
    {
        return std::nullopt;
    }
#ifdef CURLU_PUNYCODE
    std::string name;
    {
        const utf8_locale names_are_in_utf8;
        name = text_of_url(parsed.get(), CURLUPART_HOST, CURLU_PUNYCODE);
    }
    if (is_plain_host(name) && curl_url_set(parsed.get(), CURLUPART_HOST, name.c_str(), 0) == CURLUE_OK)
    {
        return text_of_url(parsed.get(), CURLUPART_URL, 0);
    }
#endif
    return std::nullopt;
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
