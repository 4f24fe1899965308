// SPDX-License-Identifier: MIT
#pragma once

// The head of an HTTP response, as far as a download needs it, from its lines.

#include <wua/com/ascii.hpp>
#include <wua/engine/transfer/content_range.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wua::detail
{

struct response_head
{
    int status = 0;
    std::string etag;
    std::string last_modified;
    std::string date;
    std::optional<std::string> content_range; // as it came; the last one wins
    std::optional<std::uint64_t> content_length;
    bool has_bad_length = false; // no number, too large, or two that differ
    bool is_encoded = false;     // Content-Encoding or Transfer-Encoding changes the bytes
    bool is_http_1 = false;
    bool is_chunked = false;
    bool has_location = false;
    bool is_complete = false; // the blank line has come

    // Takes a line with or without its line feed. A status line begins anew; lines after the blank one are trailers and
    // change nothing.
    void take(std::string_view line)
    {
        while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
        {
            line.remove_suffix(1);
        }
        if (line.starts_with("HTTP/"))
        {
            *this = response_head();
            is_http_1 = line.starts_with("HTTP/1.");
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
        if (line.empty())
        {
            is_complete = true;
            return;
        }
        if (const auto colon = line.find(':'); colon != std::string_view::npos)
        {
            take_field(line.substr(0, colon), trimmed(line.substr(colon + 1)));
        }
    }

    // An ETag that promises the same bytes, not just the same meaning; empty when there is none.
    std::string strong_etag() const
    {
        return etag.size() >= 2 && etag.front() == '"' && etag.back() == '"' ? etag : std::string();
    }

    // Nothing but the end of the connection ends the body.
    bool is_ended_by_closing() const noexcept
    {
        return is_http_1 && !is_chunked && !content_length;
    }

private:
    void take_field(std::string_view name, std::string_view value)
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
            is_encoded = is_encoded || !(is_chunked || equal_ignoring_case(value, "identity"));
        }
        else if (is("location"))
        {
            has_location = true;
        }
    }
};

} // namespace wua::detail
