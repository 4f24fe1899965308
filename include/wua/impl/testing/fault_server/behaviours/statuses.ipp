// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/statuses.hpp>.

#include <wua/testing/fault_server/behaviours/statuses.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE void send_page(response_script& script, const http_head& head)
{
    script.send(head);
    script.send(std::string(error_page));
}

WUA_INLINE void retry_after_seconds(response_script& script)
{
    http_head head = page_head(script.fault().status, error_page);
    send_page(script, head.add("Retry-After", std::to_string(script.fault().amount)));
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

} // namespace wua::detail::behaviours
