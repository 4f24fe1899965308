// SPDX-License-Identifier: MIT
#pragma once

// Hashes a file on another thread while it grows, by reading it back from the system's cache.

#include <wua/engine/content/digest_hasher.hpp>
#include <wua/engine/disk/background_thread.hpp>
#include <wua/engine/disk/disk.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

namespace wua::detail
{

// Shared by the thread that writes the file and the one that hashes it; the latter alone calls advance() and finish().
class content_hash
{
public:
    content_hash(std::shared_ptr<const disk_file> file, digest_algorithm algorithm)
        : m_file(std::move(file)),
          m_hasher(algorithm)
    {}

    // Hashes the bytes below `upto`, but only some megabytes of them at a time. True when it has come to `upto`, or was
    // cancelled. Throws std::system_error.
    bool advance(std::uint64_t upto)
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
            m_hasher.update(m_buffer.data(), found);
            m_hashed += found;
        }
        return m_hashed >= upto || is_cancelled();
    }

    content_digest finish()
    {
        return m_hasher.finish();
    }

    // Any thread: the result is not needed any more.
    void cancel() noexcept
    {
        m_is_cancelled.store(true, std::memory_order_relaxed);
    }
    bool is_cancelled() const noexcept
    {
        return m_is_cancelled.load(std::memory_order_relaxed);
    }

    // True when the caller is the first since the last unschedule(), and so has to post the work.
    bool schedule(std::uint64_t available) noexcept
    {
        m_available.store(available, std::memory_order_release);
        return !m_is_scheduled.exchange(true, std::memory_order_acq_rel);
    }

    void unschedule() noexcept
    {
        m_is_scheduled.store(false, std::memory_order_release);
    }
    std::uint64_t available() const noexcept
    {
        return m_available.load(std::memory_order_acquire);
    }

private:
    const std::shared_ptr<const disk_file> m_file;
    digest_hasher m_hasher;
    std::vector<char> m_buffer;
    std::uint64_t m_hashed = 0;
    std::atomic<std::uint64_t> m_available{0};
    std::atomic<bool> m_is_scheduled{false};
    std::atomic<bool> m_is_cancelled{false};
};

// Hashes a whole file of `size` bytes on the background thread. on_hashed(digest) is called there, with an empty digest
// when the hash was cancelled or the file cannot be read.
inline void hash_whole(background_thread& background, std::shared_ptr<content_hash> hash, std::uint64_t size,
                       std::function<void(content_digest&&)> on_hashed)
{
    background.post([&background, hash = std::move(hash), size, on_hashed = std::move(on_hashed)] {
        content_digest digest;
        try
        {
            if (!hash->advance(size))
            {
                hash_whole(background, hash, size, on_hashed);
                return;
            }
            digest = hash->is_cancelled() ? content_digest() : hash->finish();
        }
        catch (const std::exception&)
        {
            // What cannot be read has no digest.
        }
        on_hashed(std::move(digest));
    });
}

} // namespace wua::detail
