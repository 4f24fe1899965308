// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/parsed_url.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/curl/parsed_url.hpp>
#include <wua/engine/curl/utf8_locale.hpp>

#include <new>

namespace wua::detail
{

WUA_COLD std::optional<parsed_url> parsed_url::parse(const std::string& text)
{
    parsed_url url;
    if (!url.m_handle)
    {
        throw std::bad_alloc();
    }
    if (text.find('\0') != std::string::npos)
    {
        return std::nullopt; // libcurl would read only what precedes it
    }
    std::string spelled; // libcurl rejects spaces, which people do write in URLs
    for (const char c : text)
    {
        c == ' ' ? spelled.append("%20") : spelled.append(1, c);
    }
    if (curl_url_set(url.m_handle.get(), CURLUPART_URL, spelled.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
    {
        return std::nullopt;
    }
    return url;
}

WUA_COLD std::optional<parsed_url> parsed_url::resolve(const std::string& reference) const
{
    parsed_url url;
    url.m_handle = copy_of(m_handle.get());
    constexpr unsigned flags = CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE | CURLU_ALLOW_SPACE;
    if (curl_url_set(url.m_handle.get(), CURLUPART_URL, reference.c_str(), flags) != CURLUE_OK)
    {
        return std::nullopt;
    }
    return url;
}

WUA_COLD std::string parsed_url::origin() const
{
    return ascii_lowered(
        joined({scheme(), "://", part(CURLUPART_HOST, 0), ":", part(CURLUPART_PORT, CURLU_DEFAULT_PORT)}));
}

WUA_COLD std::filesystem::path parsed_url::local_path() const
{
    const std::string text = part(CURLUPART_PATH, CURLU_URLDECODE);
    const bool has_drive =
        text.size() > 2 && text[0] == '/' && text[2] == ':' && std::filesystem::path::preferred_separator != '/';
    return std::u8string(text.begin() + (has_drive ? 1 : 0), text.end());
}

WUA_COLD std::string parsed_url::bare() const
{
    const url_handle copy = copy_of(m_handle.get());
    for (const CURLUPart secret : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS, CURLUPART_FRAGMENT})
    {
        curl_url_set(copy.get(), secret, nullptr, 0);
    }
    return text_of(copy.get(), CURLUPART_URL, 0);
}

WUA_COLD std::string parsed_url::encoded_host() const
{
#ifdef CURLU_PUNYCODE
    const utf8_locale names_are_in_utf8;
    return part(CURLUPART_HOST, CURLU_PUNYCODE);
#else
    return {};
#endif
}

WUA_COLD std::optional<std::string> parsed_url::with_host(const std::string& name) const
{
    const url_handle copy = copy_of(m_handle.get());
    if (curl_url_set(copy.get(), CURLUPART_HOST, name.c_str(), 0) != CURLUE_OK)
    {
        return std::nullopt;
    }
    return text_of(copy.get(), CURLUPART_URL, 0);
}

WUA_COLD parsed_url::url_handle parsed_url::copy_of(CURLU* handle)
{
    url_handle copy(curl_url_dup(handle));
    if (!copy)
    {
        throw std::bad_alloc();
    }
    // Older versions of libcurl lose it when they copy.
    if (const std::string zone = text_of(handle, CURLUPART_ZONEID, 0); !zone.empty())
    {
        curl_url_set(copy.get(), CURLUPART_ZONEID, zone.c_str(), 0);
    }
    return copy;
}

WUA_COLD std::string parsed_url::text_of(CURLU* handle, CURLUPart which, unsigned flags)
{
    char* text = nullptr;
    const CURLUcode code = curl_url_get(handle, which, &text, flags);
    const curl_handle<char, curl_free> owner(text); // set even when the name could not be encoded
    return code == CURLUE_OK ? text : std::string();
}

} // namespace wua::detail
