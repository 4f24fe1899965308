// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/header_rules.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/transfer/header_rules.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <algorithm>

namespace wua::detail
{

WUA_COLD bool is_token_character(char c) noexcept
{
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    const char lower = ascii_lower(c);
    return is_digit(c) || (lower >= 'a' && lower <= 'z') || others.find(c) != std::string_view::npos;
}

WUA_COLD bool has_control_character(std::string_view text) noexcept
{
    return std::any_of(text.begin(), text.end(), is_control_character);
}

WUA_COLD std::string objection_to(const header_field& field)
{
    const std::string_view name = field.name;
    // Quotes a wrong name only up to its first invalid character: the value, perhaps a secret, may have got into it.
    const auto end = std::find_if_not(name.begin(), name.end(), is_token_character);
    const std::string_view token = name.substr(0, static_cast<std::size_t>(end - name.begin()));
    if (name.empty())
    {
        return "a header has no name";
    }
    if (token.size() != name.size())
    {
        return joined(
            {"the name of the header '", token, "' continues with a character that header names must not have"});
    }
    const auto is_bad = [](char c) { return is_control_character(c) && c != '\t'; };
    if (std::any_of(field.value.begin(), field.value.end(), is_bad))
    {
        return joined({"the value of the header '", name, "' has a line break or another control character"});
    }
    constexpr std::string_view made_here[] = {
        "host",    "range",      "accept-encoding", "content-length",
        "te",      "connection", "user-agent",      "transfer-encoding",
        "trailer", "upgrade",    "keep-alive",      "expect"};
    constexpr std::string_view prefixes[] = {"proxy-", "if-"};
    const bool is_made_here =
        std::any_of(std::begin(made_here), std::end(made_here),
                    [&](std::string_view each) { return equal_ignoring_case(each, name); }) ||
        std::any_of(std::begin(prefixes), std::end(prefixes),
                    [&](std::string_view each) { return equal_ignoring_case(each, name.substr(0, each.size())); });
    return is_made_here ? joined({"the header '", name, "' is set by the engine itself"}) : std::string();
}

WUA_COLD std::string objection_to(const credentials& login)
{
    if (login.user.find(':') != std::string::npos)
    {
        return "a user name has a colon";
    }
    if (has_control_character(login.user))
    {
        return "a user name has a line break or another control character";
    }
    return has_control_character(login.password) ? "a password has a line break or another control character"
                                                 : std::string();
}

WUA_COLD std::string objection_to(const request_details& details)
{
    std::size_t ways = (details.bearer_token.empty() ? 0U : 1U) + (details.login ? 1U : 0U);
    for (const header_field& field : details.headers)
    {
        if (std::string objection = objection_to(field); !objection.empty())
        {
            return objection;
        }
        ways += equal_ignoring_case(field.name, "authorization") ? 1U : 0U;
    }
    if (ways > 1)
    {
        return "more than one of the header Authorization, a bearer token and credentials is given";
    }
    const auto is_bad = [](char c) { return is_control_character(c) || c == ' '; };
    if (std::any_of(details.bearer_token.begin(), details.bearer_token.end(), is_bad))
    {
        return "the bearer token has a blank, a line break or another control character";
    }
    return details.login ? objection_to(*details.login) : std::string();
}

} // namespace wua::detail
