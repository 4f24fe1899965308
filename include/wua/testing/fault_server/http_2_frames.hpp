// SPDX-License-Identifier: MIT
#pragma once
// The frames of HTTP/2 (RFC 9113), as a fault server writes them.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/http_head.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace wua
{
enum class http_2_frame_kind : std::uint8_t
{
    data,
    headers,
    priority,
    rst_stream,
    settings,
    push_promise,
    ping,
    goaway,
    window_update,
    continuation,
    altsvc,
};

inline constexpr std::uint8_t http_2_end_stream = 1; ///< of data and headers
inline constexpr std::uint8_t http_2_ack = 1;        ///< of settings and ping
inline constexpr std::uint8_t http_2_end_headers = 4;
inline constexpr std::uint8_t http_2_padded_frame = 8;

/// A number in network byte order.
std::string http_2_number(std::uint64_t value, int bytes);

/// Checks nothing, so that any frame can be made.
std::string http_2_frame(http_2_frame_kind kind, std::uint8_t flags, std::uint32_t stream, std::string_view payload);

/// A literal HPACK field (RFC 7541), without indexing; its name is sent as it is.
std::string http_2_field(std::string_view name, std::string_view value);

/// The status and fields of a head, with names in lower case.
std::string http_2_fields(const http_head& head);
} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/http_2_frames.ipp>
#endif
