// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/loop_watchdog.hpp>.

#include <wua/engine/curl/loop_watchdog.hpp>

#include <exception>

namespace wua::detail
{

WUA_COLD loop_watchdog::~loop_watchdog()
{
    {
        const std::lock_guard lock(m_mutex);
        m_is_ending = true;
    }
    m_changed.notify_all();
    m_thread.end();
}

WUA_COLD void loop_watchdog::watch(const std::shared_ptr<curl_connections>& loop) noexcept
{
    try
    {
        const std::lock_guard lock(m_mutex);
        if (!m_thread.is_started())
        {
            m_thread = owned_thread::start([this] { run(); });
        }
        m_watched.push_back(loop);
    }
    catch (const std::exception&)
    {
        return;
    }
    m_changed.notify_all();
}

WUA_COLD void loop_watchdog::forget(const std::shared_ptr<curl_connections>& loop) noexcept
{
    const std::lock_guard lock(m_mutex);
    std::erase(m_watched, loop);
}

WUA_COLD void loop_watchdog::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_is_ending)
    {
        if (m_watched.empty())
        {
            m_changed.wait(lock);
            continue;
        }
        bool is_doubtful = false;
        for (const std::shared_ptr<curl_connections>& loop : m_watched)
        {
            is_doubtful = loop->look_for_flood() || is_doubtful;
        }
        m_changed.wait_for(lock, is_doubtful ? short_interval : interval);
    }
}

} // namespace wua::detail
