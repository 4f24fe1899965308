// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/ranges.hpp>.

#include <wua/testing/fault_server/behaviours/chunks.hpp>
#include <wua/testing/fault_server/behaviours/ranges.hpp>
#include <wua/testing/fault_server/behaviours/redirects.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>
#include <wua/testing/fault_server/behaviours/statuses.hpp>
#include <wua/testing/fault_server/behaviours/validators.hpp>
#include <wua/testing/fault_server/behaviours/wrong_bytes.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE std::optional<http_response> try_resumption(response_script& script)
{
    http_response response = script.correct_response();
    if (response.head.status_line == status_line(206))
    {
        return response;
    }
    if (script.attempt() == 1)
    {
        truncated(script);
    }
    else
    {
        script.send(response);
    }
    return std::nullopt;
}

WUA_INLINE void resume_with_content_range(response_script& script, std::string content_range)
{
    if (std::optional<http_response> response = try_resumption(script))
    {
        response->head.set("Content-Range", std::move(content_range));
        script.send(*response);
    }
}

WUA_INLINE void send_from(response_script& script, http_response response, std::uint64_t from)
{
    response.set_body(from, response.to);
    response.head.set("Content-Range", response_script::content_range(response, script.size()));
    script.send(response);
}

WUA_INLINE void range_ignored(response_script& script)
{
    if (try_resumption(script))
    {
        script.send(whole_response(script));
    }
}

WUA_INLINE void range_shifted(response_script& script)
{
    if (const std::optional<http_response> response = try_resumption(script))
    {
        send_from(script, *response, std::min(response->to - 1, response->from + script.fault().amount));
    }
}

WUA_INLINE void range_overlapping(response_script& script)
{
    if (const std::optional<http_response> response = try_resumption(script))
    {
        send_from(script, *response, response->from - std::min(response->from, script.fault().amount));
    }
}

WUA_INLINE void range_shifted_silently(response_script& script)
{
    if (const std::optional<http_response> response = try_resumption(script))
    {
        const std::uint64_t back = std::min(response->from, script.fault().amount);
        script.send(response->head);
        script.send_content(response->from - back, response->to - back);
    }
}

WUA_INLINE void range_wrong_total(response_script& script)
{
    resume_with_content_range(script, response_script::content_range(script.correct_response(), script.size() + 100));
}

WUA_INLINE void range_without_content_range(response_script& script)
{
    if (std::optional<http_response> response = try_resumption(script))
    {
        response->head.remove("Content-Range");
        script.send(*response);
    }
}

WUA_INLINE void range_multipart(response_script& script)
{
    if (std::optional<http_response> response = try_resumption(script))
    {
        const std::string start = "--wua\r\nContent-Type: application/octet-stream\r\nContent-Range: " +
                                  response_script::content_range(*response, script.size()) + "\r\n\r\n";
        const std::string end = "\r\n--wua--\r\n";
        response->head.remove("Content-Range").set("Content-Type", "multipart/byteranges; boundary=wua");
        response->head.set("Content-Length", std::to_string(start.size() + response->size() + end.size()));
        script.send(response->head);
        script.send(start);
        script.send_content(response->from, response->to);
        script.send(end);
    }
}

WUA_INLINE void range_as_whole(response_script& script)
{
    if (std::optional<http_response> response = try_resumption(script))
    {
        response->head.status_line = status_line(200);
        script.send(*response);
    }
}

WUA_INLINE void range_empty_whole(response_script& script)
{
    if (try_resumption(script))
    {
        http_response response = whole_response(script);
        response.set_body(0, 0);
        script.send(response);
    }
}

WUA_INLINE void range_page(response_script& script)
{
    if (try_resumption(script))
    {
        send_page(script, page_head(200, error_page));
    }
}

WUA_INLINE void range_chunked(response_script& script)
{
    if (try_resumption(script))
    {
        chunked(script);
    }
}

WUA_INLINE void range_without_length(response_script& script)
{
    if (try_resumption(script))
    {
        script.send(response_without_length(script));
    }
}

WUA_INLINE void range_repeated(response_script& script)
{
    if (std::optional<http_response> response = try_resumption(script))
    {
        response->head.add("Content-Range", response_script::content_range(*response, script.size()));
        script.send(*response);
    }
}

WUA_INLINE void range_length_contradicts(response_script& script)
{
    if (std::optional<http_response> response = try_resumption(script))
    {
        response->head.set("Content-Length", std::to_string(response->size() + 1));
        script.send(*response);
        script.send("x");
    }
}

WUA_INLINE void range_longer(response_script& script)
{
    if (try_resumption(script))
    {
        script.send(response_without_length(script).head);
        script.send_content(script.correct_response().from, script.size());
        script.send(std::string(1000, 'x'));
        script.close();
    }
}

WUA_INLINE void range_ends_early(response_script& script)
{
    if (try_resumption(script))
    {
        http_response response = response_without_length(script);
        response.to = response.from + response.size() / 2;
        script.send(response.head.set("Content-Range", response_script::content_range(response, script.size())));
        script.send_content(response.from, response.to);
        script.send_content(patterned_bytes(script.size(), older_seed), response.to, script.size());
        script.close();
    }
}

WUA_INLINE void whole_of_half(response_script& script)
{
    http_response response = whole_response(script);
    response.head.set("Content-Range", response_script::content_range(response, script.size()));
    response.set_body(0, script.size() / 2);
    script.send(response);
}

