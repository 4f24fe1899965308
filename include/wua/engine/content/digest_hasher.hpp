// SPDX-License-Identifier: MIT
#pragma once

// Computes the digests of content while it passes by, with OpenSSL.

#include <wua/model/update_item.hpp>

#include <openssl/evp.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <stdexcept>
#include <vector>

namespace wua::detail
{

// Movable, not copyable; one thread at a time.
class digest_hasher
{
public:
    explicit digest_hasher(digest_algorithm algorithm) : m_algorithm(algorithm), m_context(EVP_MD_CTX_new())
    {
        if (!m_context)
        {
            throw std::bad_alloc();
        }
        restart();
    }

    digest_algorithm algorithm() const noexcept
    {
        return m_algorithm;
    }

    // Forgets what has passed.
    void restart()
    {
        check(EVP_DigestInit_ex(m_context.get(), type(m_algorithm), nullptr));
    }

    void update(const void* bytes, std::size_t size)
    {
        check(EVP_DigestUpdate(m_context.get(), bytes, size));
    }

    // The digest of everything since the last restart; after it, restart() is the only call that makes sense.
    content_digest finish()
    {
        content_digest digest{m_algorithm, std::vector<std::uint8_t>(EVP_MAX_MD_SIZE)};
        unsigned length = 0;
        check(EVP_DigestFinal_ex(m_context.get(), digest.bytes.data(), &length));
        digest.bytes.resize(length);
        return digest;
    }

private:
    struct free_context
    {
        void operator()(EVP_MD_CTX* context) const noexcept
        {
            EVP_MD_CTX_free(context);
        }
    };

    // Looked up once: OpenSSL 3 takes locks for each lookup.
    static const EVP_MD* type(digest_algorithm algorithm)
    {
        static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
        static const EVP_MD* const sha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr);
        return algorithm == digest_algorithm::sha256 ? sha256 : algorithm == digest_algorithm::sha1 ? sha1 : nullptr;
    }

    static void check(int is_done)
    {
        if (is_done != 1)
        {
            throw std::runtime_error("OpenSSL cannot compute this digest");
        }
    }

    digest_algorithm m_algorithm;
    std::unique_ptr<EVP_MD_CTX, free_context> m_context;
};

} // namespace wua::detail
