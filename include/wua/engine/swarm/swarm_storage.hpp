// SPDX-License-Identifier: MIT
#pragma once

// The file of a swarm, as libtorrent reads and writes it: a .part file, then the one that has its name.

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

// Any thread. What takes it away waits for a read or a write under way, and from then on there is none.
class swarm_storage
{
public:
    // Of the file those ranges may be right; what is not in one is not, before it is written.
    swarm_storage(std::shared_ptr<disk_file> file, std::vector<byte_range> there);

    // Throw std::system_error, also when it was taken away.
    void write(std::uint64_t place, const char* bytes, std::size_t size);

    // The number of bytes read.
    std::size_t read(std::uint64_t place, char* bytes, std::size_t size) const;

    bool is_empty() const noexcept
    {
        return m_there.empty();
    }

    // True when all of that range was there, or some of it was written since.
    bool may_have(const byte_range& range) const;

    // Once: something that was there was written anew.
    bool take_rewritten();

    // Why a write has failed, the first one.
    std::optional<outcome> failure() const;

    // There was no memory for something that libtorrent wanted of it, and waits for.
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
    std::shared_ptr<disk_file> m_file;       // null when nothing more is to be written
    std::shared_ptr<const disk_file> m_read; // null when nothing is to be read
    std::vector<byte_range> m_written;       // sorted, apart from each other
    bool m_has_rewritten = false;
    std::optional<outcome> m_failure;
    std::atomic<bool> m_is_lost{false};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/swarm_storage.ipp>
#endif
