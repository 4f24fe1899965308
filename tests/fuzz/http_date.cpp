// SPDX-License-Identifier: MIT
// needs: libcurl
// Dates in heads: what Retry-After asks for must be a possible wait, and the age of content must not overflow.

#include "fuzz.hpp"
#include <wua/engine/curl/http_date.hpp>

#include <chrono>
#include <string>

FUZZ_TARGET(http_date)
{
    fuzz::input input(data, size);
    wua::detail::response_head head;
    head.retry_after = input.take_text();
    head.date = input.take_text();
    head.last_modified = input.take_text();
    const std::chrono::seconds wait = wua::detail::retry_after(head);
    constexpr std::chrono::hours century(100 * 366 * 24);
    fuzz::require(wait.count() >= 0 && wait <= century, "a wait is between none and a century", head.retry_after);
    const bool is_strong = wua::detail::has_strong_date(head);
    fuzz::require(!is_strong || !head.last_modified.empty(), "what has no date has no strong one");
    head.date = head.last_modified;
    fuzz::require(head.date.empty() || !wua::detail::has_strong_date(head),
                  "what changes in the moment of the answer may change again", head.last_modified);
    return 0;
}
