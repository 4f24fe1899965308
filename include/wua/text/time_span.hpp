// SPDX-License-Identifier: MIT
#pragma once

// A length of time that may not be known, such as the time left.

#include <wua/text/formatter.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace wua
{

/// {}: "42 s", "1:05", "1:02:03", and "?" for one that is not known or is negative.
/// {:c}: as a clock, whose shape stays the same while it runs down: "0:42", "1:05", "1:02:03".
struct time_span
{
    std::optional<std::chrono::seconds> length;

    bool operator==(const time_span&) const = default;
};

/// The form of {:c}.
inline std::string as_clock(time_span span)
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

inline std::string to_text(time_span span)
{
    const bool is_short = span.length && span.length->count() >= 0 && span.length->count() < 60;
    return is_short ? std::to_string(span.length->count()) + " s" : as_clock(span);
}

} // namespace wua

template <>
struct fmt::formatter<wua::time_span> : wua::detail::two_form_formatter<'c'>
{
    template <class Context>
    auto format(wua::time_span span, Context& context) const
    {
        return this->write(this->m_is_alternate ? wua::as_clock(span) : wua::to_text(span), context);
    }
};
