// SPDX-License-Identifier: MIT
#pragma once

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/misbehaviour.hpp>
#include <wua/testing/fault_server/response_script.hpp>
// Connections that are made, kept or closed in unusual ways.

namespace wua::detail::behaviours
{
void speaks_first(response_script& script);

void connection_close(response_script& script);

void closes_unannounced(response_script& script);

/// The correct answer comes before the request.
void answers_first(response_script& script);

/// All bytes, then RST.
void reset_after_all(response_script& script);

void reset_after_all_without_length(response_script& script);

/// Says Connection: close, but keeps the connection open.
void close_stays_open(response_script& script);

/// HTTP/1.0 that keeps the connection open.
void http_1_0_kept(response_script& script);

void idle_close_race(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/connections.ipp>
#endif
