// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/background_thread.hpp>.

#include <wua/engine/disk/background_thread.hpp>
#include <wua/engine/disk/disk.hpp>

#include <utility>

namespace wua::detail
{

WUA_INLINE void background_thread::end() noexcept
{
    {
        const std::lock_guard lock(m_mutex);
        m_is_ending = true;
    }
    m_changed.notify_all();
    m_thread.end();
}

WUA_INLINE void background_thread::post(std::function<void()> work)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_thread.is_started())
        {
            m_thread = owned_thread::start([this] { run(); });
        }
        m_posted.push_back(std::move(work));
    }
    m_changed.notify_one();
}

WUA_INLINE void background_thread::run()
{
    block_write_signals();
    std::vector<std::function<void()>> taken;
    std::unique_lock lock(m_mutex);
    for (;;)
    {
        while (m_posted.empty() && !m_is_ending)
        {
            m_changed.wait(lock);
        }
        if (m_posted.empty())
        {
            return;
        }
        taken.swap(m_posted);
        lock.unlock();
        for (std::function<void()>& work : taken)
        {
            work();
            work = nullptr; // closes the files that it holds
        }
        taken.clear();
        lock.lock();
    }
}

} // namespace wua::detail
