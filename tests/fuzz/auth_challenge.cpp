// SPDX-License-Identifier: MIT
// Challenges in WWW-Authenticate, and netrc files: any text.

#include "fuzz.hpp"
#include <wua/engine/transfer/auth_challenge.hpp>
#include <wua/engine/transfer/header_rules.hpp>
#include <wua/engine/transfer/netrc.hpp>

#include <stdexcept>
#include <string>

FUZZ_TARGET(auth_challenge)
{
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto found = wua::detail::strongest_challenge(text))
    {
        const bool is_digest = found->scheme == wua::auth_scheme::digest;
        for (const std::string& part : {found->realm, found->nonce, found->opaque.value_or(""), found->algorithm})
        {
            fuzz::require(!wua::detail::has_control_character(part), "what is sent back is on one line", part);
        }
        fuzz::require(is_digest || found->nonce.empty(), "Basic has no nonce", found->nonce);
    }
    try
    {
        const wua::detail::netrc file(text);
        file.find("host");
    }
    catch (const std::runtime_error&)
    {
        return 0;
    }
    return 0;
}
