// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/fallback/fallback_control.hpp>.

#include <wua/engine/fallback/fallback_control.hpp>
#include <wua/engine/fallback/fallback_core.hpp>
#include <wua/engine/fallback/fallback_job.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wua::detail
{

WUA_COLD void fallback_control::pass_on() noexcept
{
    const fallback_core::passage inside(m_job.core());
    note_wish();
    {
        const std::lock_guard lock(m_mutex);
        m_is_due = true;
        if (std::exchange(m_is_passing_on, true))
        {
            return;
        }
    }
    while (take_due())
    {
        try
        {
            tell_hold();
            for (const running_leg& each : m_job.legs_at_work())
            {
                tell_wishes(each);
            }
        }
        catch (...)
        {
            const std::lock_guard lock(m_mutex);
            m_is_due = true; // for the next look(), when there is memory
            m_is_passing_on = false;
            return;
        }
    }
}

WUA_COLD bool fallback_control::take_due() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_is_passing_on = std::exchange(m_is_due, false);
    return m_is_passing_on;
}

WUA_INLINE void fallback_control::look() noexcept
{
    bool has_changed = false;
    try
    {
        const std::string hold = m_job.common_hold();
        const std::lock_guard lock(m_mutex);
        has_changed = (m_is_due && !m_is_passing_on) || hold != m_hold;
    }
    catch (...)
    {
        return; // the next look may have memory
    }
    if (has_changed)
    {
        pass_on();
    }
}

WUA_COLD void fallback_control::tell_hold()
{
    std::string hold = m_job.common_hold();
    {
        const std::lock_guard lock(m_mutex);
        if (hold == m_hold)
        {
            return;
        }
    }
    m_job.outer().hold(hold);
    const std::lock_guard lock(m_mutex);
    m_hold = std::move(hold);
}

WUA_COLD void fallback_control::tell_wishes(const running_leg& to)
{
    const transfer& outer = m_job.outer();
    ledger& inner = *to.inner;
    fallback_leg::told_pauses& told = to.leg->told;
    if (const DownloadPriority priority = outer.priority();
        inner.priority().value_or(outer.options().priority) != priority)
    {
        inner.set_priority(priority);
    }
    if (const std::optional<std::uint64_t> bandwidth = outer.bandwidth(); bandwidth && inner.bandwidth() != bandwidth)
    {
        inner.set_bandwidth(*bandwidth);
    }
    const bool is_all = outer.wants_pause();
    for (std::size_t place = 0; !is_all && place != inner.size(); ++place)
    {
        const bool is_wanted = outer.wants_pause(to.leg->index_of(place));
        if (is_wanted && told.of_places.empty())
        {
            told.of_places.resize(inner.size());
        }
        if (!told.of_places.empty() && told.of_places[place] != is_wanted)
        {
            inner.want_pause(place, is_wanted);
            told.of_places[place] = is_wanted;
        }
    }
    if (told.of_job != is_all)
    {
        inner.want_pause(is_all);
        told.of_job = is_all;
    }
    // What stands still now, and what does not any more, nobody has reported of each update.
    if (const bool has_pauses = inner.has_pauses(); has_pauses || std::exchange(told.are_shown, has_pauses))
    {
        told.are_shown = has_pauses;
        for (std::size_t place = 0; place != inner.size(); ++place)
        {
            m_job.hear(*to.leg, place);
        }
    }
}

} // namespace wua::detail
