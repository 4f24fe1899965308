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

/// Of the head with which a condition is met.
enum class condition_etag
{
    none,
    right,
    other,
};

/// A condition is met with the behaviour's status and such an ETag, perhaps with the content behind it; a request
/// without one is answered correctly.
void meet_condition(response_script& script, condition_etag etag, bool has_content);

template <condition_etag Etag, bool HasContent = false>
void condition_met_with(response_script& script)
{
    meet_condition(script, Etag, HasContent);
}

void retry_after_seconds(response_script& script);

void retry_after_date(response_script& script);

/// The behaviour's status with this Retry-After.
void retry_after(response_script& script, std::string_view text);

template <literal Text>
void retry_after_as(response_script& script)
{
    retry_after(script, Text.view());
}

/// Retry-After: 1, and a century.
void retry_after_two(response_script& script);

/// An informational head of this text, then the correct response.
template <literal Head>
void informed_by(response_script& script)
{
    script.send(std::string(Head.view()) + "\r\n\r\n");
    correct(script);
}

/// `amount` times 100 Continue, then the correct response.
void continue_often(response_script& script);

void informed_and_closed(response_script& script);

void informed_and_silent(response_script& script);

/// The correct response under the behaviour's status.
inline void content_with_status(response_script& script)
{
    send_with_status_line(script, status_line(script.fault().status));
}

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
