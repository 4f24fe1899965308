// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/reference_count.hpp>.

#include <wua/com/reference_count.hpp>

namespace wua::detail
{

WUA_INLINE ULONG reference_count::release() noexcept
{
    // While the only reference is being released nobody can add another one, so no read-modify-write is needed.
    if (m_references.load(std::memory_order_acquire) == 1)
    {
        return 0;
    }
    return m_references.fetch_sub(1, std::memory_order_acq_rel) - 1;
}

} // namespace wua::detail
