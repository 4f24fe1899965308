// SPDX-License-Identifier: MIT
#pragma once

// The file of a swarm, as libtorrent reads and writes it: a .part file, later the finished file.

#include <wua/engine/disk/disk.hpp>
#include <wua/engine/transfer/byte_range.hpp>
#include <wua/model/outcome.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <vector>

namespace wua::detail
{

// Thread-safe. Revoking it waits for a read or write in progress; after that there are no more.
class swarm_storage
{
public:
    // Those ranges of the file may be right; everything else is not, until it is written.
    swarm_storage(std::shared_ptr<disk_file> file, std::vector<byte_range> there);

    // Both throw std::system_error, also when the file was revoked.
    void write(std::uint64_t place, const char* bytes, std::size_t size);

    // Returns the number of bytes read.
    std::size_t read(std::uint64_t place, char* bytes, std::size_t size) const;

    bool is_empty() const noexcept
    {
        return m_there.empty();
    }

    // True when all of that range was there, or some of it has been written since.
    bool may_have(const byte_range& range) const;

    // True once: something that was there has been rewritten.
    bool take_rewritten();

    // The failure of the first write that failed.
    std::optional<outcome> failure() const;

    // There was no memory for something that libtorrent has requested and is waiting for.
    void lose() noexcept
    {
        m_is_lost.store(true, std::memory_order_relaxed);
    }
    bool is_lost() const noexcept
    {
        return m_is_lost.load(std::memory_order_relaxed);
    }

    void read_from(std::shared_ptr<const disk_file> file) noexcept;

    void revoke() noexcept
    {
        read_from(nullptr);
    }

private:
    const std::vector<byte_range> m_there;

    mutable std::shared_mutex m_mutex;
    std::shared_ptr<disk_file> m_file;       // null when nothing more may be written
    std::shared_ptr<const disk_file> m_read; // null when nothing may be read
    std::vector<byte_range> m_written;       // sorted, not adjacent
    bool m_has_rewritten = false;
    std::optional<outcome> m_failure;
    std::atomic<bool> m_is_lost{false};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/swarm_storage.ipp>
#endif
