// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/engine_fault.hpp>.

#include <wua/job/engine_fault.hpp>

namespace wua::detail
{

WUA_INLINE std::uint64_t engine_fault_counts::sum() const noexcept
{
    std::uint64_t all = 0;
    for (const auto& count : m_counts)
    {
        all += count.load(std::memory_order_relaxed);
    }
    return all;
}

} // namespace wua::detail
