// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/swarm/swarm_signal.hpp>.

#include <wua/engine/swarm/swarm_signal.hpp>

namespace wua::detail
{

WUA_COLD void swarm_signal::wake() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_is_woken = true;
    m_changed.notify_all();
}

WUA_COLD void swarm_signal::stop() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_is_stopped = true;
    m_changed.notify_all();
}

WUA_COLD bool swarm_signal::wait(std::chrono::milliseconds limit, bool is_idle)
{
    std::unique_lock lock(m_mutex);
    const auto is_due = [this] { return m_is_woken || m_is_stopped; };
    if (is_idle)
    {
        m_changed.wait(lock, is_due);
    }
    else
    {
        m_changed.wait_for(lock, limit, is_due);
    }
    m_is_woken = false;
    return !m_is_stopped;
}

} // namespace wua::detail
