// SPDX-License-Identifier: MIT
#pragma once

// Computes digests of content as it passes by, with OpenSSL.

#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <openssl/evp.h>

#include <cstddef>
#include <memory>

#if OPENSSL_VERSION_MAJOR < 3
#error "the digests of wua need OpenSSL 3.0 or newer"
#endif

namespace wua::detail
{

// Movable, not copyable; used by one thread at a time.
class digest_hasher
{
public:
    // Throws std::runtime_error for an algorithm that is not available.
    explicit digest_hasher(digest_algorithm algorithm);

    // False if this OpenSSL lacks it (one that complies with FIPS 140 has no BLAKE2b), and for invalid values.
    static bool is_available(digest_algorithm algorithm)
    {
        return type(algorithm) != nullptr;
    }

    digest_algorithm algorithm() const noexcept
    {
        return m_algorithm;
    }

    // Starts anew.
    void restart()
    {
        check(EVP_DigestInit_ex(m_context.get(), type(m_algorithm), nullptr));
    }

    void update(const void* bytes, std::size_t size)
    {
        check(EVP_DigestUpdate(m_context.get(), bytes, size));
    }

    // The digest of everything since the last restart; afterwards, only restart() may be called.
    content_digest finish();

private:
    struct free_context
    {
        void operator()(EVP_MD_CTX* context) const noexcept
        {
            EVP_MD_CTX_free(context);
        }
    };

    // Looked up once: OpenSSL 3 takes locks for each lookup.
    static const EVP_MD* type(digest_algorithm algorithm);

    static void check(int is_done);

    digest_algorithm m_algorithm;
    std::unique_ptr<EVP_MD_CTX, free_context> m_context;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/content/digest_hasher.ipp>
#endif
