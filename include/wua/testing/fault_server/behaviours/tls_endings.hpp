// SPDX-License-Identifier: MIT
#pragma once
// TLS connections that end without close_notify.

#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
inline void tls_close_without_notify(response_script& script)
{
    http_response response = script.correct_response();
    response.head.set("Connection", "close");
    response.ends_connection = false;
    script.send(response);
    script.close_unannounced();
}

inline void tls_truncated_without_notify(response_script& script)
{
    send_to_fault(script, response_without_length(script));
    script.close_unannounced();
}
} // namespace wua::detail::behaviours
