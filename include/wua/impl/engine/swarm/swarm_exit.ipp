// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/swarm/swarm_exit.hpp>.

#include <wua/com/process.hpp>
#include <wua/engine/swarm/swarm_exit.hpp>

#include <cstdlib>
#include <new>
#include <utility>

namespace wua::detail
{

WUA_COLD void swarm_exit::watch(const std::shared_ptr<swarm_supplier>& swarms)
{
    of_this_process().add(swarms);
}

WUA_COLD void swarm_exit::forget(const std::weak_ptr<swarm_supplier>& swarms) noexcept
{
    try
    {
        of_this_process().erase(swarms);
    }
    catch (const std::bad_alloc&)
    {
        // The list does not exist, so nothing can be on it.
    }
}

WUA_COLD swarm_exit& swarm_exit::of_this_process()
{
    static swarm_exit& only = *[] {
        auto made = std::make_unique<swarm_exit>();
        if (may_wait_at_exit && std::atexit([] { of_this_process().stop_all(); }) != 0)
        {
            throw std::bad_alloc();
        }
        return made.release();
    }();
    return only;
}

WUA_COLD void swarm_exit::add(const std::shared_ptr<swarm_supplier>& swarms)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_has_come)
        {
            m_open.push_back(swarms);
            return;
        }
    }
    swarms->stop();
}

WUA_COLD void swarm_exit::erase(const std::weak_ptr<swarm_supplier>& swarms) noexcept
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_open, [&](const auto& each) { return !each.owner_before(swarms) && !swarms.owner_before(each); });
}

WUA_COLD void swarm_exit::stop_all() noexcept
{
    std::vector<std::weak_ptr<swarm_supplier>> open;
    {
        const std::lock_guard lock(m_mutex);
        m_has_come = true;
        open.swap(m_open);
    }
    for (const std::weak_ptr<swarm_supplier>& each : open)
    {
        if (const std::shared_ptr<swarm_supplier> alive = each.lock())
        {
            alive->stop();
        }
    }
}

} // namespace wua::detail