WUA_INLINE void whole_multipart(response_script& script)
{
    http_response response = whole_response(script);
    const std::string start =
        "--wua\r\nContent-Range: " + response_script::content_range(response, script.size()) + "\r\n\r\n";
    const std::string end = "\r\n--wua--\r\n";
    response.head.set("Content-Type", "multipart/byteranges; boundary=wua");
    response.head.set("Content-Length", std::to_string(start.size() + response.size() + end.size()));
    script.send(response.head);
    script.send(start);
    script.send_content(response.from, response.to);
    script.send(end);
}

WUA_INLINE void range_from_0(response_script& script)
{
    if (const std::optional<http_response> response = try_resumption(script))
    {
        send_from(script, *response, 0);
    }
}

WUA_INLINE void range_multipart_in_chunks(response_script& script)
{
    if (std::optional<http_response> response = try_resumption(script))
    {
        const std::string start = "--wua\r\n\r\n";
        response->head.remove("Content-Length").set("Content-Type", "Multipart/ByteRanges; boundary=wua");
        script.send(response->head.add("Transfer-Encoding", "chunked"));
        script.send(hexadecimal(start.size()) + "\r\n" + start + "\r\n");
        send_chunk(script, response->from, response->to - start.size(), {});
        script.send("0\r\n\r\n");
    }
}

WUA_INLINE void refuse_with_total(response_script& script, std::uint64_t total)
{
    http_head head{status_line(416)};
    script.send(head.add("Content-Range", "bytes */" + std::to_string(total)).add("Content-Length", "0"));
}

WUA_INLINE void range_416_more(response_script& script)
{
    if (try_resumption(script))
    {
        refuse_with_total(script, script.size() + script.fault().amount);
    }
}

WUA_INLINE void range_416_fewer(response_script& script)
{
    if (try_resumption(script))
    {
        refuse_with_total(script, script.size() / 2);
    }
}

WUA_INLINE void range_416_half_without_length(response_script& script)
{
    if (script.attempt() == 1)
    {
        send_to_fault(script, response_without_length(script));
        script.reset();
    }
    else
    {
        range_416_fewer(script);
    }
}

WUA_INLINE void range_416_alone(response_script& script)
{
    if (script.attempt() == 1)
    {
        chunked_without_end(script);
    }
    else
    {
        send_page(script, page_head(416, error_page));
    }
}

WUA_INLINE void range_encoded(response_script& script)
{
    if (std::optional<http_response> response = try_resumption(script))
    {
        std::string part(static_cast<std::size_t>(response->size()), '\0');
        script.content().read(response->from, part);
        response->head.remove("Content-Length").add("Content-Encoding", "gzip").set("Connection", "close");
        script.send(response->head);
        script.send(gzipped(part));
        script.close();
    }
}

WUA_INLINE void range_redirected(response_script& script)
{
    if (has_moved(script))
    {
        correct(script);
    }
    else
    {
        refuse_ranges(script, [](response_script& part) { redirect_to(part, 302, moved_url(part)); });
    }
}

WUA_INLINE void range_quarters(response_script& script)
{
    if (script.attempt() == 1)
    {
        truncated(script);
        return;
    }
    http_response response = script.correct_response();
    if (response.head.status_line == status_line(206))
    {
        response.set_body(response.from, std::min(response.to, response.from + script.size() / 4 + 1));
        response.head.set("Content-Range", response_script::content_range(response, script.size()));
    }
    script.send(response);
}

WUA_INLINE void range_truncated(response_script& script)
{
    if (const std::optional<http_response> response = try_resumption(script))
    {
        script.send(response->head);
        script.send_content(response->from, response->to - 1);
        script.close();
    }
}

WUA_INLINE void range_refused(response_script& script)
{
    if (try_resumption(script))
    {
        refuse_with_total(script, script.size());
    }
}

WUA_INLINE void range_unasked(response_script& script)
{
    http_response response = script.correct_response();
    response.head.status_line = status_line(206);
    response.to = script.size();
    send_from(script, response, script.size() / 2);
}

WUA_INLINE void ranges_not_accepted(response_script& script)
{
    http_response response = whole_response(script);
    response.head.set("Accept-Ranges", "none");
    if (script.attempt() > 1)
    {
        script.send(response);
        return;
    }
    send_to_fault(script, response);
    script.close();
}

WUA_INLINE void ranges_not_accepted_and_cut(response_script& script)
{
    http_response response = whole_response(script);
    response.head.set("Accept-Ranges", "none");
    send_to_fault(script, response);
    script.close();
}

WUA_INLINE void refuse_ranges(response_script& script, void (*refuse)(response_script&))
{
    if (script.request().field("Range"))
    {
        refuse(script);
    }
    else if (script.attempt() == 1)
    {
        truncated(script);
    }
    else
    {
        correct(script);
    }
}

WUA_INLINE void range_refused_with_status(response_script& script)
{
    refuse_ranges(script, status_page);
}

WUA_INLINE void range_piecemeal(response_script& script)
{
    if (script.attempt() == 1)
    {
        chunk_truncated(script);
        return;
    }
    http_response response = script.correct_response();
    if (response.head.status_line == status_line(206))
    {
        response.set_body(response.from, std::min(response.to, response.from + script.size() / 4 + 1));
        response.head.set("Content-Range", response_script::content_range(response, std::nullopt));
    }
    script.send(response);
}

} // namespace wua::detail::behaviours
