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

void early_hints_for_ever(response_script& script);

void blank_lines_for_ever(response_script& script);

/// With Retry-After if the behaviour has an amount, and nothing that tells where its page ends.
http_head head_of_long_page(const response_script& script);

/// The behaviour's status with the beginning of a page that never goes on; with a Retry-After of `amount` seconds
/// unless that is 0.
void page_stalls(response_script& script);

/// The same with a page without end, which is reset after 64 MiB.
void page_endless(response_script& script);

/// The same with a page that is closed in its middle.
void page_cut(response_script& script);

/// Retry-After is a date `amount` seconds after the Date of the answer, whose clock is a year ahead.
void retry_after_other_clock(response_script& script);

/// 101 to a request that asked for no other protocol, then silence.
void switching_protocols(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/statuses.ipp>
#endif
