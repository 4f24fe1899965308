// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/scenario.hpp>.

#include <wua/engine/scenario.hpp>

namespace wua
{

WUA_INLINE const simulated_update& scenario::update(std::size_t index, const update_item& item) const noexcept
{
    for (const simulated_update& one : updates_by_id)
    {
        if (one.update_id == item.identity.update_id)
        {
            return one;
        }
    }
    return update(index);
}

} // namespace wua
