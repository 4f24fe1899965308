// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/text/time_span.hpp>.

#include <wua/text/time_span.hpp>

#include <cstdint>

namespace wua
{

WUA_INLINE std::string as_clock(time_span span)
{
    if (!span.length || span.length->count() < 0)
    {
        return "?";
    }
    const std::int64_t seconds = span.length->count();
    const std::int64_t minutes = seconds / 60;
    const auto two_digits = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    const std::string minutes_text =
        minutes < 60 ? std::to_string(minutes) : std::to_string(minutes / 60) + ':' + two_digits(minutes % 60);
    return minutes_text + ':' + two_digits(seconds % 60);
}

WUA_INLINE std::string to_text(time_span span)
{
    const bool is_short = span.length && span.length->count() >= 0 && span.length->count() < 60;
    return is_short ? std::to_string(span.length->count()) + " s" : as_clock(span);
}

} // namespace wua
