// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/content/digest_hasher.hpp>.

#include <wua/engine/content/digest_hasher.hpp>

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
    static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    static const EVP_MD* const sha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr);
    return algorithm == digest_algorithm::sha256 ? sha256 : algorithm == digest_algorithm::sha1 ? sha1 : nullptr;
}

WUA_COLD void digest_hasher::check(int is_done)
{
    if (is_done != 1)
    {
        throw std::runtime_error("OpenSSL cannot compute this digest");
    }
}

} // namespace wua::detail
