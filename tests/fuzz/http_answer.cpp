// SPDX-License-Identifier: MIT
// The head of a response, line by line, and its Content-Range.

#include "fuzz.hpp"
#include <wua/engine/transfer/content_range.hpp>
#include <wua/engine/transfer/response_head.hpp>

#include <optional>
#include <string>

FUZZ_TARGET(http_answer)
{
    std::string_view left = fuzz::text_of(data, size);
    wua::detail::response_head head;
    while (!left.empty())
    {
        const std::size_t end = left.find('\n');
        const std::string_view line = left.substr(0, end);
        left.remove_prefix(end == std::string_view::npos ? left.size() : end + 1);
        const bool was_final = head.is_complete && head.status >= 200;
        const std::string etag = head.etag;
        head.take(line);
        fuzz::require(head.status >= 0 && head.status <= 999, "a status has three digits", line);
        fuzz::require(!was_final || (head.is_complete && head.etag == etag), "a trailer changes nothing", line);
        fuzz::require(!head.content_length || !head.has_bad_length || !head.is_ended_by_closing(),
                      "a stated length ends the body", line);
        const std::string strong = head.strong_etag();
        fuzz::require(strong.empty() || (strong == head.etag && strong.front() == '"' && strong.back() == '"'),
                      "a strong entity tag is quoted", strong);
        const auto range =
            wua::detail::content_range::from_text(head.content_range ? *head.content_range : std::string(line));
        if (range)
        {
            fuzz::require(range->first.has_value() == range->last.has_value(), "a range has two ends", line);
            fuzz::require(!range->first || *range->first <= *range->last, "a range goes forward", line);
            fuzz::require(!range->first || !range->total || *range->last < *range->total, "a range is inside", line);
            fuzz::require(range->first || range->total, "a range says something", line);
        }
    }
    return 0;
}
