// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/fallback/leg_list.hpp>.

#include <wua/engine/fallback/leg_list.hpp>
#include <wua/job/ledger.hpp>
#include <wua/model/progress_snapshot.hpp>

#include <utility>

namespace wua::detail
{

WUA_INLINE leg_list::node leg_list::remove(std::uint32_t number) noexcept
{
    node removed;
    for (auto one = m_legs.begin(); one != m_legs.end(); ++one)
    {
        if (one->number == number)
        {
            removed.splice(removed.end(), m_legs, one);
            break;
        }
    }
    m_seconds -= number == fallback_leg::first ? 0 : 1;
    return removed;
}

WUA_INLINE shared_handle<ledger> leg_list::find(std::uint32_t number) const noexcept
{
    for (const running_leg& one : m_legs)
    {
        if (one.number == number)
        {
            return one.inner;
        }
    }
    return {};
}

WUA_INLINE std::string leg_list::common_hold() const
{
    std::string reason;
    for (const running_leg& each : m_legs)
    {
        if (each.inner->is_completed())
        {
            continue;
        }
        const progress_snapshot now = each.inner->snapshot();
        if (now.pause_reason().empty())
        {
            return {};
        }
        reason = reason.empty() ? std::string(now.pause_reason()) : std::move(reason);
    }
    return reason;
}

} // namespace wua::detail
