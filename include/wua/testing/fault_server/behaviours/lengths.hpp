// SPDX-License-Identifier: MIT
#pragma once
// Content-Length is wrong, or missing.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
/// The correct response with its Content-Length replaced, closed after the body.
void send_with_length(response_script& script, std::string length);

inline void length_too_long(response_script& script)
{
    send_with_length(script, std::to_string(script.correct_response().size() + 100));
}

inline void length_too_short(response_script& script)
{
    send_with_length(script, std::to_string(script.correct_response().size() / 2));
}

inline void length_missing(response_script& script)
{
    script.send(response_without_length(script));
}

void length_missing_and_truncated(response_script& script);

inline void length_negative(response_script& script)
{
    send_with_length(script, "-1");
}

inline void length_garbage(response_script& script)
{
    send_with_length(script, "plenty");
}

inline void length_overflows(response_script& script)
{
    send_with_length(script, "18446744073709551617");
}

template <literal Length>
void length_as(response_script& script)
{
    send_with_length(script, filled(Length.view(), script, script.correct_response()));
}

/// Two Content-Length fields, first one that says 0.
void length_zero_first(response_script& script);

void length_conflicting(response_script& script);

void length_repeated(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/lengths.ipp>
#endif
