// SPDX-License-Identifier: MIT
#pragma once

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/misbehaviour.hpp>
#include <wua/testing/fault_server/response_script.hpp>
// TLS connections that begin, go on or end in unusual ways.

namespace wua::detail::behaviours
{
void tls_close_without_notify(response_script& script);

void tls_truncated_without_notify(response_script& script);

/// A response of known length, closed at the fault without close_notify.
void tls_cut(response_script& script);

/// New keys at the fault.
void tls_rekeys(response_script& script);

/// Bytes that are not TLS at the fault.
void tls_garbage_in_body(response_script& script);

/// The header of a record at the fault, then a close in the middle of the record.
void tls_closed_in_record(response_script& script);

/// HelloRequest, which clients must ignore during a handshake, without end.
void tls_hello_flood(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/tls_endings.ipp>
#endif
