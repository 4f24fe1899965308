// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/response_decision.hpp>.

#include <wua/engine/transfer/content_range.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/engine/transfer/response_decision.hpp>

namespace wua::detail
{

WUA_INLINE response_decision decide_on_content(const response_head& head, const content_request& request,
                                               std::uint64_t first, std::optional<std::uint64_t> total)
{
    if (head.is_encoded)
    {
        return refuse(unusable_response(head.status, "the content is encoded, which nobody asked for", remedy::retry));
    }
    if (head.has_bad_length)
    {
        return refuse(unusable_response(head.status, "the Content-Length makes no sense"));
    }
    if (request.is_secure && head.is_ended_by_closing() && !request.size && !request.has_digest)
    {
        // Anybody on the way can close a connection, and libcurl does not tell how one ended.
        return refuse(unusable_response(head.status, "nothing tells where the content ends", remedy::retry));
    }
    if (total && request.size && *total != *request.size)
    {
        const std::string detail =
            joined({"the server has ", std::to_string(*total), " bytes, not ", std::to_string(*request.size)});
        return refuse(
            {.result = outcome::failed(size_differs, {"http", head.status}, detail), .is_wrong_content = true});
    }
    // A whole that comes instead of a part is other content: the earlier total says nothing about it.
    const bool is_other_content = first == 0 && request.offset != 0;
    const std::optional<std::uint64_t> known = is_other_content ? std::nullopt : request.total;
    return {.first = first, .total = request.size ? request.size : total ? total : known};
}

WUA_INLINE response_decision decide_on_part(const response_head& head, const content_request& request)
{
    if (request.offset == 0)
    {
        return refuse(unusable_response(head.status, "a part was sent where the whole was asked for", remedy::retry));
    }
    const auto range = head.content_range ? content_range::from_text(*head.content_range) : std::nullopt;
    const std::string etag = head.strong_etag();
    if (!range || range->first != request.offset ||
        (range->total && request.total && *range->total != *request.total) ||
        (head.content_length && *head.content_length != *range->last - *range->first + 1) ||
        (!etag.empty() && !request.etag.empty() && etag != request.etag))
    {
        response_decision decision =
            refuse(unusable_response(head.status, "another part was sent than was asked for", remedy::retry));
        decision.failure->keeps_bytes = false;
        decision.rejects_ranges = true;
        return decision;
    }
    return decide_on_content(head, request, request.offset, range->total ? range->total : request.total);
}

WUA_INLINE response_decision decide_on_unsatisfied(const response_head& head, const content_request& request)
{
    using kind = response_decision::kind;
    if (request.offset == 0)
    {
        return {.what = kind::failure, .failure = failure_of_http(head.status, "HTTP status 416")};
    }
    const auto range = head.content_range ? content_range::from_text(*head.content_range) : std::nullopt;
    if (range && !range->first && range->total == request.offset &&
        (!request.total || *request.total == request.offset))
    {
        return {.what = kind::already_complete};
    }
    response_decision decision{.what = kind::failure,
                               .failure = failure_of_http(head.status, "the content is not what it was"),
                               .rejects_ranges = true};
    decision.failure->remedy = remedy::retry;
    decision.failure->keeps_bytes = false;
    return decision;
}

WUA_INLINE response_decision decide_on_response(const response_head& head, const content_request& request)
{
    switch (head.status)
    {
        case 301:
        case 302:
        case 303:
        case 307:
        case 308:
            if (head.has_location)
            {
                return {.what = response_decision::kind::redirect};
            }
            break;
        case 200:
            return decide_on_content(head, request, 0, head.content_length);
        case 206:
            return decide_on_part(head, request);
        case 416:
            return decide_on_unsatisfied(head, request);
        default:
            break;
    }
    return {.what = response_decision::kind::failure,
            .failure = failure_of_http(head.status, joined({"HTTP status ", std::to_string(head.status)}))};
}

} // namespace wua::detail
