// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/collection.hpp>.

#include <wua/objects/collection.hpp>

namespace wua::detail
{

WUA_INLINE std::size_t checked_index(LONG index, std::size_t end)
{
    if (index < 0 || static_cast<std::size_t>(index) >= end)
    {
        fail_index(index, end);
    }
    return static_cast<std::size_t>(index);
}

} // namespace wua::detail
