// SPDX-License-Identifier: MIT
#pragma once

// The parts of a URL.

#include <wua/engine/curl/curl_handles.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <curl/curl.h>

#include <new>
#include <optional>
#include <string>

namespace wua::detail
{

// A URL as libcurl itself reads it, so that what is checked is what is fetched.
class parsed_url
{
public:
    // Nothing when libcurl finds fault with it.
    static std::optional<parsed_url> parse(const std::string& text)
    {
        parsed_url url;
        if (!url.m_handle)
        {
            throw std::bad_alloc();
        }
        if (curl_url_set(url.m_handle.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        {
            return std::nullopt;
        }
        return url;
    }

    std::string scheme() const
    {
        return part(CURLUPART_SCHEME, 0);
    }
    std::string user() const
    {
        return part(CURLUPART_USER, CURLU_URLDECODE);
    }
    std::string password() const
    {
        return part(CURLUPART_PASSWORD, CURLU_URLDECODE);
    }

    // Scheme, host and port: who gets credentials.
    std::string origin() const
    {
        return joined({scheme(), "://", part(CURLUPART_HOST, 0), ":", part(CURLUPART_PORT, CURLU_DEFAULT_PORT)});
    }

    // The URL without credentials and fragment.
    std::string bare() const
    {
        const url_handle copy(curl_url_dup(m_handle.get()));
        if (!copy)
        {
            throw std::bad_alloc();
        }
        for (const CURLUPart secret : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS, CURLUPART_FRAGMENT})
        {
            curl_url_set(copy.get(), secret, nullptr, 0);
        }
        return text_of(copy.get(), CURLUPART_URL, 0);
    }

private:
    using url_handle = curl_handle<CURLU, curl_url_cleanup>;

    std::string part(CURLUPart which, unsigned flags) const
    {
        return text_of(m_handle.get(), which, flags);
    }

    static std::string text_of(CURLU* handle, CURLUPart which, unsigned flags)
    {
        char* text = nullptr;
        if (curl_url_get(handle, which, &text, flags) != CURLUE_OK)
        {
            return {};
        }
        const curl_handle<char, curl_free> owner(text);
        return text;
    }

    url_handle m_handle{::curl_url()};
};

} // namespace wua::detail
