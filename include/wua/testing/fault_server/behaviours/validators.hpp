// SPDX-License-Identifier: MIT
#pragma once
// The content changes between two attempts, and its validators with it or not.

#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
/// Of content that was served before: same path, other bytes.
inline constexpr std::uint64_t older_seed = 0x01de5;

/// The head of a 200 for an older content of that size.
inline http_head older_head(const response_script& script, const served_content& older)
{
    http_head head = script.correct_response().head;
    head.status_line = status_line(200);
    head.remove("Content-Range").set("Content-Length", std::to_string(older.size()));
    head.set("ETag", older.etag()).set("Last-Modified", "Sun, 01 Jan 2023 00:00:00 GMT");
    return head;
}

/// The first `cut` bytes of the older content.
inline void send_older(response_script& script, const http_head& head, const served_content& older, std::uint64_t cut)
{
    script.send(head);
    script.send_content(older, 0, cut);
    script.close();
}

inline void etag_changed(response_script& script)
{
    const served_content older = patterned_bytes(script.size(), older_seed);
    send_older(script, older_head(script, older), older, older.size() / 2);
}

inline void content_grew(response_script& script)
{
    const served_content older = patterned_bytes(script.size() / 2, older_seed);
    send_older(script, older_head(script, older), older, script.size() / 4);
}

inline void content_shrank(response_script& script)
{
    const served_content older = patterned_bytes(script.size() + 1000, older_seed);
    send_older(script, older_head(script, older), older, script.size() + 500);
}

/// First half of the older content, then the correct one, both under the validators that `change` leaves.
inline void send_older_then_correct(response_script& script, void (*change)(http_head&))
{
    if (script.attempt() == 1)
    {
        const served_content older = patterned_bytes(script.size(), older_seed);
        http_head head = older_head(script, older);
        change(head);
        send_older(script, head, older, older.size() / 2);
        return;
    }
    http_response response = script.correct_response();
    change(response.head);
    script.send(response);
}

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

inline void same_etag_changed(response_script& script)
{
    const served_content older = patterned_bytes(script.size(), older_seed);
    send_older(script, whole_response(script).head, older, older.size() / 2);
}

/// The correct response, truncated the first time.
inline void send_after_truncation(response_script& script, const http_response& response)
{
    if (script.attempt() > 1)
    {
        script.send(response);
        return;
    }
    send_to_fault(script, response);
    script.close();
}

inline void weak_etag_truncated(response_script& script)
{
    http_response response = script.correct_response();
    leave_weak_etag(response.head);
    send_after_truncation(script, response);
}

inline void date_only_truncated(response_script& script)
{
    http_response response = script.correct_response();
    response.head.remove("ETag");
    send_after_truncation(script, response);
}
} // namespace wua::detail::behaviours
