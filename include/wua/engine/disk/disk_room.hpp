// SPDX-License-Identifier: MIT
#pragma once

// The room on a disk, of which running downloads will still take their share.

#include <wua/engine/disk/disk.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace wua::detail
{

// Any thread.
class disk_room
{
public:
    explicit disk_room(std::shared_ptr<const disk_directory> directory) : m_directory(std::move(directory)) {}

    // Puts a claim of that many bytes in the place of an older one. False, and nothing changed, when there is not so
    // much room besides what others have claimed.
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

    // They are stored, or not needed any more.
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

// What one download will still take. The room must outlive it.
class room_claim
{
public:
    explicit room_claim(disk_room& room) noexcept : m_room(room) {}

    room_claim(const room_claim&) = delete;
    room_claim& operator=(const room_claim&) = delete;

    ~room_claim()
    {
        take(m_bytes);
    }

    // False when there is no room for that many bytes.
    bool try_renew(std::uint64_t bytes)
    {
        const bool is_granted = m_room.try_claim(bytes, m_bytes);
        m_bytes = is_granted ? bytes : m_bytes;
        return is_granted;
    }

    // Bytes were stored.
    void take(std::uint64_t bytes) noexcept
    {
        const std::uint64_t taken = std::min(bytes, m_bytes);
        if (taken != 0)
        {
            m_room.give_back(taken);
            m_bytes -= taken;
        }
    }

private:
    disk_room& m_room;
    std::uint64_t m_bytes = 0;
};

} // namespace wua::detail
