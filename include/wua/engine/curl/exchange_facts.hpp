// SPDX-License-Identifier: MIT
#pragma once

// What libcurl knows about a request and its response.

#include <wua/model/download_story.hpp>
#include <wua/separate_compilation.hpp>

#include <array>
#include <chrono>

namespace wua::detail
{

// Unknown values are zero or empty.
struct exchange_facts
{
    std::array<char, 64> address{}; // zero-terminated
    int port = 0;
    int http_version = 0; // a CURL_HTTP_VERSION_*
    bool is_connection_reused = false;

    // Since the start of the request.
    std::chrono::nanoseconds name_resolved{0};
    std::chrono::nanoseconds connected{0};
    std::chrono::nanoseconds tls_agreed{0};
    std::chrono::nanoseconds first_byte{0};

    // Adds them to the record of the attempt.
    void tell(attempt_record& record) const;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/exchange_facts.ipp>
#endif
