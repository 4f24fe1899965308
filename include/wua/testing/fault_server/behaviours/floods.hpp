// SPDX-License-Identifier: MIT
#pragma once
// More than was asked for, or more than anybody can take.

#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
/// The correct response on a connection that stays open, then something else.
inline void send_then(response_script& script, std::string more)
{
    http_response response = script.correct_response();
    response.ends_connection = false;
    script.send(response);
    script.send(std::move(more));
}

inline void trailing_garbage(response_script& script)
{
    send_then(script, "and more that nobody asked for");
    script.close();
}

inline void extra_answer(response_script& script)
{
    send_then(script, page_head(200, error_page).str().append(error_page));
}

/// The text again and again, `amount` bytes of it.
inline void repeat_then_reset(response_script& script, std::string text)
{
    script.repeat(std::move(text), script.fault().amount);
    script.reset();
}

inline void endless_body(response_script& script)
{
    script.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    repeat_then_reset(script, patterned_bytes(1 << 15).str());
}

inline void endless_chunks(response_script& script)
{
    script.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    repeat_then_reset(script, "8000\r\n" + patterned_bytes(1 << 15).str() + "\r\n");
}

inline void many_headers(response_script& script)
{
    constexpr std::string_view line = "X-Filler: 0123456789\r\n";
    const http_response response = script.correct_response();
    std::string head = response.head.str();
    head.resize(head.size() - 2);
    script.send(std::move(head));
    script.repeat(std::string(line), line.size() * script.fault().amount);
    script.send("\r\n");
    script.send_content(response.from, response.to);
}

inline void huge_header(response_script& script)
{
    http_response response = script.correct_response();
    response.head.add("X-Filler", std::string(static_cast<std::size_t>(script.fault().amount), 'x'));
    script.send(response);
}

inline void endless_header(response_script& script)
{
    script.send("HTTP/1.1 200 OK\r\nX-Filler: ");
    repeat_then_reset(script, std::string(1 << 15, 'x'));
}
} // namespace wua::detail::behaviours
