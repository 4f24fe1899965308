// SPDX-License-Identifier: MIT
#pragma once

// The head of an HTTP response, as far as a download needs it, from its lines.

#include <wua/engine/transfer/content_range.hpp>
#include <wua/separate_compilation.hpp>

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
    void take(std::string_view line);

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
    void take_field(std::string_view name, std::string_view value);
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/response_head.ipp>
#endif
