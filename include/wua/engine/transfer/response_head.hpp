// SPDX-License-Identifier: MIT
#pragma once

// The parts of an HTTP response's head that a download needs, parsed from its lines.

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
    std::string etag;          // two different ones are joined by a comma, which matches no ETag
    std::string last_modified; // likewise two different dates
    std::string date;
    std::string location;                     // the first one; empty if there is none
    std::string retry_after;                  // seconds or a date, as received
    std::string authenticate;                 // WWW-Authenticate, all of them joined by commas
    std::string proxy_authenticate;           // likewise
    std::optional<std::string> content_range; // as received; the last one wins
    std::optional<std::uint64_t> content_length;
    bool has_bad_length = false;      // not a number, too large, or two different ones
    bool has_bad_range = false;       // two different Content-Range fields
    bool is_encoded = false;          // Content-Encoding says that the bytes are not the content itself
    bool is_transfer_encoded = false; // Transfer-Encoding says so
    bool is_http_1 = false;
    bool is_multiplexed = false; // HTTP/2 or newer
    bool is_chunked = false;
    bool accepts_ranges = false; // as stated by the server
    bool is_multipart = false;   // several parts in one body
    bool has_odd_end = false; // the blank line has an extra carriage return: libcurl and others may find it elsewhere
    bool is_complete = false; // the blank line has come

    // Takes a line with or without its line feed. The first one is a status line, as is the first one after a head that
    // was not final. A line that begins with a blank continues the one before, so a field takes effect only with the
    // next line. Lines after the blank line of a final head are trailers and are ignored.
    void take(std::string_view line);

    // An ETag that guarantees the same bytes, not just the same meaning; empty when there is none.
    std::string strong_etag() const
    {
        return is_strong_etag(etag) ? etag : std::string();
    }

    // The length of the body, if stated; a chunked body states it only through its chunks.
    std::optional<std::uint64_t> length() const noexcept
    {
        return is_chunked ? std::nullopt : content_length;
    }

    // The body ends only when the connection is closed.
    bool is_ended_by_closing() const noexcept
    {
        return is_http_1 && !is_chunked && !content_length;
    }

private:
    void take_field(std::string_view name, std::string_view value);

    void take_pending();

    // A validator, followed by another one.
    static std::string both(const std::string& before, std::string_view value);

    static void append(std::string& list, std::string_view value);

    std::string m_pending;    // a field that the next line may continue
    bool m_is_folded = false; // it has been continued
    bool m_has_begun = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/response_head.ipp>
#endif
