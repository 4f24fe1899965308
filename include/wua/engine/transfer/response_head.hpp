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

constexpr bool is_strong_etag(std::string_view etag) noexcept
{
    return etag.size() >= 2 && etag.front() == '"' && etag.back() == '"';
}

struct response_head
{
    int status = 0;
    std::string etag;          // two that differ are one, with a comma between them, which is nobody's ETag
    std::string last_modified; // and so are two dates
    std::string date;
    std::string location;                     // the first one; empty when there is none
    std::string retry_after;                  // seconds or a date, as it came
    std::string authenticate;                 // WWW-Authenticate, all of them with commas between
    std::string proxy_authenticate;           // likewise
    std::optional<std::string> content_range; // as it came; the last one wins
    std::optional<std::uint64_t> content_length;
    bool has_bad_length = false;      // no number, too large, or two that differ
    bool has_bad_range = false;       // two fields Content-Range that differ
    bool is_encoded = false;          // Content-Encoding says that the bytes are not the content itself
    bool is_transfer_encoded = false; // Transfer-Encoding says so
    bool is_http_1 = false;
    bool is_multiplexed = false; // HTTP/2 or newer
    bool is_chunked = false;
    bool accepts_ranges = false; // as it says
    bool is_multipart = false;   // several parts in one body
    bool has_odd_end = false; // the blank line has a carriage return too many: libcurl and others may find it elsewhere
    bool is_complete = false; // the blank line has come

    // Takes a line with or without its line feed. The first one is a status line, and so is the first one after a head
    // that was not final; a line that begins with a blank continues the one before, so that a field counts when the
    // next line has come; lines after the blank one of a final head are trailers and change nothing.
    void take(std::string_view line);

    // An ETag that promises the same bytes, not just the same meaning; empty when there is none.
    std::string strong_etag() const
    {
        return is_strong_etag(etag) ? etag : std::string();
    }

    // Of the body, if it is told: what comes in chunks tells it by them alone.
    std::optional<std::uint64_t> length() const noexcept
    {
        return is_chunked ? std::nullopt : content_length;
    }

    // Nothing but the end of the connection ends the body.
    bool is_ended_by_closing() const noexcept
    {
        return is_http_1 && !is_chunked && !content_length;
    }

private:
    void take_field(std::string_view name, std::string_view value);

    void take_pending();

    // A validator, and another one that stands behind it.
    static std::string both(const std::string& before, std::string_view value);

    static void append(std::string& list, std::string_view value);

    std::string m_pending;    // a field that may go on in the next line
    bool m_is_folded = false; // it has gone on
    bool m_has_begun = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/response_head.ipp>
#endif
