// SPDX-License-Identifier: MIT
#pragma once
// Redirects.

#include <wua/testing/fault_server/behaviours/shared.hpp>

namespace wua::detail::behaviours
{
inline bool has_moved(const response_script& script)
{
    return script.request().query() == "moved";
}

inline void redirect_unless_moved(response_script& script, int status, std::string location)
{
    if (has_moved(script))
    {
        correct(script);
    }
    else
    {
        redirect_to(script, status, std::move(location));
    }
}

/// The behaviour's status to where the content is.
inline void redirect_once(response_script& script)
{
    redirect_unless_moved(script, script.fault().status, moved_url(script));
}

inline void redirect_relative(response_script& script)
{
    const std::string_view path = script.request().path();
    redirect_unless_moved(script, 302, std::string(path.substr(path.rfind('/') + 1)) + "?moved");
}

/// As many hops as `amount` says, counted in the query.
inline void redirect_chain(response_script& script)
{
    const std::uint64_t hop = http_request::try_decimal(script.request().query()).value_or(0);
    if (hop >= script.fault().amount)
    {
        correct(script);
    }
    else
    {
        redirect_to(script, 302, script.origin().append(script.request().path()) + '?' + std::to_string(hop + 1));
    }
}

inline void redirect_loop(response_script& script)
{
    redirect_to(script, 302, script.origin() + script.request().target);
}

inline void redirect_to_other_host(response_script& script)
{
    const std::string host = "http://localhost:" + script.port();
    redirect_unless_moved(script, 302, host + std::string(script.request().path()) + "?moved");
}

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
