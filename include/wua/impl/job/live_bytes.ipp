// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/live_bytes.hpp>.

#include <wua/job/live_bytes.hpp>

namespace wua::detail
{

WUA_INLINE bool live_bytes::try_store(std::uint64_t bytes) noexcept
{
    if (bytes > m_limit.load(std::memory_order_acquire) || bytes < m_bytes.load(std::memory_order_relaxed))
    {
        return false;
    }
    m_bytes.store(bytes, std::memory_order_release);
    return true;
}

} // namespace wua::detail
