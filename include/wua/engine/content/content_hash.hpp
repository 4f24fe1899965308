// SPDX-License-Identifier: MIT
#pragma once

// Hashes a file on another thread while it grows, by reading it back from the system's cache.

#include <wua/engine/content/digest_pass.hpp>
#include <wua/engine/disk/background_thread.hpp>
#include <wua/engine/disk/disk.hpp>
#include <wua/separate_compilation.hpp>

#include <openssl/evp.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace wua::detail
{

// Shared by the thread that writes the file and the one that hashes it; only the latter calls advance() and finish().
class content_hash
{
public:
    // Uses the algorithms of these digests.
    content_hash(std::shared_ptr<const disk_file> file, const std::vector<content_digest>& wanted)
        : m_file(std::move(file)),
          m_pass(wanted)
    {}

    // Continues a pass that has covered the first `hashed` bytes.
    content_hash(std::shared_ptr<const disk_file> file, digest_pass&& pass, std::uint64_t hashed)
        : m_file(std::move(file)),
          m_pass(std::move(pass)),
          m_hashed(hashed)
    {}

    const std::shared_ptr<const disk_file>& file() const noexcept
    {
        return m_file;
    }

    // Hashes the bytes below `upto`, at most a few megabytes per call. True when it has reached `upto`, or was
    // cancelled. Throws std::system_error.
    bool advance(std::uint64_t upto);

    // How many bytes.
    std::uint64_t hashed() const noexcept
    {
        return m_hashed;
    }

    // In the order of `wanted`.
    std::vector<content_digest> finish()
    {
        return m_pass.finish();
    }

    // Any thread: the result is no longer needed.
    void cancel() noexcept
    {
        m_is_cancelled.store(true, std::memory_order_relaxed);
    }
    bool is_cancelled() const noexcept
    {
        return m_is_cancelled.load(std::memory_order_relaxed);
    }

    // True when the caller is the first since the last unschedule(), and so must post the work.
    bool schedule(std::uint64_t available) noexcept;

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
    digest_pass m_pass;
    std::vector<char> m_buffer;
    std::uint64_t m_hashed = 0;
    std::atomic<std::uint64_t> m_available{0};
    std::atomic<bool> m_is_scheduled{false};
    std::atomic<bool> m_is_cancelled{false};
};

// Hashes a whole file of `size` bytes on the background thread. Calls on_hashed(digests) there; with no digests if the
// hash was cancelled or the file cannot be read.
void hash_whole(background_thread& background, std::shared_ptr<content_hash> hash, std::uint64_t size,
                std::function<void(std::vector<content_digest>&&)> on_hashed);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/content/content_hash.ipp>
#endif
