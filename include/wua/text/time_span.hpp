// SPDX-License-Identifier: MIT
#pragma once

// A length of time that may not be known, such as the time left.

#include <wua/text/formatter.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace wua
{

// {}: "42 s", "1:05", "1:02:03", and "?" for one that is not known or is negative.
// {:c}: as a clock that keeps its shape while it runs down: "0:42", "1:05", "1:02:03".
struct time_span
{
    std::optional<std::chrono::seconds> length;

    bool operator==(const time_span&) const = default;
};

inline std::string as_clock(time_span span)
{
    if (!span.length || *span.length < std::chrono::seconds(0))
    {
        return "?";
    }
    const auto seconds = span.length->count();
    constexpr auto hour = 3600;
    return seconds < hour ? fmt::format("{}:{:02}", seconds / 60, seconds % 60)
                          : fmt::format("{}:{:02}:{:02}", seconds / hour, seconds / 60 % 60, seconds % 60);
}

inline std::string to_text(time_span span)
{
    const bool is_short = span.length && span.length->count() >= 0 && span.length->count() < 60;
    return is_short ? fmt::format("{} s", span.length->count()) : as_clock(span);
}

} // namespace wua

template <>
struct fmt::formatter<wua::time_span> : wua::detail::two_form_formatter<'c'>
{
    template <class Context>
    auto format(wua::time_span span, Context& context) const
    {
        return this->write(this->m_is_second ? wua::as_clock(span) : wua::to_text(span), context);
    }
};
