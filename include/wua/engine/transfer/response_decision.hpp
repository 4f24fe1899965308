// SPDX-License-Identifier: MIT
#pragma once

// What the head of a response means for a download, given what is stored and what was asked for.

#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/transfer/response_head.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace wua::detail
{

// A request, and what is known of the content.
struct content_request
{
    // The first byte that was asked for; and, where others have what follows, or fetch it, the one after the last.
    std::uint64_t offset = 0;
    std::optional<std::uint64_t> end{};

    // Else the whole was.
    bool is_for_part() const noexcept
    {
        return offset != 0 || end;
    }

    // The size that the update names; and the best that is known, from the update or an earlier response.
    std::optional<std::uint64_t> size;
    std::optional<std::uint64_t> total;

    // What the server said of the bytes that are stored, if they came from this URL. The date may be too young to stand
    // for the bytes.
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
        content,          // its bytes follow, from `first` on
        redirect,         // to where libcurl says
        already_complete, // there is nothing beyond what is stored
        not_modified,     // the server has no other content than the request speaks of
        other_version,    // by HTTP/1.1 it would be told where the content ends
        failure,          // a small body is read to its end, so that the connection can be used again
        refusal,          // a failure whose body is not worth reading
    };

    kind what = kind::content;
    std::uint64_t first = 0;
    bool is_part = false;                   // else the whole
    std::optional<std::uint64_t> total{};   // of the whole content, if it is known now
    std::optional<std::uint64_t> end{};     // of the part, if no digest decides: bytes beyond it are of who knows what
    std::optional<fetch_failure> failure{}; // its detail lacks the URL
    bool rejects_ranges = false;            // the server cannot be asked for a part again
    bool rejects_condition = false;         // the server cannot be asked with one again
    bool is_open_part = false;              // a part that does not say whether the content ends with it
};

inline response_decision refuse(fetch_failure&& failure)
{
    return {.what = response_decision::kind::refusal, .failure = std::move(failure)};
}

response_decision decide_on_content(const response_head& head, const content_request& request, std::uint64_t first,
                                    std::optional<std::uint64_t> total);

// True when the response is of other content than what is stored.
bool contradicts(const response_head& head, const content_request& request);

// True when the response is of the same content, as far as its server can be believed.
bool proves_sameness(const response_head& head, const content_request& request);

// The server cannot be asked for a part.
response_decision refuse_part(const response_head& head, std::string detail);

response_decision decide_on_whole(const response_head& head, const content_request& request);

response_decision decide_on_part(const response_head& head, const content_request& request);

response_decision decide_on_unsatisfied(const response_head& head, const content_request& request);

// 304 or 412, to a request with a condition.
response_decision decide_on_condition(const response_head& head, const content_request& request);

// A file:// URL has no head; `total` is the size of the file, if that is known.
inline response_decision decide_on_local_file(std::optional<std::uint64_t> total, const content_request& request)
{
    return decide_on_content({}, request, 0, total);
}

// Of a final head, whose status is 200 or more.
response_decision decide_on_response(const response_head& head, const content_request& request);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/response_decision.ipp>
#endif
