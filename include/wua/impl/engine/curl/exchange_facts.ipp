// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/exchange_facts.hpp>.

#include <wua/engine/curl/exchange_facts.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <curl/curl.h>

#include <string_view>

namespace wua::detail
{

WUA_COLD void exchange_facts::tell(attempt_record& record) const
{
    const std::string_view number = address.data();
    const bool is_ip_6 = number.find(':') != std::string_view::npos;
    if (!number.empty())
    {
        record.address = joined({is_ip_6 ? "[" : "", number, is_ip_6 ? "]:" : ":", port});
    }
    switch (http_version)
    {
        case CURL_HTTP_VERSION_1_0:
            record.protocol = "HTTP/1.0";
            break;
        case CURL_HTTP_VERSION_1_1:
            record.protocol = "HTTP/1.1";
            break;
        case CURL_HTTP_VERSION_2_0:
            record.protocol = "HTTP/2";
            break;
        case CURL_HTTP_VERSION_3:
            record.protocol = "HTTP/3";
            break;
        default:
            break;
    }
    record.is_connection_reused = is_connection_reused;
    record.name_resolved = name_resolved;
    record.connected = connected;
    record.tls_agreed = tls_agreed;
    record.first_byte = first_byte;
}

} // namespace wua::detail
