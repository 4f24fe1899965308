// SPDX-License-Identifier: MIT
#pragma once
// Content-Length is wrong, or missing.

#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
/// The correct response with its Content-Length replaced, closed after the body.
inline void send_with_length(response_script& script, std::string length)
{
    http_response response = script.correct_response();
    response.head.set("Content-Length", std::move(length));
    response.ends_connection = true;
    script.send(response);
}

inline void length_too_long(response_script& script)
{
    send_with_length(script, std::to_string(script.correct_response().size() + 100));
}

inline void length_too_short(response_script& script)
{
    send_with_length(script, std::to_string(script.correct_response().size() / 2));
}

inline void length_missing(response_script& script)
{
    script.send(response_without_length(script));
}

inline void length_missing_and_truncated(response_script& script)
{
    send_to_fault(script, response_without_length(script));
    script.close();
}

inline void length_negative(response_script& script)
{
    send_with_length(script, "-1");
}

inline void length_garbage(response_script& script)
{
    send_with_length(script, "plenty");
}

inline void length_overflows(response_script& script)
{
    send_with_length(script, "18446744073709551617");
}

inline void length_conflicting(response_script& script)
{
    http_response response = script.correct_response();
    response.head.add("Content-Length", std::to_string(response.size() + 1));
    response.ends_connection = true;
    script.send(response);
}

inline void length_repeated(response_script& script)
{
    http_response response = script.correct_response();
    response.head.add("Content-Length", std::to_string(response.size()));
    script.send(response);
}
} // namespace wua::detail::behaviours
