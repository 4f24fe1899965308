// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/response_script.hpp>.

#include <wua/testing/fault_server/response_script.hpp>

namespace wua
{

WUA_INLINE void http_response::set_body(std::uint64_t first, std::uint64_t end)
{
    from = first;
    to = end;
    head.set("Content-Length", std::to_string(end - first));
}

WUA_INLINE response_script::response_script(const http_request& request, const served_content& content,
                                            const misbehaviour& fault, std::uint32_t attempt, std::string_view origin)
    : m_request(request),
      m_content(content),
      m_fault(fault),
      m_attempt(attempt),
      m_origin(origin)
{}

WUA_INLINE http_response response_script::correct_response() const
{
    http_response response{{status_line(200)}, 0, size(), m_request.wants_close()};
    http_head& head = response.head;
    head.add("Content-Type", "application/octet-stream").add("Accept-Ranges", "bytes");
    head.add("ETag", m_content.etag()).add("Last-Modified", std::string(last_modified));
    if (const auto range = m_request.range(size()); range && if_range_holds())
    {
        const bool is_satisfiable = range->from < size();
        response.from = is_satisfiable ? range->from : 0;
        response.to = is_satisfiable ? range->to : 0;
        head.status_line = status_line(is_satisfiable ? 206 : 416);
        head.add(
            "Content-Range", is_satisfiable ? content_range(response, size()) : "bytes */" + std::to_string(size()));
    }
    head.add("Content-Length", std::to_string(response.size()));
    if (response.ends_connection)
    {
        head.add("Connection", "close");
    }
    else if (m_request.version == "HTTP/1.0")
    {
        head.add("Connection", "keep-alive");
    }
    return response;
}

WUA_INLINE std::string response_script::content_range(const http_response& response, std::optional<std::uint64_t> total)
{
    return "bytes " + std::to_string(response.from) + '-' + std::to_string(response.to - 1) + '/' +
           (total ? std::to_string(*total) : "*");
}

WUA_INLINE void response_script::send(const http_response& response)
{
    send(response.head);
    if (m_request.method != "HEAD")
    {
        send_content(response.from, response.to);
    }
    if (response.ends_connection)
    {
        close();
    }
}

WUA_INLINE void response_script::drip(const served_content& source, std::uint64_t from, std::uint64_t to,
                                      std::size_t piece, std::chrono::milliseconds pause_after)
{
    if (from < to)
    {
        m_steps.push_back(
            {.what = action::send_content,
             .source = source,
             .from = from,
             .to = to,
             .piece = piece,
             .pause = pause_after,
             .stream = m_request.stream});
    }
}

WUA_INLINE void response_script::repeat(std::string bytes, std::uint64_t limit, std::chrono::milliseconds pause_after)
{
    if (pause_after == std::chrono::milliseconds(0) && !bytes.empty())
    {
        for (const std::string unit = bytes; bytes.size() < 16384;)
        {
            bytes += unit; // so that short texts are not sent as many small packets
        }
    }
    m_steps.push_back({.what = action::repeat_text, .text = std::move(bytes), .to = limit, .pause = pause_after});
}

WUA_INLINE detail::script_steps response_script::take_steps()
{
    if (is_http_2() && !m_is_left_open && !m_steps.empty())
    {
        send(http_2_frame(http_2_frame_kind::data, http_2_end_stream, {}));
    }
    return std::move(m_steps);
}

WUA_INLINE bool response_script::if_range_holds() const
{
    const std::optional<std::string> condition = m_request.field("If-Range");
    return !condition || *condition == m_content.etag() || *condition == last_modified;
}

} // namespace wua
