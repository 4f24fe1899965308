// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/stalls.hpp>.

#include <wua/testing/fault_server/behaviours/shared.hpp>
#include <wua/testing/fault_server/behaviours/stalls.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE void stalls_mid_head(response_script& script)
{
    send_half_head(script);
    script.stall();
}

WUA_INLINE void stalls_after_head(response_script& script)
{
    script.send(script.correct_response().head);
    script.stall();
}

WUA_INLINE void stalls_in_body(response_script& script)
{
    send_to_fault(script, script.correct_response());
    script.stall();
}

WUA_INLINE void stalls_in_status_line(response_script& script)
{
    script.send("HTTP/1.1 20");
    script.stall();
}

WUA_INLINE void slow_head(response_script& script)
{
    const http_response response = script.correct_response();
    for (const char byte : response.head.str())
    {
        script.send(std::string(1, byte));
        script.pause(milliseconds(script.fault().amount));
    }
    script.send_content(response.from, response.to);
}

WUA_INLINE void pauses_before_answer(response_script& script)
{
    script.pause(milliseconds(script.fault().amount));
    correct(script);
}

WUA_INLINE void pauses_in_head(response_script& script)
{
    const http_response response = script.correct_response();
    const std::string head = response.head.str();
    script.send(head.substr(0, head.size() / 2));
    script.pause(milliseconds(script.fault().amount));
    script.send(head.substr(head.size() / 2));
    script.send_content(response.from, response.to);
}

WUA_INLINE void pauses_after_head(response_script& script)
{
    const http_response response = script.correct_response();
    script.send(response.head);
    script.pause(milliseconds(script.fault().amount));
    script.send_content(response.from, response.to);
}

WUA_INLINE void drips_head_for_ever(response_script& script)
{
    script.send("HTTP/1.1 200 OK\r\n");
    script.repeat("X-Drip: 1\r\n", 16 * mebibyte, milliseconds(20));
}

WUA_INLINE void drips_body(response_script& script)
{
    const http_response response = script.correct_response();
    script.send(response.head);
    script.drip(script.content(), response.from, response.to, 1, milliseconds(500));
}

WUA_INLINE void slow_start(response_script& script)
{
    const http_response response = script.correct_response();
    const std::uint64_t slow_end = std::min(response.to, response.from + 32);
    script.send(response.head);
    script.drip(script.content(), response.from, slow_end, 1, milliseconds(script.fault().amount));
    script.send_content(slow_end, response.to);
}

WUA_INLINE void pauses_mid_body(response_script& script)
{
    const http_response response = script.correct_response();
    send_to_fault(script, response);
    script.pause(milliseconds(script.fault().amount));
    script.send_content(fault_in(script, response), response.to);
}

} // namespace wua::detail::behaviours
