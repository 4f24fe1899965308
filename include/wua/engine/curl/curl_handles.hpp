// SPDX-License-Identifier: MIT
#pragma once

// Owners of libcurl's handles.

#include <wua/separate_compilation.hpp>

#include <curl/curl.h>

#include <new>
#include <stdexcept>
#include <string>
#include <utility>

namespace wua::detail
{

// Owns a handle, and frees it with a function of libcurl.
template <class Handle, auto Free>
class curl_handle
{
public:
    curl_handle() noexcept = default;
    explicit curl_handle(Handle* handle) noexcept : m_handle(handle) {}
    curl_handle(curl_handle&& other) noexcept : m_handle(other.release()) {}
    curl_handle& operator=(curl_handle&& other) noexcept
    {
        reset(other.release());
        return *this;
    }
    ~curl_handle()
    {
        reset();
    }

    explicit operator bool() const noexcept
    {
        return m_handle != nullptr;
    }
    Handle* get() const noexcept
    {
        return m_handle;
    }
    Handle* release() noexcept
    {
        return std::exchange(m_handle, nullptr);
    }
    void reset(Handle* handle = nullptr) noexcept
    {
        if (Handle* const old = std::exchange(m_handle, handle))
        {
            Free(old);
        }
    }

private:
    Handle* m_handle = nullptr;
};

using curl_easy = curl_handle<CURL, curl_easy_cleanup>;
using curl_multi = curl_handle<CURLM, curl_multi_cleanup>;
using curl_list = curl_handle<curl_slist, curl_slist_free_all>;

// Runs once per process, before the first handle. Never undone, because others may use libcurl, too.
void initialize_curl();

void add_to(curl_list& list, const std::string& line);

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

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/curl_handles.ipp>
#endif
