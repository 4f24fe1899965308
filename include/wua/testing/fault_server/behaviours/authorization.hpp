// SPDX-License-Identifier: MIT
#pragma once
// Servers that ask for credentials. They accept any; tests check the requests.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
/// 401 with this WWW-Authenticate.
void ask_who(response_script& script, std::string_view challenge);

/// The same for a request without Authorization; others are served correctly.
template <literal Challenge>
void auth_wanted(response_script& script)
{
    script.request().field("Authorization") ? correct(script) : ask_who(script, Challenge.view());
}

/// The same for every request.
template <literal Challenge>
void auth_refused(response_script& script)
{
    ask_who(script, Challenge.view());
}

/// Digest authentication with a new nonce at each attempt; the first `amount` requests with credentials learn that
/// theirs is stale.
void auth_stale(response_script& script);

/// Another realm each time.
void auth_realms(response_script& script);

/// More challenges than any client reads, `amount` bytes of them.
void auth_long(response_script& script);

/// A redirect to another host for a request with credentials.
void auth_then_redirect(response_script& script);

/// 407 from a server that is not a proxy.
void auth_of_proxy(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/authorization.ipp>
#endif
