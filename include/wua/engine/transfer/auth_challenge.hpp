// SPDX-License-Identifier: MIT
#pragma once

// The challenges by which a server or a proxy asks for credentials: WWW-Authenticate and Proxy-Authenticate.

#include <wua/engine/request_options.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wua::detail
{

// In ascending order of strength.
enum class auth_hash : std::uint8_t
{
    md5,
    sha256,
    sha512_256,
};

// A challenge that this engine can answer.
struct auth_challenge
{
    auth_scheme scheme = auth_scheme::basic;
    std::string realm{};

    // For Digest.
    std::string nonce{};
    std::optional<std::string> opaque{};
    auth_hash hash = auth_hash::md5;
    std::string algorithm{}; // as spelled by the server; empty: not stated
    bool is_session = false; // the algorithm ends in -sess
    bool has_qop = false;    // qop=auth; otherwise as in RFC 2069
    bool is_stale = false;   // the nonce was too old: the credentials may be right
    bool hashes_user = false;
};

// The strongest challenge in the fields, which are joined by commas; nullopt when none is a Basic or Digest that this
// engine supports.
std::optional<auth_challenge> strongest_challenge(std::string_view fields);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/auth_challenge.ipp>
#endif
