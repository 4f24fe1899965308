// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/truncation.hpp>.

#include <wua/testing/fault_server/behaviours/shared.hpp>
#include <wua/testing/fault_server/behaviours/truncation.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE void truncated_at_another_quarter(response_script& script)
{
    const http_response response = script.correct_response();
    script.send(response.head);
    script.send_content(response.from, std::min(response.to, response.from + script.size() / 4));
    script.close();
}

WUA_INLINE void reset_in_body(response_script& script)
{
    send_to_fault(script, script.correct_response());
    script.pause(milliseconds(20)); // a reset would overtake bytes that the client has not read yet
    script.reset();
}

WUA_INLINE void truncated_after_one_more(response_script& script)
{
    const http_response response = script.correct_response();
    script.send(response.head);
    script.send_content(response.from, std::min(response.to, response.from + 1));
    script.close();
}

WUA_INLINE void closed_in_status_line(response_script& script)
{
    script.send("HTTP/1.1 20");
    script.close();
}

WUA_INLINE void reset_in_head(response_script& script)
{
    send_half_head(script);
    script.pause(milliseconds(20)); // a reset would overtake bytes that the client has not read yet
    script.reset();
}

WUA_INLINE void closed_mid_head(response_script& script)
{
    send_half_head(script);
    script.close();
}

} // namespace wua::detail::behaviours
