// SPDX-License-Identifier: MIT
#pragma once
// Status codes.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
void send_page(response_script& script, const http_head& head);

/// The behaviour's status with a page.
inline void status_page(response_script& script)
{
    send_page(script, page_head(script.fault().status, error_page));
}

/// The behaviour's status without a page.
inline void status_alone(response_script& script)
{
    script.send(http_head{status_line(script.fault().status)});
}

void retry_after_seconds(response_script& script);

void retry_after_date(response_script& script);

void status_invalid(response_script& script);

void continue_first(response_script& script);

void early_hints_first(response_script& script);

void continue_for_ever(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/statuses.ipp>
#endif
