// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/response_head.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/transfer/response_head.hpp>

#include <utility>

namespace wua::detail
{

WUA_INLINE void response_head::take(std::string_view line)
{
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
    {
        line.remove_suffix(1);
    }
    if (line.starts_with("HTTP/"))
    {
        *this = response_head();
        is_http_1 = line.starts_with("HTTP/1.");
        is_multiplexed = line.starts_with("HTTP/2") || line.starts_with("HTTP/3");
        const auto blank = line.find(' ');
        status = blank == std::string_view::npos
                     ? 0
                     : static_cast<int>(parse_decimal(line.substr(blank + 1, 3)).value_or(0));
        return;
    }
    if (is_complete)
    {
        return;
    }
    if (!line.empty() && (line.front() == ' ' || line.front() == '\t'))
    {
        m_pending += line;
        return;
    }
    take_pending();
    is_complete = line.empty();
    m_pending = line;
}

WUA_INLINE void response_head::take_pending()
{
    const std::string field = std::exchange(m_pending, {});
    const std::string_view text = field;
    if (const auto colon = text.find(':'); colon != std::string_view::npos)
    {
        take_field(text.substr(0, colon), trimmed(text.substr(colon + 1)));
    }
}

WUA_INLINE void response_head::take_field(std::string_view name, std::string_view value)
{
    const auto is = [&](std::string_view wanted) { return equal_ignoring_case(name, wanted); };
    if (is("content-length"))
    {
        const auto length = parse_decimal(value);
        has_bad_length = has_bad_length || !length || (content_length && content_length != length);
        content_length = length;
    }
    else if (is("content-range"))
    {
        has_bad_range = has_bad_range || (content_range && *content_range != value);
        content_range = value;
    }
    else if (is("etag"))
    {
        etag = value;
    }
    else if (is("last-modified"))
    {
        last_modified = value;
    }
    else if (is("date"))
    {
        date = value;
    }
    else if (is("content-encoding"))
    {
        is_encoded = is_encoded || !(value.empty() || equal_ignoring_case(value, "identity"));
    }
    else if (is("transfer-encoding"))
    {
        is_chunked = equal_ignoring_case(value, "chunked");
        is_transfer_encoded = is_transfer_encoded || !(is_chunked || equal_ignoring_case(value, "identity"));
    }
    else if (is("location"))
    {
        location = location.empty() ? std::string(value) : location;
    }
    else if (is("retry-after"))
    {
        retry_after = value;
    }
}

} // namespace wua::detail
