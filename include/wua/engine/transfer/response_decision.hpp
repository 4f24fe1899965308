// SPDX-License-Identifier: MIT
#pragma once

// What the head of an answer means for a download, given what is stored and what was asked for.

#include <wua/engine/transfer/content_range.hpp>
#include <wua/engine/curl/curl_errors.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/engine/transfer/response_head.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wua
{

// A request, and what is known of the content.
struct content_request
{
    // The first byte that was asked for: as many are stored.
    std::uint64_t offset = 0;

    // The size that the update names; and the best that is known, from the update or an earlier answer.
    std::optional<std::uint64_t> size;
    std::optional<std::uint64_t> total;

    // The strong ETag of the bytes that are stored, if they came from this URL.
    std::string etag;

    bool has_digest = false;
    bool is_secure = false;
};

struct response_decision
{
    enum class kind : std::uint8_t
    {
        content,             // its bytes follow, from `first` on
        redirect,            // to where libcurl says
        complete_already,    // there is nothing more than what is stored
        failure,             // a small body is worth reading to its end, for the connection's sake
        failure_with_no_end, // the body is not worth reading
    };

    kind what = kind::content;
    std::uint64_t first = 0;
    std::optional<std::uint64_t> total; // of the whole content, if it is known now
    std::optional<fetch_failure> why;   // of the failures; its detail lacks the URL
    bool has_no_ranges = false;         // the server cannot be asked for a part again

    // The content is to be stored from its beginning, although something was asked to be continued.
    bool starts_anew(const content_request& request) const noexcept
    {
        return what == kind::content && first == 0 && request.offset != 0;
    }
};

namespace detail
{

// An answer that breaks the rules of HTTP, or those of this engine.
inline fetch_failure unusable_answer(int status, std::string_view what, remedy how = remedy::other_mirror)
{
    return {outcome::failed(wu_e_pt_invalid_format, {"http", status}, std::string(what)), how};
}

inline response_decision refused(fetch_failure why)
{
    response_decision decision;
    decision.what = response_decision::kind::failure_with_no_end;
    decision.why = std::move(why);
    return decision;
}

inline response_decision decide_on_content(const response_head& head, const content_request& request, std::uint64_t first,
                                      std::optional<std::uint64_t> total)
{
    if (head.is_encoded)
    {
        return refused(unusable_answer(head.status, "the content is encoded, which nobody asked for", remedy::retry));
    }
    if (head.has_bad_length)
    {
        return refused(unusable_answer(head.status, "the Content-Length makes no sense"));
    }
    if (request.is_secure && head.is_ended_by_closing() && !request.size && !request.has_digest)
    {
        // Anybody on the way can close a connection, and libcurl does not tell how one ended.
        return refused(unusable_answer(head.status, "nothing tells where the content ends", remedy::retry));
    }
    if (total && request.size && *total != *request.size)
    {
        return refused({outcome::failed(size_differs, {"http", head.status},
                                        "the server has " + std::to_string(*total) + " bytes, not " +
                                            std::to_string(*request.size)),
                        remedy::retry, true, true});
    }
    response_decision decision;
    decision.first = first;
    // What was known of other bytes is forgotten with them.
    const std::optional<std::uint64_t> known = first == 0 && request.offset != 0 ? std::nullopt : request.total;
    decision.total = request.size ? request.size : total ? total : known;
    return decision;
}

inline response_decision decide_on_part(const response_head& head, const content_request& request)
{
    if (request.offset == 0)
    {
        return refused(unusable_answer(head.status, "a part was sent where the whole was asked for", remedy::retry));
    }
    const auto range = head.content_range ? content_range::from_text(*head.content_range) : std::nullopt;
    const std::string etag = head.strong_etag();
    if (!range || range->first != request.offset ||
        (range->total && request.total && *range->total != *request.total) ||
        (head.content_length && *head.content_length != *range->last - *range->first + 1) ||
        (!etag.empty() && !request.etag.empty() && etag != request.etag))
    {
        response_decision decision =
            refused(unusable_answer(head.status, "another part was sent than was asked for", remedy::retry));
        decision.why->keeps_bytes = false;
        decision.has_no_ranges = true;
        return decision;
    }
    return decide_on_content(head, request, request.offset, range->total ? range->total : request.total);
}

inline response_decision decide_on_unsatisfied(const response_head& head, const content_request& request)
{
    response_decision decision;
    if (request.offset != 0)
    {
        const auto range = head.content_range ? content_range::from_text(*head.content_range) : std::nullopt;
        if (range && !range->first && range->total == request.offset &&
            (!request.total || *request.total == request.offset))
        {
            decision.what = response_decision::kind::complete_already;
            return decision;
        }
        decision.why = failure_of_http(head.status, "the content is not what it was");
        decision.why->remedy = remedy::retry;
        decision.why->keeps_bytes = false;
        decision.has_no_ranges = true;
    }
    else
    {
        decision.why = failure_of_http(head.status, "HTTP status 416");
    }
    decision.what = response_decision::kind::failure;
    return decision;
}

} // namespace detail

// A file:// URL has no head; `total` is the size of the file, if that is known.
inline response_decision decide_on_local_file(std::optional<std::uint64_t> total, const content_request& request)
{
    return detail::decide_on_content({}, request, 0, total);
}

// Of a final head, whose status is 200 or more.
inline response_decision decide_on_response(const response_head& head, const content_request& request)
{
    response_decision decision;
    switch (head.status)
    {
        case 301:
        case 302:
        case 303:
        case 307:
        case 308:
            if (head.has_location)
            {
                decision.what = response_decision::kind::redirect;
                return decision;
            }
            break;
        case 200:
            return detail::decide_on_content(head, request, 0, head.content_length);
        case 206:
            return detail::decide_on_part(head, request);
        case 416:
            return detail::decide_on_unsatisfied(head, request);
        default:
            break;
    }
    decision.what = response_decision::kind::failure;
    decision.why = failure_of_http(head.status, "HTTP status " + std::to_string(head.status));
    return decision;
}

} // namespace wua
