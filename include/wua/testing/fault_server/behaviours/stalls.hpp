// SPDX-License-Identifier: MIT
#pragma once

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/misbehaviour.hpp>
#include <wua/testing/fault_server/response_script.hpp>
// Silence and slowness.

namespace wua::detail::behaviours
{
void stalls_mid_head(response_script& script);

void stalls_after_head(response_script& script);

void stalls_in_body(response_script& script);

void stalls_in_status_line(response_script& script);

/// The head in single bytes, `amount` ms apart, the rest at full speed.
void slow_head(response_script& script);

void pauses_before_answer(response_script& script);

void pauses_in_head(response_script& script);

void pauses_after_head(response_script& script);

void drips_head_for_ever(response_script& script);

void drips_body(response_script& script);

void slow_start(response_script& script);

void pauses_mid_body(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/stalls.ipp>
#endif
