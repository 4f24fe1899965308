// SPDX-License-Identifier: MIT
#pragma once

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/misbehaviour.hpp>
#include <wua/testing/fault_server/response_script.hpp>
// The body ends too early.

namespace wua::detail::behaviours
{
void truncated_at_another_quarter(response_script& script);

void reset_in_body(response_script& script);

/// One byte more than the last time, then a close.
void truncated_after_one_more(response_script& script);

void closed_in_status_line(response_script& script);

void reset_in_head(response_script& script);

void closed_mid_head(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/truncation.ipp>
#endif
