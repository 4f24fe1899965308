// SPDX-License-Identifier: MIT
#pragma once

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>
#include <wua/testing/fault_server/http_head.hpp>
#include <wua/testing/fault_server/misbehaviour.hpp>
#include <wua/testing/fault_server/response_script.hpp>

#include <cstdint>
#include <string>
#include <utility>

// The content changes between two attempts; its validators change or stay.

namespace wua::detail::behaviours
{
/// The seed of the older content that was served at the same path before.
inline constexpr std::uint64_t older_seed = 0x01de5;

/// The head of a 200 for older content of that size.
http_head older_head(const response_script& script, const served_content& older);

/// The first `cut` bytes of the older content.
void send_older(response_script& script, const http_head& head, const served_content& older, std::uint64_t cut);

void etag_changed(response_script& script);

void content_grew(response_script& script);

void content_shrank(response_script& script);

/// First half of the older content, then the correct response. `change` is applied to both heads.
void send_older_then_correct(response_script& script, void (*change)(http_head&));

inline void leave_weak_etag(http_head& head)
{
    head.set("ETag", "W/\"same\"").remove("Last-Modified");
}

inline void leave_no_validator(http_head& head)
{
    head.remove("ETag").remove("Last-Modified");
}

inline void weak_etag_changed(response_script& script)
{
    send_older_then_correct(script, leave_weak_etag);
}

inline void no_validator_changed(response_script& script)
{
    send_older_then_correct(script, leave_no_validator);
}

void same_etag_changed(response_script& script);

/// The correct response, truncated at the first attempt.
void send_after_truncation(response_script& script, const http_response& response);

void weak_etag_truncated(response_script& script);

void date_only_truncated(response_script& script);

/// This validator in place of those of the correct response, truncated at the first attempt.
void truncate_with_validator(response_script& script, std::string_view name, std::string_view value);

template <literal Tag>
void etag_as(response_script& script)
{
    truncate_with_validator(script, "ETag", Tag.view());
}

template <literal Date>
void date_as(response_script& script)
{
    truncate_with_validator(script, "Last-Modified", Date.view());
}

inline void etag_long(response_script& script)
{
    truncate_with_validator(script, "ETag", '"' + std::string(8000, 'x') + '"');
}

/// Two ETags that differ.
void etags_two(response_script& script);

/// The same content, each time with another ETag.
void etag_new_each_time(response_script& script);

/// Truncated without any validator, then correct.
void validators_appear(response_script& script);

/// First half of an older content under the correct validators; then, whatever If-Range says, the correct part, after
/// `change` was applied to it.
void continue_older(response_script& script, void (*change)(http_response&));

inline void etag_weakened_in_part(response_script& script)
{
    continue_older(script, [](http_response& part) { part.head.set("ETag", "W/\"other\"").remove("Last-Modified"); });
}

inline void etag_changed_in_part(response_script& script)
{
    continue_older(script, [](http_response& part) { part.head.set("ETag", "\"other\""); });
}

inline void etag_missing_in_part(response_script& script)
{
    continue_older(script, [](http_response& part) { leave_no_validator(part.head); });
}

inline void date_changed_in_part(response_script& script)
{
    continue_older(
        script, [](http_response& part) { part.head.set("Last-Modified", "Tue, 02 Jan 2024 00:00:00 GMT"); });
}

/// The correct part with a second Content-Range, after the right one or, if the behaviour has an amount, before it.
void two_ranges_in_part(response_script& script);

/// The correct part with two ETags, the second of which is right.
inline void two_etags_in_part(response_script& script)
{
    continue_older(script, [](http_response& part) {
        http_head& head = part.head;
        for (auto& field : head.fields)
        {
            if (field.first == "ETag")
            {
                const std::string right = std::exchange(field.second, "\"other\"");
                head.add("ETag", right);
                return;
            }
        }
    });
}

/// Each time another length and another ETag, closed halfway.
void content_grows_each_time(response_script& script);

/// First half of an older content, then the correct part, with weak ETags that differ.
void weak_etags_differ(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/validators.ipp>
#endif
