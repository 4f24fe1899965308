// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/content/content_hash.hpp>.

#include <wua/engine/content/content_hash.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <exception>
#include <system_error>

namespace wua::detail
{

WUA_INLINE bool content_hash::advance(std::uint64_t upto)
{
    constexpr std::size_t block = 256U << 10U;
    constexpr std::uint64_t max_bytes = 32U << 20U;
    m_buffer.resize(block);
    const std::uint64_t stop = std::min(upto, m_hashed + max_bytes);
    while (m_hashed < stop && !is_cancelled())
    {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(block, stop - m_hashed));
        const std::size_t found = m_file->read_at(m_hashed, m_buffer.data(), wanted);
        if (found == 0)
        {
            throw std::system_error(EIO, std::generic_category(), "a file is shorter than it was");
        }
        m_pass.update(m_buffer.data(), found);
        m_hashed += found;
    }
    return m_hashed >= upto || is_cancelled();
}

WUA_INLINE bool content_hash::schedule(std::uint64_t available) noexcept
{
    m_available.store(available, std::memory_order_release);
    return !m_is_scheduled.exchange(true, std::memory_order_acq_rel);
}

WUA_COLD void hash_whole(background_thread& background, std::shared_ptr<content_hash> hash, std::uint64_t size,
                         std::function<void(std::vector<content_digest>&&)> on_hashed)
{
    background.post([&background, hash = std::move(hash), size, on_hashed = std::move(on_hashed)] {
        std::vector<content_digest> digests;
        try
        {
            if (!hash->advance(size))
            {
                hash_whole(background, hash, size, on_hashed);
                return;
            }
            digests = hash->is_cancelled() ? std::vector<content_digest>() : hash->finish();
        }
        catch (const std::exception&)
        {
            // Content that cannot be read has no digests.
        }
        on_hashed(std::move(digests));
    });
}

} // namespace wua::detail
