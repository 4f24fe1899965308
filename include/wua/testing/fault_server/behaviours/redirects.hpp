// SPDX-License-Identifier: MIT
#pragma once
// Redirects.

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
inline bool has_moved(const response_script& script)
{
    return script.request().query() == "moved";
}

void redirect_unless_moved(response_script& script, int status, std::string location);

/// The behaviour's status to where the content is.
inline void redirect_once(response_script& script)
{
    redirect_unless_moved(script, script.fault().status, moved_url(script));
}

void redirect_relative(response_script& script);

/// As many hops as `amount` says, counted in the query.
void redirect_chain(response_script& script);

inline void redirect_loop(response_script& script)
{
    redirect_to(script, 302, script.origin() + script.request().target);
}

void redirect_to_other_host(response_script& script);

inline void redirect_to_file(response_script& script)
{
    redirect_to(script, 302, "file:///etc/hosts");
}

inline void redirect_to_ftp(response_script& script)
{
    redirect_to(script, 302, "ftp://127.0.0.1:" + script.port() + std::string(script.request().path()));
}

inline void redirect_garbage(response_script& script)
{
    redirect_to(script, 302, "http://[::bad/");
}
} // namespace wua::detail::behaviours

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server/behaviours/redirects.ipp>
#endif
