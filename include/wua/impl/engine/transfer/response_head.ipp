// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/response_head.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/engine/transfer/response_head.hpp>

#include <algorithm>
#include <utility>

namespace wua::detail
{

WUA_COLD void response_head::take(std::string_view line)
{
    const bool has_odd_line_end = line.ends_with("\r\r\n");
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
    {
        line.remove_suffix(1);
    }
    constexpr std::string_view protocol = "HTTP/";
    const bool is_first = !m_has_begun || (is_complete && status < 200);
    if (is_first && equal_ignoring_case(line.substr(0, protocol.size()), protocol))
    {
        const std::string_view version = line.substr(protocol.size());
        *this = response_head();
        m_has_begun = true;
        is_http_1 = version.starts_with("1.");
        is_multiplexed = version.starts_with("2") || version.starts_with("3");
        const std::string_view code = trimmed(version.substr(std::min(version.find(' '), version.size())));
        status = static_cast<int>(parse_decimal(code.substr(0, 3)).value_or(0));
        return;
    }
    if (is_complete)
    {
        return;
    }
    if (!line.empty() && (line.front() == ' ' || line.front() == '\t'))
    {
        m_pending += line;
        m_is_folded = true;
        return;
    }
    take_pending();
    is_complete = line.empty();
    has_odd_end = is_complete && has_odd_line_end;
    m_pending = line;
}

WUA_COLD void response_head::take_pending()
{
    const std::string field = std::exchange(m_pending, {});
    const bool is_folded = std::exchange(m_is_folded, false);
    const std::string_view text = field;
    if (const auto colon = text.find(':'); colon != std::string_view::npos)
    {
        const std::string_view name = trimmed(text.substr(0, colon));
        take_field(name, trimmed(text.substr(colon + 1)));
        // libcurl does not recognise a field spelled like this, and so does not decode the content.
        const bool is_odd = is_folded || name.size() != colon;
        is_transfer_encoded = is_transfer_encoded || (is_odd && equal_ignoring_case(name, "transfer-encoding"));
    }
}

WUA_COLD std::string response_head::both(const std::string& before, std::string_view value)
{
    if (std::any_of(value.begin(), value.end(), is_control_character))
    {
        return before; // such a value could not be sent back
    }
    return before.empty() || before == value ? std::string(value) : joined({before, ", ", value});
}

WUA_COLD void response_head::append(std::string& list, std::string_view value)
{
    list += list.empty() ? "" : ", ";
    list += value;
}

WUA_COLD void response_head::take_field(std::string_view name, std::string_view value)
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
    else if (is("accept-ranges"))
    {
        accepts_ranges = equal_ignoring_case(value, "bytes");
    }
    else if (is("content-type"))
    {
        constexpr std::string_view multipart = "multipart/byteranges";
        is_multipart = equal_ignoring_case(value.substr(0, multipart.size()), multipart);
    }
    else if (is("etag"))
    {
        etag = both(etag, value);
    }
    else if (is("last-modified"))
    {
        last_modified = both(last_modified, value);
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
    else if (is("www-authenticate"))
    {
        append(authenticate, value);
    }
    else if (is("proxy-authenticate"))
    {
        append(proxy_authenticate, value);
    }
}

} // namespace wua::detail
