// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/content/digest_hasher.hpp>.

#include <wua/engine/content/digest_hasher.hpp>
#include <wua/engine/content/openssl_start.hpp>

#include <openssl/err.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <stdexcept>
#include <vector>

namespace wua::detail
{

WUA_COLD digest_hasher::digest_hasher(digest_algorithm algorithm) : m_algorithm(algorithm), m_context(EVP_MD_CTX_new())
{
    if (!m_context)
    {
        throw std::bad_alloc();
    }
    restart();
}

WUA_COLD content_digest digest_hasher::finish()
{
    content_digest digest{m_algorithm, std::vector<std::uint8_t>(EVP_MAX_MD_SIZE)};
    unsigned length = 0;
    check(EVP_DigestFinal_ex(m_context.get(), digest.bytes.data(), &length));
    digest.bytes.resize(length);
    return digest;
}

WUA_COLD const EVP_MD* digest_hasher::type(digest_algorithm algorithm)
{
    static constexpr std::array<const char*, 6> names{nullptr, "SHA1", "SHA256", "SHA384", "SHA512", "BLAKE2B-512"};
    static const std::array<const EVP_MD*, names.size()> types = [] {
        start_openssl();
        std::array<const EVP_MD*, names.size()> found{};
        ERR_set_mark(); // a missing algorithm must not leave an error for the next user of OpenSSL on this thread
        for (const digest_algorithm each : digest_algorithms)
        {
            const auto place = static_cast<std::size_t>(each);
            found[place] = EVP_MD_fetch(nullptr, names[place], nullptr);
        }
        ERR_pop_to_mark();
        return found;
    }();
    const auto place = static_cast<std::size_t>(algorithm);
    return place < types.size() ? types[place] : nullptr;
}

WUA_COLD void digest_hasher::check(int is_done)
{
    if (is_done != 1)
    {
        throw std::runtime_error("OpenSSL cannot compute this digest");
    }
}

} // namespace wua::detail
