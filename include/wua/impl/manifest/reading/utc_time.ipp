// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/manifest/reading/utc_time.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/manifest/reading/utc_time.hpp>

#include <algorithm>
#include <cstddef>

namespace wua::detail
{

WUA_COLD std::optional<std::chrono::sys_seconds> parse_utc_time(std::string_view text)
{
    constexpr std::string_view form = "dddd-dd-ddTdd:dd:dd";
    for (std::size_t i = 0; i != form.size(); ++i)
    {
        if (i >= text.size() || (form[i] == 'd' ? !is_digit(text[i]) : text[i] != form[i]))
        {
            return std::nullopt;
        }
    }
    const auto number = [&](std::size_t at, std::size_t length) {
        return static_cast<int>(*parse_decimal(text.substr(at, length)));
    };
    std::string_view rest = text.substr(form.size());
    if (rest.starts_with('.'))
    {
        const std::size_t end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
        rest.remove_prefix(end > 1 ? end : 0);
    }
    const std::chrono::year_month_day day(
        std::chrono::year(number(0, 4)), std::chrono::month(static_cast<unsigned>(number(5, 2))),
        std::chrono::day(static_cast<unsigned>(number(8, 2))));
    const int hour = number(11, 2);
    const int minute = number(14, 2);
    const int second = number(17, 2);
    if (rest != "Z" || !day.ok() || hour > 23 || minute > 59 || second > 60)
    {
        return std::nullopt;
    }
    return std::chrono::sys_days(day) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second);
}

WUA_COLD std::string utc_text(std::chrono::sys_seconds time)
{
    const auto days = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day day(days);
    const auto seconds = static_cast<unsigned>((time - days).count());
    std::string text;
    const auto put = [&](unsigned number, std::size_t width, const char* end) {
        const std::string digits = std::to_string(number);
        text.append(width - std::min(width, digits.size()), '0').append(digits).append(end);
    };
    put(static_cast<unsigned>(static_cast<int>(day.year())), 4, "-");
    put(static_cast<unsigned>(day.month()), 2, "-");
    put(static_cast<unsigned>(day.day()), 2, "T");
    put(seconds / 3600, 2, ":");
    put(seconds / 60 % 60, 2, ":");
    put(seconds % 60, 2, "Z");
    return text;
}

} // namespace wua::detail
