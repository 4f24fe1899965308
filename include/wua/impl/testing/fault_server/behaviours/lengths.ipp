// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/lengths.hpp>.

#include <wua/testing/fault_server/behaviours/lengths.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE void send_with_length(response_script& script, std::string length)
{
    http_response response = script.correct_response();
    response.head.set("Content-Length", std::move(length));
    response.ends_connection = true;
    script.send(response);
}

WUA_INLINE void length_missing_and_truncated(response_script& script)
{
    send_to_fault(script, response_without_length(script));
    script.close();
}

WUA_INLINE void length_conflicting(response_script& script)
{
    http_response response = script.correct_response();
    response.head.add("Content-Length", std::to_string(response.size() + 1));
    response.ends_connection = true;
    script.send(response);
}

WUA_INLINE void length_zero_first(response_script& script)
{
    http_response response = script.correct_response();
    response.head.set("Content-Length", "0").add("Content-Length", std::to_string(response.size()));
    response.ends_connection = true;
    script.send(response);
}

WUA_INLINE void length_repeated(response_script& script)
{
    http_response response = script.correct_response();
    response.head.add("Content-Length", std::to_string(response.size()));
    script.send(response);
}

} // namespace wua::detail::behaviours
