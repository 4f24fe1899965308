// SPDX-License-Identifier: MIT
#pragma once
// HTTP/2, frame by frame. The request is not read: it is the first of its connection, and asks for the whole.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
enum class frame_type : std::uint8_t
{
    data = 0,
    headers = 1,
    priority = 2,
    rst_stream = 3,
    settings = 4,
    ping = 6,
    goaway = 7,
    window_update = 8,
    continuation = 9,
    altsvc = 10,
    unknown = 200,
};

constexpr std::uint8_t end_stream = 1; ///< of DATA and HEADERS
constexpr std::uint8_t ack = 1;        ///< of SETTINGS and PING
constexpr std::uint8_t end_headers = 4;
constexpr std::uint8_t padded = 8;

std::string frame(frame_type type, std::uint8_t flags, std::uint32_t stream, std::string_view payload = {});

/// A HEADERS frame of a final response, with the content's length.
std::string response_head(const response_script& script, std::uint8_t flags = end_headers);

/// Waits for the request.
void begin_http_2(response_script& script);

/// Content in DATA frames of `piece` bytes.
void send_frames(response_script& script, std::uint64_t from, std::uint64_t to, std::size_t piece);

/// No other request is wanted.
void end_http_2(response_script& script);

void http_2(response_script& script);

void http_2_tiny_frames(response_script& script);

void http_2_stalls(response_script& script);

/// The response's head, and then the frame again and again.
void flood(response_script& script, const std::string& head, const std::string& repeated);

inline void http_2_empty_data_flood(response_script& script)
{
    flood(script, response_head(script), frame(frame_type::data, 0, 1));
}

inline void http_2_padding_flood(response_script& script)
{
    flood(script, response_head(script),
          frame(frame_type::data, padded, 1, std::string(1, '\xc8') + std::string(200, '\0')));
}

inline void http_2_window_flood(response_script& script)
{
    flood(script, response_head(script), frame(frame_type::window_update, 0, 0, std::string_view("\0\0\0\1", 4)));
}

inline void http_2_priority_flood(response_script& script)
{
    flood(script, response_head(script), frame(frame_type::priority, 0, 1, std::string_view("\0\0\0\0\x10", 5)));
}

inline void http_2_unknown_flood(response_script& script)
{
    flood(script, response_head(script), frame(frame_type::unknown, 0, 1, "0123456789"));
}

inline void http_2_altsvc_flood(response_script& script)
{
    flood(script, response_head(script),
          frame(frame_type::altsvc, 0, 0, std::string_view("\0\x09localhosth2=\":1\"", 18)));
}

inline void http_2_ping_flood(response_script& script)
{
    flood(script, response_head(script), frame(frame_type::ping, 0, 0, "12345678"));
}

inline void http_2_pong_flood(response_script& script)
{
    flood(script, response_head(script), frame(frame_type::ping, ack, 0, "12345678"));
}

inline void http_2_settings_flood(response_script& script)
{
    flood(script, response_head(script), frame(frame_type::settings, 0, 0));
}

inline void http_2_goaway_flood(response_script& script)
{
    flood(script, response_head(script), frame(frame_type::goaway, 0, 0, std::string_view("\0\0\0\1\0\0\0\0", 8)));
}

inline void http_2_continuation_flood(response_script& script)
{
    flood(script, response_head(script, 0), frame(frame_type::continuation, 0, 1));
}

inline void http_2_continue_flood(response_script& script)
{
    flood(script, {},
          frame(frame_type::headers, end_headers, 1,
                "\x08\x03"
                "100"));
}

/// Before the response.
inline void http_2_silent_flood(response_script& script)
{
    flood(script, {}, frame(frame_type::window_update, 0, 0, std::string_view("\0\0\0\1", 4)));
}
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/http_2.ipp>
#endif
