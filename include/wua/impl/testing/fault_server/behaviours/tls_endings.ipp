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

} // namespace wua::detail::behaviours
