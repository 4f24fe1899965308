// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/redirects.hpp>.

#include <wua/testing/fault_server/behaviours/redirects.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE void redirect_unless_moved(response_script& script, int status, std::string location)
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

WUA_INLINE void redirect_relative(response_script& script)
{
    const std::string_view path = script.request().path();
    redirect_unless_moved(script, 302, std::string(path.substr(path.rfind('/') + 1)) + "?moved");
}

WUA_INLINE void redirect_chain(response_script& script)
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

WUA_INLINE void redirect_to_other_host(response_script& script)
{
    const std::string host = "http://localhost:" + script.port();
    redirect_unless_moved(script, 302, host + std::string(script.request().path()) + "?moved");
}

} // namespace wua::detail::behaviours
