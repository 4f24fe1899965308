// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/reference_count.hpp>.

#include <wua/com/reference_count.hpp>

namespace wua::detail
{

WUA_INLINE ULONG reference_count::release() noexcept
{
    // Nobody can add a reference to an object whose only one is being released, so that case needs no
    // read-modify-write.
    if (m_references.load(std::memory_order_acquire) == 1)
    {
        return 0;
    }
    return m_references.fetch_sub(1, std::memory_order_acq_rel) - 1;
}

} // namespace wua::detail
