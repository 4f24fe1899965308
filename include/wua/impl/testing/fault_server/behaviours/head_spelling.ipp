// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/head_spelling.hpp>.

#include <wua/testing/fault_server/behaviours/head_spelling.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE void http_1_0(response_script& script)
{
    script.send("HTTP/1.0 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n");
    script.send_content(0, script.size());
    script.close();
}

WUA_INLINE void http_0_9(response_script& script)
{
    script.send_content(0, script.size());
    script.close();
}

WUA_INLINE void garbage_answer(response_script& script)
{
    using namespace std::string_view_literals;
    script.send(std::string("\0\xff\r\n\r\n\x16\x03\x01 not HTTP\r\n\r\n"sv));
    script.close();
}

WUA_INLINE void send_with_names(response_script& script, char (*change)(char))
{
    http_response response = script.correct_response();
    for (auto& field : response.head.fields)
    {
        std::transform(field.first.begin(), field.first.end(), field.first.begin(), change);
    }
    script.send(response);
}

WUA_INLINE void no_reason(response_script& script)
{
    http_response response = script.correct_response();
    response.head.status_line.resize(sizeof "HTTP/1.1 200");
    script.send(response);
}

WUA_INLINE void folded_header(response_script& script)
{
    http_response response = script.correct_response();
    response.head.add("X-Folded", "one\r\n two");
    script.send(response);
}

WUA_INLINE void line_feeds_only(response_script& script)
{
    const http_response response = script.correct_response();
    script.send(response.head.str("\n"));
    script.send_content(response.from, response.to);
}

WUA_INLINE void spaces_around_values(response_script& script)
{
    http_response response = script.correct_response();
    for (auto& field : response.head.fields)
    {
        field.second = "  \t" + field.second + " \t ";
    }
    script.send(response);
}

WUA_INLINE void blank_line_odd(response_script& script)
{
    const http_response response = script.correct_response();
    std::string head = response.head.str();
    head.resize(head.size() - 2);
    script.send(head.append("\r\r\n\r\n"));
    script.send_content(response.from, response.to);
    script.close();
}

} // namespace wua::detail::behaviours
