// SPDX-License-Identifier: MIT
#pragma once
// The answer from the first byte on is slow, so that clients ask for parts at the same time. The answers to those are
// wrong.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>
#include <wua/testing/fault_server/response_script.hpp>

namespace wua::detail::behaviours
{
/// The first bytes at once, the rest after `amount` ms.
void send_first_part(response_script& script);

/// True for a request for a later part. Answers all other requests itself.
bool is_for_later_part(response_script& script);

/// Every part is right.
void parts_right(response_script& script);

/// A part is answered like the first request of another misbehaviour.
template <void (*Answer)(response_script&)>
void parts_as(response_script& script)
{
    if (is_for_later_part(script))
    {
        Answer(script);
    }
}

/// The same for the second request only.
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

/// Half of the part, then a close.
void part_cut(response_script& script);

/// Half of the part, then a reset.
void part_reset(response_script& script);

/// Half of the part, then silence.
void part_silent(response_script& script);

/// A part with other bytes.
void part_of_other_bytes(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/parts.ipp>
#endif
