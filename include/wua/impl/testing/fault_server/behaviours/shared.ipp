// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/shared.hpp>.

#include <wua/testing/fault_server/behaviours/shared.hpp>

#include <charconv>

namespace wua::detail::behaviours
{

WUA_INLINE http_head page_head(int status, std::string_view page)
{
    http_head head{status_line(status)};
    head.add("Content-Type", "text/html").add("Content-Length", std::to_string(page.size()));
    return head;
}

WUA_INLINE void send_to_fault(response_script& script, const http_response& response)
{
    script.send(response.head);
    script.send_content(response.from, fault_in(script, response));
}

WUA_INLINE void truncated(response_script& script)
{
    send_to_fault(script, script.correct_response());
    script.close();
}

WUA_INLINE std::string filled(std::string_view pattern, const response_script& script, const http_response& response)
{
    char digits[16];
    const std::string_view hexadecimal(
        digits,
        static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, response.size(), 16).ptr - digits));
    std::string text;
    for (; !pattern.empty(); pattern.remove_prefix(1))
    {
        if (pattern.front() != '$')
        {
            text += pattern.front();
            continue;
        }
        pattern.remove_prefix(1);
        const char named = pattern.front();
        text += named == 'F'   ? std::to_string(response.from)
                : named == 'L' ? std::to_string(response.to - 1)
                : named == 'N' ? std::to_string(response.size())
                : named == 'X' ? std::string(hexadecimal)
                : named == 'T' ? std::to_string(script.size())
                : named == 'O' ? script.origin()
                : named == 'H' ? script.origin().substr(sizeof "http:/")
                               : std::string(script.request().path());
    }
    return text;
}

WUA_INLINE void send_with_status_line(response_script& script, std::string_view line)
{
    http_response response = script.correct_response();
    response.head.status_line = line;
    response.ends_connection = true;
    script.send(response);
}

WUA_INLINE void send_with_field(response_script& script, std::string_view name, std::string_view value)
{
    http_response response = script.correct_response();
    response.head.set(name, filled(value, script, response));
    script.send(response);
}

WUA_INLINE void send_with_lines(response_script& script, std::string_view lines)
{
    const http_response response = script.correct_response();
    std::string head = response.head.str();
    head.resize(head.size() - 2);
    script.send(head.append(filled(lines, script, response)).append("\r\n\r\n"));
    script.send_content(response.from, response.to);
    script.close();
}

WUA_INLINE http_response response_without_length(const response_script& script)
{
    http_response response = script.correct_response();
    response.head.remove("Content-Length").set("Connection", "close");
    response.ends_connection = true;
    return response;
}

WUA_INLINE http_response whole_response(const response_script& script)
{
    http_response response = script.correct_response();
    response.head.status_line = status_line(200);
    response.head.remove("Content-Range");
    response.set_body(0, script.size());
    return response;
}

WUA_INLINE std::string many(const std::string& text)
{
    constexpr std::size_t min_size = std::size_t{1} << 16U;
    std::string all;
    while (all.size() < min_size)
    {
        all += text;
    }
    return all;
}

WUA_INLINE void repeat_then_reset(response_script& script, std::string text)
{
    script.repeat(std::move(text), script.fault().amount);
    script.reset();
}

} // namespace wua::detail::behaviours
