// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/floods.hpp>.

#include <wua/testing/fault_server/behaviours/floods.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE void send_then(response_script& script, std::string more)
{
    http_response response = script.correct_response();
    response.ends_connection = false;
    script.send(response);
    script.send(std::move(more));
}

WUA_INLINE void trailing_garbage(response_script& script)
{
    send_then(script, "and more that nobody asked for");
    script.close();
}

WUA_INLINE void endless_body(response_script& script)
{
    script.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    repeat_then_reset(script, patterned_bytes(1 << 15).str());
}

WUA_INLINE void endless_chunks(response_script& script)
{
    script.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    repeat_then_reset(script, "8000\r\n" + patterned_bytes(1 << 15).str() + "\r\n");
}

WUA_INLINE void many_headers(response_script& script)
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

WUA_INLINE void huge_header(response_script& script)
{
    http_response response = script.correct_response();
    response.head.add("X-Filler", std::string(static_cast<std::size_t>(script.fault().amount), 'x'));
    script.send(response);
}

WUA_INLINE void endless_header(response_script& script)
{
    script.send("HTTP/1.1 200 OK\r\nX-Filler: ");
    repeat_then_reset(script, std::string(1 << 15, 'x'));
}

} // namespace wua::detail::behaviours
