// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server/behaviours/authorization.hpp>.

#include <wua/testing/fault_server/behaviours/authorization.hpp>
#include <wua/testing/fault_server/behaviours/redirects.hpp>
#include <wua/testing/fault_server/behaviours/statuses.hpp>

namespace wua::detail::behaviours
{

WUA_INLINE void ask_who(response_script& script, std::string_view challenge)
{
    send_page(script, page_head(401, error_page).add("WWW-Authenticate", std::string(challenge)));
}

WUA_INLINE void auth_stale(response_script& script)
{
    const bool is_known = script.request().field("Authorization").has_value();
    if (is_known && script.attempt() > script.fault().amount + 1)
    {
        correct(script);
        return;
    }
    const std::string nonce = "nonce-" + std::to_string(script.attempt());
    ask_who(script, R"(Digest realm="files", qop="auth", nonce=")" + nonce + (is_known ? "\", stale=true" : "\""));
}

WUA_INLINE void auth_realms(response_script& script)
{
    ask_who(script, "Basic realm=\"number " + std::to_string(script.attempt()) + '"');
}

WUA_INLINE void auth_long(response_script& script)
{
    std::string challenges = "Basic realm=\"files\"";
    while (challenges.size() < script.fault().amount)
    {
        challenges += ", Unknown realm=\"files\"";
    }
    ask_who(script, challenges);
}

WUA_INLINE void auth_then_redirect(response_script& script)
{
    if (has_moved(script))
    {
        correct(script);
        return;
    }
    script.request().field("Authorization") ? redirect_to_other_host(script) : ask_who(script, "Basic realm=\"files\"");
}

WUA_INLINE void auth_of_proxy(response_script& script)
{
    send_page(script, page_head(407, error_page).add("Proxy-Authenticate", "Basic realm=\"no proxy\""));
}

} // namespace wua::detail::behaviours
