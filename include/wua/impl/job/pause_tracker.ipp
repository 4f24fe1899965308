// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/pause_tracker.hpp>.

#include <wua/job/pause_tracker.hpp>

namespace wua::detail
{

WUA_COLD void pause_tracker::want(bool is_wanted) noexcept
{
    m_is_wanted = is_wanted;
    count_again();
}

WUA_COLD void pause_tracker::want(std::size_t index, bool is_wanted) noexcept
{
    if (has(index, wanted) == is_wanted || has(index, ended))
    {
        return;
    }
    set(index, wanted, is_wanted);
    m_wanted = is_wanted ? m_wanted + 1 : m_wanted - 1;
    if (!this->is_wanted(index))
    {
        set(index, stopped, false);
    }
}

WUA_COLD void pause_tracker::hold(bool is_held) noexcept
{
    m_is_held = is_held;
    count_again();
}

WUA_COLD void pause_tracker::stop(std::size_t index) noexcept
{
    if (is_wanted(index))
    {
        set(index, stopped, true);
    }
}

WUA_COLD void pause_tracker::move(std::size_t index) noexcept
{
    set(index, stopped, false);
}

WUA_COLD void pause_tracker::start(std::size_t index) noexcept
{
    set(index, started, true);
}

WUA_COLD void pause_tracker::end(std::size_t index) noexcept
{
    want(index, false);
    set(index, ended, true);
    --m_open;
}

WUA_COLD bool pause_tracker::is_at_rest(std::size_t index) const noexcept
{
    return !has(index, ended) && is_wanted(index) && (has(index, stopped) || !has(index, started));
}

WUA_COLD void pause_tracker::set(std::size_t index, flag what, bool is_set) noexcept
{
    const bool was_at_rest = is_at_rest(index);
    const unsigned flags = m_updates[index];
    m_updates[index] = static_cast<std::uint8_t>(is_set ? flags | what : flags & ~unsigned{what});
    m_resting += is_at_rest(index) ? 1U : 0U;
    m_resting -= was_at_rest ? 1 : 0;
}

WUA_COLD void pause_tracker::count_again() noexcept
{
    m_resting = 0;
    for (std::size_t index = 0; index != m_updates.size(); ++index)
    {
        if (!is_wanted(index))
        {
            m_updates[index] = static_cast<std::uint8_t>(m_updates[index] & ~unsigned{stopped});
        }
        m_resting += is_at_rest(index) ? 1U : 0U;
    }
}

} // namespace wua::detail
