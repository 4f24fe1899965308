// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/curl_handles.hpp>.

#include <wua/engine/content/openssl_start.hpp>
#include <wua/engine/curl/curl_handles.hpp>

namespace wua::detail
{

WUA_INLINE void initialize_curl()
{
    static const CURLcode result = [] {
        start_openssl();
        return curl_global_init(CURL_GLOBAL_DEFAULT);
    }();
    if (result != CURLE_OK)
    {
        throw std::runtime_error("libcurl cannot be initialised");
    }
}

WUA_INLINE void add_to(curl_list& list, const std::string& line)
{
    curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr)
    {
        throw std::bad_alloc();
    }
    list.release();
    list.reset(longer);
}

} // namespace wua::detail
