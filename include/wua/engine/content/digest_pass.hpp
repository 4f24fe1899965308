// SPDX-License-Identifier: MIT
#pragma once

// Computes all the digests that content must have, in one pass over it.

#include <wua/engine/content/digest_hasher.hpp>
#include <wua/model/content_digest.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <vector>

namespace wua::detail
{

// Movable; used by one thread at a time.
class digest_pass
{
public:
    // Uses the algorithms of these digests. Throws std::runtime_error if one is not available.
    explicit digest_pass(const std::vector<content_digest>& wanted);

    void update(const void* bytes, std::size_t size)
    {
        if (m_hashers.size() == 1)
        {
            m_hashers.front().update(bytes, size);
        }
        else
        {
            update_each(static_cast<const char*>(bytes), size);
        }
    }

    // The digests of everything, in the order of `wanted`. Call it once.
    std::vector<content_digest> finish();

private:
    // In pieces that stay in the processor's cache for all hashers.
    void update_each(const char* bytes, std::size_t size);

    std::vector<digest_hasher> m_hashers;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/content/digest_pass.ipp>
#endif
