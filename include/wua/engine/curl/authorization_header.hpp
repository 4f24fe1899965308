// SPDX-License-Identifier: MIT
#pragma once

// The value of Authorization or Proxy-Authorization: Basic (RFC 7617) and Digest (RFC 7616).

#include <wua/engine/transfer/auth_challenge.hpp>
#include <wua/model/request_details.hpp>
#include <wua/separate_compilation.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace wua::detail
{

std::string basic_authorization(const credentials& login);

// The inputs of a Digest besides the challenge and the credentials.
struct digest_subject
{
    std::string_view method;
    std::string_view target; // as in the request line
    std::uint32_t count = 1; // how often the nonce has been used, including this time
    std::string_view client_nonce;
};

// Throws std::runtime_error if OpenSSL does not have the hash.
std::string digest_authorization(const auth_challenge& challenge, const credentials& login,
                                 const digest_subject& subject);

// An unpredictable one.
std::string make_client_nonce();

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/authorization_header.ipp>
#endif
