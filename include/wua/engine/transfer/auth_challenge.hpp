// SPDX-License-Identifier: MIT
#pragma once

// By what a server or a proxy wants to know who asks: WWW-Authenticate and Proxy-Authenticate.

#include <wua/engine/request_options.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wua::detail
{

// In the order of their strength.
enum class auth_hash : std::uint8_t
{
    md5,
    sha256,
    sha512_256,
};

// One that can be answered.
struct auth_challenge
{
    auth_scheme scheme = auth_scheme::basic;
    std::string realm{};

    // Of Digest.
    std::string nonce{};
    std::optional<std::string> opaque{};
    auth_hash hash = auth_hash::md5;
    std::string algorithm{}; // as it was spelled; empty: it was not
    bool is_session = false; // the algorithm ends in -sess
    bool has_qop = false;    // qop=auth; else that of RFC 2069
    bool is_stale = false;   // the nonce was too old: the credentials need not be wrong
    bool hashes_user = false;
};

// The strongest of those in the fields, which are joined by commas; nothing when none of them is Basic or Digest as
// this engine knows them.
std::optional<auth_challenge> strongest_challenge(std::string_view fields);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/auth_challenge.ipp>
#endif
