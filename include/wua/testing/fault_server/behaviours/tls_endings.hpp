// SPDX-License-Identifier: MIT
#pragma once

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/misbehaviour.hpp>
#include <wua/testing/fault_server/response_script.hpp>
// TLS connections that end without close_notify.

namespace wua::detail::behaviours
{
void tls_close_without_notify(response_script& script);

void tls_truncated_without_notify(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/tls_endings.ipp>
#endif
