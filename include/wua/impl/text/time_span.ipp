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
    return minutes < 60 ? fmt::format("{}:{:02}", minutes, seconds % 60)
                        : fmt::format("{}:{:02}:{:02}", minutes / 60, minutes % 60, seconds % 60);
}

WUA_INLINE time_span coarse(time_span guess)
{
    constexpr std::chrono::seconds max_shown = std::chrono::hours(1'000'000);
    if (!guess.length || guess.length->count() <= 60 || *guess.length > max_shown)
    {
        return guess;
    }
    const std::int64_t seconds = guess.length->count();
    const std::int64_t step = seconds < 600 ? 10 : seconds < 3600 ? 60 : 300;
    const std::int64_t past = seconds % step;
    return {std::chrono::seconds(past * 2 < step ? seconds - past : seconds - past + step)};
}

WUA_INLINE std::string to_text(time_span span)
{
    const bool is_short = span.length && span.length->count() >= 0 && span.length->count() < 60;
    return is_short ? std::to_string(span.length->count()) + " s" : as_clock(span);
}

} // namespace wua
