// SPDX-License-Identifier: MIT
#pragma once

// libcurl's handles with owners.

#include <curl/curl.h>

#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>

namespace wua::detail
{

// A deleter that calls a function.
template <auto Function>
struct calls
{
    template <class T>
    void operator()(T* handle) const noexcept
    {
        Function(handle);
    }
};

// Distinct types by their deleters: to the compiler both handles are void.
using curl_easy = std::unique_ptr<CURL, calls<curl_easy_cleanup>>;
using curl_multi = std::unique_ptr<CURLM, calls<curl_multi_cleanup>>;
using curl_list = std::unique_ptr<curl_slist, calls<curl_slist_free_all>>;

// Once per process, before the first handle. Never undone: others may use libcurl too.
inline void initialize_curl()
{
    static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (result != CURLE_OK)
    {
        throw std::runtime_error("libcurl cannot be initialised");
    }
}

inline void add_to(curl_list& list, const std::string& line)
{
    curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr)
    {
        throw std::bad_alloc();
    }
    list.release();
    list.reset(longer);
}

template <class T>
void set_option(CURL* handle, CURLoption option, T value)
{
    const CURLcode result = curl_easy_setopt(handle, option, value);
    if (result == CURLE_OUT_OF_MEMORY)
    {
        throw std::bad_alloc();
    }
    if (result != CURLE_OK)
    {
        throw std::runtime_error(std::string("libcurl refuses an option: ") + curl_easy_strerror(result));
    }
}

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
        return scheme() + "://" + part(CURLUPART_HOST, 0) + ':' + part(CURLUPART_PORT, CURLU_DEFAULT_PORT);
    }

    // The URL without credentials and fragment.
    std::string bare() const
    {
        const handle_pointer copy(curl_url_dup(m_handle.get()));
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
    using handle_pointer = std::unique_ptr<CURLU, calls<curl_url_cleanup>>;

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
        const std::unique_ptr<char, void (*)(void*)> owner(text, curl_free);
        return text;
    }

    handle_pointer m_handle{::curl_url()};
};

} // namespace wua::detail
