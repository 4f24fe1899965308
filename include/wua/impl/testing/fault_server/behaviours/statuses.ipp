// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/statuses.hpp>.

#include <wua/testing/fault_server/behaviours/statuses.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE void send_page(response_script& script, const http_head& head)
{
    script.send(head);
    script.send_body(std::string(error_page));
}

WUA_INLINE void meet_condition(response_script& script, condition_etag etag, bool has_content)
{
    if (!script.request().field("If-None-Match") && !script.request().field("If-Modified-Since"))
    {
        correct(script);
        return;
    }
    http_head head{status_line(script.fault().status)};
    if (etag != condition_etag::none)
    {
        head.add("ETag", etag == condition_etag::right ? script.content().etag() : "\"another\"");
    }
    if (has_content || script.fault().status != 304)
    {
        head.add("Content-Length", std::to_string(has_content ? script.size() : 0));
    }
    script.send(head);
    if (has_content)
    {
        script.send_content(0, script.size());
    }
}

WUA_INLINE void retry_after_seconds(response_script& script)
{
    http_head head = page_head(script.fault().status, error_page);
    send_page(script, head.add("Retry-After", std::to_string(script.fault().amount)));
}

WUA_INLINE void retry_after(response_script& script, std::string_view text)
{
    http_head head = page_head(script.fault().status, error_page);
    send_page(script, head.add("Retry-After", std::string(text)));
}

WUA_INLINE void retry_after_two(response_script& script)
{
    http_head head = page_head(script.fault().status, error_page);
    send_page(script, head.add("Retry-After", "1").add("Retry-After", "3153600000"));
}

WUA_INLINE void continue_often(response_script& script)
{
    script.repeat("HTTP/1.1 100 Continue\r\n\r\n", 25 * script.fault().amount);
    correct(script);
}

WUA_INLINE void informed_and_closed(response_script& script)
{
    script.send("HTTP/1.1 103 Early Hints\r\n\r\n");
    script.close();
}

WUA_INLINE void informed_and_silent(response_script& script)
{
    script.send("HTTP/1.1 100 Continue\r\n\r\n");
    script.stall();
}

WUA_INLINE void retry_after_date(response_script& script)
{
    const auto then = std::chrono::system_clock::now() + std::chrono::seconds(script.fault().amount);
    http_head head = page_head(script.fault().status, error_page);
    send_page(script, head.add("Retry-After", http_date(then)));
}

WUA_INLINE void status_invalid(response_script& script)
{
    http_response response = script.correct_response();
    response.head.status_line = "HTTP/1.1 fine OK";
    response.ends_connection = true;
    script.send(response);
}

WUA_INLINE void continue_first(response_script& script)
{
    script.send("HTTP/1.1 100 Continue\r\n\r\n");
    correct(script);
}

WUA_INLINE void early_hints_first(response_script& script)
{
    script.send("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\nContent-Length: 3\r\n\r\n");
    correct(script);
}

WUA_INLINE void continue_for_ever(response_script& script)
{
    script.repeat("HTTP/1.1 100 Continue\r\n\r\n", script.fault().amount);
    script.reset();
}

WUA_INLINE void early_hints_for_ever(response_script& script)
{
    repeat_then_reset(script, "HTTP/1.1 103 Early Hints\r\nLink: </" + std::string(8'000, 'x') + ">\r\n\r\n");
}

WUA_INLINE void blank_lines_for_ever(response_script& script)
{
    repeat_then_reset(script, many("\r\n"));
}

WUA_INLINE http_head head_of_long_page(const response_script& script)
{
    http_head head = page_head(script.fault().status, error_page);
    head.remove("Content-Length");
    if (script.fault().amount != 0)
    {
        head.add("Retry-After", std::to_string(script.fault().amount));
    }
    return head;
}

WUA_INLINE void page_stalls(response_script& script)
{
    send_page(script, head_of_long_page(script).add("Content-Length", "10000"));
    script.stall();
}

WUA_INLINE void page_endless(response_script& script)
{
    script.send(head_of_long_page(script).add("Connection", "close"));
    script.repeat(std::string(error_page), 64 * mebibyte);
    script.reset();
}

WUA_INLINE void page_cut(response_script& script)
{
    send_page(script, head_of_long_page(script).add("Content-Length", "10000"));
    script.close();
}

WUA_INLINE void retry_after_other_clock(response_script& script)
{
    const auto then = std::chrono::system_clock::now() + std::chrono::hours(24 * 365);
    http_head head = page_head(script.fault().status, error_page);
    head.add("Date", http_date(then));
    head.add("Retry-After", http_date(then + std::chrono::seconds(script.fault().amount)));
    send_page(script, head);
}

WUA_INLINE void switching_protocols(response_script& script)
{
    script.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\n");
    script.stall();
}

} // namespace wua::detail::behaviours
