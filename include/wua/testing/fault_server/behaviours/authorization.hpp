// SPDX-License-Identifier: MIT
#pragma once
// Servers that want to know who asks. They believe whatever they are told; a test looks at it among the requests.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
/// 401 with these WWW-Authenticate.
void ask_who(response_script& script, std::string_view challenge);

/// The same to a request without Authorization; others are served correctly.
template <literal Challenge>
void auth_wanted(response_script& script)
{
    script.request().field("Authorization") ? correct(script) : ask_who(script, Challenge.view());
}

/// The same to every request.
template <literal Challenge>
void auth_refused(response_script& script)
{
    ask_who(script, Challenge.view());
}

/// Digest; the nonce, which is of the attempt, is too old for the behaviour's `amount` of answers.
void auth_stale(response_script& script);

/// Another realm each time.
void auth_realms(response_script& script);

/// More challenges than anybody reads, `amount` bytes of them.
void auth_long(response_script& script);

/// To who is known, a redirect to another host.
void auth_then_redirect(response_script& script);

/// 407 from a server that is no proxy.
void auth_of_proxy(response_script& script);
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/authorization.ipp>
#endif
