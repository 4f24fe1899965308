// SPDX-License-Identifier: MIT
#pragma once
// The heads of the responses that a fault server sends.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/http_request.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace wua
{
/// The head of a response, in the order in which it is sent.
struct http_head
{
    std::string status_line;
    http_fields fields{};

    /// Replaces the first field of that name, or adds it.
    http_head& set(std::string_view name, std::string value);

    /// Adds a field even if there is one of that name.
    http_head& add(std::string_view name, std::string value);

    http_head& remove(std::string_view name);

    /// As sent, with the empty line at its end.
    std::string str(std::string_view line_end = "\r\n") const;
};

/// "HTTP/1.1 404 Not Found" for 404.
std::string status_line(int status);

/// A time as HTTP writes it, in whole seconds.
std::string http_date(std::chrono::system_clock::time_point time);
} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/http_head.ipp>
#endif
