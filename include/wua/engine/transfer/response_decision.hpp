// SPDX-License-Identifier: MIT
#pragma once

// What the head of a response means for a download, given what is stored and what was requested.

#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/transfer/response_head.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace wua::detail
{

// A request, and what is known about the content.
struct content_request
{
    // The first byte requested; and, if others have or fetch what follows, the byte after the last.
    std::uint64_t offset = 0;
    std::optional<std::uint64_t> end{};

    // If false, the whole content was requested.
    bool is_for_part() const noexcept
    {
        return offset != 0 || end;
    }

    // The size that the update states; then the best known one, from the update or an earlier response.
    std::optional<std::uint64_t> size;
    std::optional<std::uint64_t> total;

    // The validators of the stored bytes, if they came from this URL. The date may be too recent to prove anything.
    std::string etag{};
    std::string last_modified{};
    bool is_date_strong = false;

    bool has_digest = false;
    bool is_secure = false;

    // The condition of the request, if it has one: any content but this.
    std::string known_etag{};
    std::string known_last_modified{};

    bool is_conditional() const noexcept
    {
        return !known_etag.empty() || !known_last_modified.empty();
    }
};

struct response_decision
{
    enum class kind : std::uint8_t
    {
        content,          // its bytes follow, starting at `first`
        redirect,         // to where libcurl says
        already_complete, // there is nothing beyond what is stored
        not_modified,     // the server has no other content than the request mentions
        other_version,    // over HTTP/1.1 the response would say where the content ends
        failure,          // a small body is read to its end, so that the connection can be reused
        refusal,          // a failure whose body is not worth reading
    };

    kind what = kind::content;
    std::uint64_t first = 0;
    bool is_part = false;                   // otherwise the whole
    std::optional<std::uint64_t> total{};   // of the whole content, if it is now known
    std::optional<std::uint64_t> end{};     // of the part, if no digest decides: bytes beyond it could be anything
    std::optional<fetch_failure> failure{}; // its detail lacks the URL
    bool rejects_ranges = false;            // the server must not be asked for a range again
    bool rejects_condition = false;         // the server must not be asked with a condition again
    bool is_open_part = false;              // a part that does not state whether the content ends with it
};

inline response_decision refuse(fetch_failure&& failure)
{
    return {.what = response_decision::kind::refusal, .failure = std::move(failure)};
}

response_decision decide_on_content(const response_head& head, const content_request& request, std::uint64_t first,
                                    std::optional<std::uint64_t> total);

// True when the response has other content than what is stored.
bool contradicts(const response_head& head, const content_request& request);

// True when the response has the same content, as far as its server can be believed.
bool proves_sameness(const response_head& head, const content_request& request);

// The server cannot be asked for a range.
response_decision refuse_part(const response_head& head, std::string detail);

response_decision decide_on_whole(const response_head& head, const content_request& request);

response_decision decide_on_part(const response_head& head, const content_request& request);

response_decision decide_on_unsatisfied(const response_head& head, const content_request& request);

// A 304 or 412 response to a request with a condition.
response_decision decide_on_condition(const response_head& head, const content_request& request);

// A file:// URL has no head; `total` is the size of the file, if known.
inline response_decision decide_on_local_file(std::optional<std::uint64_t> total, const content_request& request)
{
    return decide_on_content({}, request, 0, total);
}

// Takes a final head, whose status is 200 or more.
response_decision decide_on_response(const response_head& head, const content_request& request);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/response_decision.ipp>
#endif
