// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/validators.hpp>.

#include <wua/testing/fault_server/behaviours/shared.hpp>
#include <wua/testing/fault_server/behaviours/validators.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE http_head older_head(const response_script& script, const served_content& older)
{
    http_head head = script.correct_response().head;
    head.status_line = status_line(200);
    head.remove("Content-Range").set("Content-Length", std::to_string(older.size()));
    head.set("ETag", older.etag()).set("Last-Modified", "Sun, 01 Jan 2023 00:00:00 GMT");
    return head;
}

WUA_INLINE void send_older(response_script& script, const http_head& head, const served_content& older,
                           std::uint64_t cut)
{
    script.send(head);
    script.send_content(older, 0, cut);
    script.close();
}

WUA_INLINE void etag_changed(response_script& script)
{
    const served_content older = patterned_bytes(script.size(), older_seed);
    send_older(script, older_head(script, older), older, older.size() / 2);
}

WUA_INLINE void content_grew(response_script& script)
{
    const served_content older = patterned_bytes(script.size() / 2, older_seed);
    send_older(script, older_head(script, older), older, script.size() / 4);
}

WUA_INLINE void content_shrank(response_script& script)
{
    const served_content older = patterned_bytes(script.size() + 1000, older_seed);
    send_older(script, older_head(script, older), older, script.size() + 500);
}

WUA_INLINE void send_older_then_correct(response_script& script, void (*change)(http_head&))
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

WUA_INLINE void same_etag_changed(response_script& script)
{
    const served_content older = patterned_bytes(script.size(), older_seed);
    send_older(script, whole_response(script).head, older, older.size() / 2);
}

WUA_INLINE void send_after_truncation(response_script& script, const http_response& response)
{
    if (script.attempt() > 1)
    {
        script.send(response);
        return;
    }
    send_to_fault(script, response);
    script.close();
}

WUA_INLINE void weak_etag_truncated(response_script& script)
{
    http_response response = script.correct_response();
    leave_weak_etag(response.head);
    send_after_truncation(script, response);
}

WUA_INLINE void date_only_truncated(response_script& script)
{
    http_response response = script.correct_response();
    response.head.remove("ETag");
    send_after_truncation(script, response);
}

WUA_INLINE void truncate_with_validator(response_script& script, std::string_view name, std::string_view value)
{
    http_response response = script.correct_response();
    leave_no_validator(response.head);
    response.head.add(name, std::string(value));
    send_after_truncation(script, response);
}

WUA_INLINE void etags_two(response_script& script)
{
    http_response response = script.correct_response();
    response.head.add("ETag", "\"other\"");
    send_after_truncation(script, response);
}

WUA_INLINE void etag_new_each_time(response_script& script)
{
    http_response response = script.correct_response();
    response.head.set("ETag", '"' + std::to_string(script.attempt()) + '"');
    send_after_truncation(script, response);
}

WUA_INLINE void validators_appear(response_script& script)
{
    http_response response = script.correct_response();
    if (script.attempt() == 1)
    {
        leave_no_validator(response.head);
    }
    send_after_truncation(script, response);
}

WUA_INLINE void continue_older(response_script& script, void (*change)(http_response&))
{
    if (script.attempt() == 1)
    {
        same_etag_changed(script);
        return;
    }
    http_response response = script.correct_response();
    const auto range = script.request().range(script.size());
    if (range && range->from < script.size())
    {
        response.head.status_line = status_line(206);
        response.set_body(range->from, range->to);
        response.head.set("Content-Range", response_script::content_range(response, script.size()));
        change(response);
    }
    script.send(response);
}

WUA_INLINE void two_ranges_in_part(response_script& script)
{
    if (script.fault().amount == 0)
    {
        continue_older(script, [](http_response& part) { part.head.add("Content-Range", "bytes 0-9/10"); });
        return;
    }
    continue_older(script, [](http_response& part) {
        part.head.set("Content-Range", "bytes 0-9/10");
        part.head.add("Content-Range", response_script::content_range(part, part.to));
    });
}

WUA_INLINE void content_grows_each_time(response_script& script)
{
    http_response response = whole_response(script);
    const std::string attempt = std::to_string(script.attempt());
    response.head.set("ETag", '"' + attempt + '"');
    response.head.set("Content-Length", std::to_string(script.size() + script.attempt()));
    send_to_fault(script, response);
    script.close();
}

WUA_INLINE void weak_etags_differ(response_script& script)
{
    if (script.attempt() == 1)
    {
        const served_content older = patterned_bytes(script.size(), older_seed);
        http_head head = older_head(script, older);
        leave_weak_etag(head);
        send_older(script, head.set("ETag", "W/\"before\""), older, older.size() / 2);
        return;
    }
    http_response response = script.correct_response();
    leave_weak_etag(response.head);
    script.send(response);
}

} // namespace wua::detail::behaviours
