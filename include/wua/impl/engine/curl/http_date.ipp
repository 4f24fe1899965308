// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/http_date.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/curl/http_date.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace wua::detail
{

WUA_COLD bool has_strong_date(const response_head& head)
{
    const std::time_t changed = head.last_modified.empty() ? -1 : curl_getdate(head.last_modified.c_str(), nullptr);
    const std::time_t sent = head.date.empty() ? std::time(nullptr) : curl_getdate(head.date.c_str(), nullptr);
    constexpr std::time_t min_age = 60;
    return changed > 0 && sent > 0 && sent - changed >= min_age;
}

WUA_COLD std::chrono::seconds retry_after(const response_head& head)
{
    constexpr std::uint64_t max_seconds = 100ULL * 366 * 24 * 3600;
    if (const std::optional<std::uint64_t> seconds = parse_decimal(head.retry_after))
    {
        return std::chrono::seconds(std::min(*seconds, max_seconds));
    }
    constexpr std::string_view digits = "0123456789";
    if (!head.retry_after.empty() && head.retry_after.find_first_not_of(digits) == std::string::npos)
    {
        return std::chrono::seconds(max_seconds); // the number is too large to parse
    }
    const std::time_t then = head.retry_after.empty() ? -1 : curl_getdate(head.retry_after.c_str(), nullptr);
    const std::time_t sent = head.date.empty() ? -1 : curl_getdate(head.date.c_str(), nullptr);
    const std::time_t now = sent > 0 ? sent : std::time(nullptr);
    return std::chrono::seconds(then > now ? std::min(static_cast<std::uint64_t>(then - now), max_seconds) : 0);
}

} // namespace wua::detail
