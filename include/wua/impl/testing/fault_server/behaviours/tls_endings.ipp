// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/tls_endings.hpp>.

#include <wua/testing/fault_server/behaviours/shared.hpp>
#include <wua/testing/fault_server/behaviours/tls_endings.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE void tls_close_without_notify(response_script& script)
{
    http_response response = script.correct_response();
    response.head.set("Connection", "close");
    response.ends_connection = false;
    script.send(response);
    script.close_unannounced();
}

WUA_INLINE void tls_truncated_without_notify(response_script& script)
{
    send_to_fault(script, response_without_length(script));
    script.close_unannounced();
}

WUA_INLINE void tls_cut(response_script& script)
{
    send_to_fault(script, script.correct_response());
    script.close_unannounced();
}

WUA_INLINE void tls_rekeys(response_script& script)
{
    const http_response response = script.correct_response();
    send_to_fault(script, response);
    script.rekey();
    script.send_content(fault_in(script, response), response.to);
}

WUA_INLINE void tls_garbage_in_body(response_script& script)
{
    send_to_fault(script, script.correct_response());
    script.send_unsealed("this is no TLS at all");
    script.stall();
}

WUA_INLINE void tls_closed_in_record(response_script& script)
{
    send_to_fault(script, script.correct_response());
    script.send_unsealed(std::string("\x17\x03\x03\x10\x00half", 9));
    script.close_unannounced();
}

WUA_INLINE void tls_hello_flood(response_script& script)
{
    constexpr std::size_t record_size = 0x4000;
    repeat_then_reset(script, std::string("\x16\x03\x03\x40\0", 5) + std::string(record_size, '\0'));
}

} // namespace wua::detail::behaviours
