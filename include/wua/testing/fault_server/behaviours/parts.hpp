// SPDX-License-Identifier: MIT
#pragma once
// The answer that begins with the first byte is slow, so that clients ask for parts beside it. What answers these is
// wrong.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>
#include <wua/testing/fault_server/response_script.hpp>

namespace wua::detail::behaviours
{
/// The first bytes at once, the others after `amount` ms.
void send_first_part(response_script& script);

/// True for a request for a later part; others are answered.
bool is_for_later_part(response_script& script);

/// Every part is right.
void parts_right(response_script& script);

/// A part is answered as if another misbehaviour began here.
template <void (*Answer)(response_script&)>
void parts_as(response_script& script)
{
    if (is_for_later_part(script))
    {
        Answer(script);
    }
}

/// The same of the second request alone.
template <void (*Answer)(response_script&)>
void one_part_as(response_script& script)
{
    if (script.attempt() != 2)
    {
        parts_right(script);
    }
    else if (is_for_later_part(script))
    {
        Answer(script);
    }
}

/// Half of it, and a close.
void part_cut(response_script& script);

/// Half of it, and a reset.
void part_reset(response_script& script);

/// Half of it, and silence.
void part_silent(response_script& script);

/// Other bytes.
void part_of_other_bytes(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/parts.ipp>
#endif
