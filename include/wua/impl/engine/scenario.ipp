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

WUA_COLD simulated_update make_installation(std::chrono::microseconds time)
{
    simulated_update plan;
    plan.size = static_cast<std::uint64_t>(time.count());
    plan.bytes_per_second = 1'000'000;
    plan.latency = std::chrono::nanoseconds(0);
    plan.verify_time = std::chrono::nanoseconds(0);
    return plan;
}

WUA_COLD scenario usual_installations()
{
    return {.others = make_installation(std::chrono::seconds(1))};
}

} // namespace wua
