// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/response_decision.hpp>.

#include <wua/engine/transfer/content_condition.hpp>
#include <wua/engine/transfer/content_range.hpp>
#include <wua/engine/transfer/http_errors.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/engine/transfer/response_decision.hpp>

namespace wua::detail
{

WUA_COLD response_decision decide_on_content(const response_head& head, const content_request& request,
                                             std::uint64_t first, std::optional<std::uint64_t> total)
{
    // Servers label archives as encoded although the content is meant as it is; the digest decides.
    if (head.is_transfer_encoded || (head.is_encoded && !request.has_digest))
    {
        return refuse(unusable_response(head.status, "the content is encoded, which was not requested", remedy::retry));
    }
    if (head.has_odd_end && !request.has_digest)
    {
        return refuse(unusable_response(head.status, "nothing tells where the content begins", remedy::retry));
    }
    if (head.has_bad_length && !head.is_chunked)
    {
        return refuse(unusable_response(head.status, "the Content-Length makes no sense", remedy::retry));
    }
    if (request.is_secure && head.is_ended_by_closing() && !request.size && !request.has_digest)
    {
        // Anybody on the way can close a connection, and libcurl does not tell whether TLS ended it properly.
        return refuse(unusable_response(head.status, "nothing tells where the content ends", remedy::retry));
    }
    if (total && request.size && *total != *request.size)
    {
        const std::string detail = joined({"the server has ", *total, " bytes, not ", *request.size});
        response_decision decision =
            refuse({.result = outcome::failed(size_differs, {"http", head.status}, detail), .is_wrong_content = true});
        decision.rejects_ranges = first == 0 && request.is_for_part(); // perhaps a page in place of an error
        return decision;
    }
    // A whole that comes instead of a part is different content, so the earlier total does not apply to it.
    const bool is_other_content = first == 0 && request.offset != 0;
    const std::optional<std::uint64_t> known = is_other_content ? std::nullopt : request.total;
    const std::optional<std::uint64_t> expected = request.size ? request.size : total ? total : known;
    if (head.is_multiplexed && !expected && !request.has_digest)
    {
        // Libcurl takes a stream that was reset for a complete one; HTTP/1.1 does not have this problem.
        return {.what = response_decision::kind::other_version};
    }
    return {.first = first, .total = expected};
}

WUA_COLD bool contradicts(const response_head& head, const content_request& request)
{
    const auto differ = [](const std::string& a, const std::string& b) { return !a.empty() && !b.empty() && a != b; };
    return differ(head.etag, request.etag) || differ(head.last_modified, request.last_modified);
}

WUA_COLD bool proves_sameness(const response_head& head, const content_request& request)
{
    return (is_strong_etag(request.etag) && head.etag == request.etag) ||
           (request.is_date_strong && !request.last_modified.empty() && head.last_modified == request.last_modified);
}

WUA_COLD response_decision refuse_part(const response_head& head, std::string detail)
{
    response_decision decision = refuse(unusable_response(head.status, std::move(detail), remedy::retry));
    decision.failure->keeps_bytes = false;
    decision.rejects_ranges = true;
    return decision;
}

WUA_COLD response_decision decide_on_whole(const response_head& head, const content_request& request)
{
    const auto range = head.content_range ? content_range::from_text(*head.content_range) : std::nullopt;
    if (range && range->first && (*range->first != 0 || (range->total && *range->last + 1 != *range->total)))
    {
        return refuse_part(head, "a part was sent as if it were the whole");
    }
    const std::optional<std::uint64_t> told = range && !request.has_digest ? range->total : std::nullopt;
    if (!request.has_digest &&
        (head.is_multipart || head.has_bad_range || (told && head.length() && *told != *head.length())))
    {
        return refuse_part(head, "what was sent as the whole contradicts itself");
    }
    if (request.is_for_part() && request.total && head.length() && *head.length() != *request.total &&
        proves_sameness(head, request))
    {
        return refuse_part(head, "the same content was sent with another length");
    }
    return decide_on_content(head, request, 0, head.length() ? head.length() : told);
}

WUA_COLD response_decision decide_on_part(const response_head& head, const content_request& request)
{
    if (!request.is_for_part())
    {
        return refuse(unusable_response(head.status, "a part was sent where the whole was asked for", remedy::retry));
    }
    const auto range = head.content_range ? content_range::from_text(*head.content_range) : std::nullopt;
    if (!range || head.has_bad_range || head.is_multipart || range->first != request.offset ||
        (range->total && request.total && *range->total != *request.total) ||
        (request.total && *range->last >= *request.total) ||
        (head.length() && *head.length() != *range->last - *range->first + 1))
    {
        return refuse_part(head, "another part was sent than was asked for");
    }
    if (contradicts(head, request))
    {
        return refuse_part(head, "a part of other content was sent");
    }
    if (!request.has_digest && !proves_sameness(head, request))
    {
        return refuse_part(head, "nothing tells whether the part is of the same content");
    }
    response_decision decision =
        decide_on_content(head, request, request.offset, range->total ? range->total : request.total);
    decision.is_part = true;
    decision.is_open_part = !decision.total;
    decision.end = request.has_digest ? std::nullopt : std::optional(*range->last + 1);
    return decision;
}

WUA_COLD response_decision decide_on_unsatisfied(const response_head& head, const content_request& request)
{
    using kind = response_decision::kind;
    if (!request.is_for_part())
    {
        return {.what = kind::failure, .failure = failure_of_http(head.status, "HTTP status 416")};
    }
    const auto range = head.content_range ? content_range::from_text(*head.content_range) : std::nullopt;
    // Without a known length, different content may happen to be as long as what is stored.
    const bool is_same = request.has_digest || request.total || proves_sameness(head, request);
    if (range && !range->first && range->total == request.offset && is_same &&
        (!request.total || *request.total == request.offset) && !head.has_bad_range && !contradicts(head, request))
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

WUA_COLD response_decision decide_on_condition(const response_head& head, const content_request& request)
{
    // A weak ETag satisfies a condition, too (RFC 9110, 13.1.2); dates count only where there are no ETags.
    const bool has_etags = !head.etag.empty() && !request.known_etag.empty();
    const bool has_dates = !head.last_modified.empty() && !request.known_last_modified.empty();
    const bool is_other = has_etags ? !is_same_etag(head.etag, request.known_etag)
                                    : has_dates && head.last_modified != request.known_last_modified;
    if (head.status == 304 && !is_other)
    {
        return {.what = response_decision::kind::not_modified};
    }
    const char* const detail = head.status == 304 ? "the version that is not modified is another than the known one"
                                                  : "the server knows no such condition";
    return {.what = response_decision::kind::failure,
            .failure = unusable_response(head.status, detail, remedy::retry),
            .rejects_condition = true};
}

WUA_COLD response_decision decide_on_response(const response_head& head, const content_request& request)
{
    switch (head.status)
    {
        case 301:
        case 302:
        case 303:
        case 307:
        case 308:
            if (!head.location.empty())
            {
                return {.what = response_decision::kind::redirect};
            }
            return {
                .what = response_decision::kind::failure,
                .failure = failure_of_http(head.status, joined({"HTTP status ", head.status, " without a Location"}))};
        case 200:
            return decide_on_whole(head, request);
        case 206:
            return decide_on_part(head, request);
        case 416:
            return decide_on_unsatisfied(head, request);
        case 304:
        case 412:
            if (request.is_conditional())
            {
                return decide_on_condition(head, request);
            }
            break;
        default:
            if (request.has_digest &&
                (head.status == 203 || (head.status > 208 && head.status < 300 && head.status != 226)))
            {
                return decide_on_whole(head, request); // modified by a proxy, or an unknown success: the digest decides
            }
            break;
    }
    return {.what = response_decision::kind::failure,
            .failure = failure_of_http(head.status, joined({"HTTP status ", head.status}))};
}

} // namespace wua::detail
