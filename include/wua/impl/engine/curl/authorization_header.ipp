// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/authorization_header.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/curl/authorization_header.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <initializer_list>
#include <memory>
#include <stdexcept>

namespace wua::detail
{

WUA_COLD std::string basic_authorization(const credentials& login)
{
    const std::string plain = joined({login.user, ":", login.password});
    std::string coded((plain.size() + 2) / 3 * 4 + 1, '\0'); // including the zero that OpenSSL appends
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(coded.data()),
                        reinterpret_cast<const unsigned char*>(plain.data()), static_cast<int>(plain.size()));
    coded.resize(static_cast<std::size_t>(size));
    return "Basic " + coded;
}

WUA_COLD std::string to_hex(const unsigned char* bytes, std::size_t size)
{
    std::string text;
    for (std::size_t i = 0; i != size; ++i)
    {
        text += hex_digit(bytes[i] >> 4U);
        text += hex_digit(bytes[i]);
    }
    return text;
}

WUA_COLD std::string hashed(auth_hash hash, std::initializer_list<text_part> parts)
{
    const std::string text = joined(parts);
    const char* const name = hash == auth_hash::md5 ? "MD5" : hash == auth_hash::sha256 ? "SHA256" : "SHA512-256";
    const auto free_hash = [](EVP_MD* one) { EVP_MD_free(one); };
    const std::unique_ptr<EVP_MD, decltype(free_hash)> type(EVP_MD_fetch(nullptr, name, nullptr), free_hash);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (!type || EVP_Digest(text.data(), text.size(), digest.data(), &size, type.get(), nullptr) != 1)
    {
        throw std::runtime_error(joined({"OpenSSL lacks the hash of the server's Digest authentication: ", name}));
    }
    return to_hex(digest.data(), size);
}

// The text as a quoted-string of HTTP.
WUA_COLD std::string quoted_string(std::string_view text)
{
    std::string result = "\"";
    for (const char c : text)
    {
        if (c == '"' || c == '\\')
        {
            result += '\\';
        }
        result += c;
    }
    result += '"';
    return result;
}

WUA_COLD std::string
digest_authorization(const auth_challenge& challenge, const credentials& login, const digest_subject& subject)
{
    const auto hash = [&](std::initializer_list<text_part> parts) { return hashed(challenge.hash, parts); };
    const std::array<unsigned char, 4> counted{
        static_cast<unsigned char>(subject.count >> 24U), static_cast<unsigned char>(subject.count >> 16U),
        static_cast<unsigned char>(subject.count >> 8U), static_cast<unsigned char>(subject.count)};
    const std::string count = to_hex(counted.data(), counted.size());
    std::string secret = hash({login.user, ":", challenge.realm, ":", login.password});
    if (challenge.is_session)
    {
        secret = hash({secret, ":", challenge.nonce, ":", subject.client_nonce});
    }
    const std::string what = hash({subject.method, ":", subject.target});
    const std::string response =
        challenge.has_qop ? hash({secret, ":", challenge.nonce, ":", count, ":", subject.client_nonce, ":auth:", what})
                          : hash({secret, ":", challenge.nonce, ":", what});
    const std::string user = challenge.hashes_user ? hash({login.user, ":", challenge.realm}) : std::string(login.user);
    std::string value = joined({"Digest username=", quoted_string(user), ", realm=", quoted_string(challenge.realm),
                                ", nonce=", quoted_string(challenge.nonce), ", uri=", quoted_string(subject.target),
                                ", response=\"", response, "\""});
    if (!challenge.algorithm.empty())
    {
        value += ", algorithm=" + challenge.algorithm;
    }
    if (challenge.opaque)
    {
        value += ", opaque=" + quoted_string(*challenge.opaque);
    }
    if (challenge.has_qop)
    {
        value += ", qop=auth, nc=" + count;
    }
    if (challenge.has_qop || challenge.is_session)
    {
        value += ", cnonce=" + quoted_string(subject.client_nonce);
    }
    if (challenge.hashes_user)
    {
        value += ", userhash=true";
    }
    return value;
}

WUA_COLD std::string make_client_nonce()
{
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    {
        throw std::runtime_error("OpenSSL cannot make random numbers");
    }
    return to_hex(bytes.data(), bytes.size());
}

} // namespace wua::detail
