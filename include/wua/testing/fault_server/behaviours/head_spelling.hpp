// SPDX-License-Identifier: MIT
#pragma once
// Heads that are spelled differently, or missing.

#include <wua/com/ascii.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
void http_1_0(response_script& script);

void http_0_9(response_script& script);

void garbage_answer(response_script& script);

inline char ascii_upper(char letter) noexcept
{
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

void send_with_names(response_script& script, char (*change)(char));

inline void names_lower_case(response_script& script)
{
    send_with_names(script, ascii_lower);
}

inline void names_upper_case(response_script& script)
{
    send_with_names(script, ascii_upper);
}

void no_reason(response_script& script);

void folded_header(response_script& script);

void line_feeds_only(response_script& script);

void spaces_around_values(response_script& script);

/// One carriage return too many in the blank line, followed by another blank line.
void blank_line_odd(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/head_spelling.ipp>
#endif
