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

WUA_INLINE std::string to_text(time_span span)
{
    const bool is_short = span.length && span.length->count() >= 0 && span.length->count() < 60;
    return is_short ? std::to_string(span.length->count()) + " s" : as_clock(span);
}

} // namespace wua
