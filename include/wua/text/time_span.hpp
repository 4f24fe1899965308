// SPDX-License-Identifier: MIT
#pragma once

// A length of time that may be unknown, such as the time left.

#include <wua/separate_compilation.hpp>
#include <wua/text/formatter.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace wua
{

/// {}: "42 s", "1:05", "1:02:03"; "?" if unknown or negative. {:c}: as a clock, whose shape stays the same while it
/// runs down: "0:42", "1:05", "1:02:03".
struct time_span
{
    std::optional<std::chrono::seconds> length;

    bool operator==(const time_span&) const = default;
};

/// The form of {:c}.
std::string as_clock(time_span span);

/// Rounded to steps that suit an estimate of the time left: seconds below a minute, then 10 s, minutes from ten minutes
/// on, 5 minutes from an hour on.
time_span coarse(time_span guess);

std::string to_text(time_span span);

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

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/text/time_span.ipp>
#endif
