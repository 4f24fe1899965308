// SPDX-License-Identifier: MIT
#pragma once

// The space on a disk, minus what running downloads will still need.

#include <wua/engine/disk/disk.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace wua::detail
{

// Thread-safe.
class disk_space
{
public:
    explicit disk_space(std::shared_ptr<const disk_directory> directory) : m_directory(std::move(directory)) {}

    // Replaces a claim of `instead_of` bytes by one of `bytes`. False, without a change, if there is not enough space
    // besides what others have claimed.
    bool try_claim(std::uint64_t bytes, std::uint64_t instead_of)
    {
        const std::lock_guard lock(m_mutex);
        const std::uint64_t others = m_claimed - instead_of;
        const std::uint64_t free = m_directory->free_bytes();
        if (free < others || free - others < bytes)
        {
            return false;
        }
        m_claimed = others + bytes;
        return true;
    }

    // They have been stored, or are no longer needed.
    void give_back(std::uint64_t bytes) noexcept
    {
        const std::lock_guard lock(m_mutex);
        m_claimed -= bytes;
    }

private:
    const std::shared_ptr<const disk_directory> m_directory;
    std::mutex m_mutex;
    std::uint64_t m_claimed = 0;
};

// The space that one download still needs. `space` must outlive it.
class space_claim
{
public:
    explicit space_claim(disk_space& space) noexcept : m_space(space) {}

    space_claim(const space_claim&) = delete;
    space_claim& operator=(const space_claim&) = delete;

    ~space_claim()
    {
        take(m_bytes);
    }

    // False when there is no space for that many bytes.
    bool try_renew(std::uint64_t bytes)
    {
        const bool is_granted = m_space.try_claim(bytes, m_bytes);
        m_bytes = is_granted ? bytes : m_bytes;
        return is_granted;
    }

    // Bytes have been stored.
    void take(std::uint64_t bytes) noexcept
    {
        const std::uint64_t taken = std::min(bytes, m_bytes);
        if (taken != 0)
        {
            m_space.give_back(taken);
            m_bytes -= taken;
        }
    }

private:
    disk_space& m_space;
    std::uint64_t m_bytes = 0;
};

} // namespace wua::detail
