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

/// The ETag in the response to a conditional request.
enum class condition_etag
{
    none,
    right,
    other,
};

/// The behaviour's status and such an ETag, with or without the content, in response to a conditional request; other
/// requests are answered correctly.
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

/// Two Retry-After fields: one second and a century.
void retry_after_two(response_script& script);

/// This informational head, then the correct response.
template <literal Head>
void informed_by(response_script& script)
{
    script.send(std::string(Head.view()) + "\r\n\r\n");
    correct(script);
}

/// 100 Continue, `amount` times, then the correct response.
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

/// A head with Retry-After if the behaviour has an amount, and without the length of its page.
http_head head_of_long_page(const response_script& script);

/// The behaviour's status with the beginning of a page, then silence; with a Retry-After of `amount` seconds unless
/// that is 0.
void page_stalls(response_script& script);

/// The same with an endless page, which is reset after 64 MiB.
void page_endless(response_script& script);

/// The same with a page that breaks off in its middle.
void page_cut(response_script& script);

/// The behaviour's Retry-After is a date `amount` seconds after the response's Date, by a clock that is a year fast.
void retry_after_other_clock(response_script& script);

/// A 101 that nobody asked for, then silence.
void switching_protocols(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/statuses.ipp>
#endif
