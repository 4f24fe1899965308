// SPDX-License-Identifier: MIT
#pragma once
// More than was asked for, or more than any client can take.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
/// The correct response on a connection that stays open, followed by `more`.
void send_then(response_script& script, std::string more);

void trailing_garbage(response_script& script);

inline void extra_answer(response_script& script)
{
    send_then(script, page_head(200, error_page).str().append(error_page));
}

void endless_body(response_script& script);

void endless_chunks(response_script& script);

void many_headers(response_script& script);

void huge_header(response_script& script);

void endless_header(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/floods.ipp>
#endif
