// SPDX-License-Identifier: MIT
#pragma once

// A thread for work that may block: hashing files, waiting for the disk.

#include <wua/job/owned_thread.hpp>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace wua::detail
{

// Does its work in the order in which it was posted. The thread is made when the first work comes. What it is given
// must not throw. The destructor returns when all that was posted is done; it must not run on the thread itself.
class background_thread
{
public:
    background_thread() = default;
    background_thread(const background_thread&) = delete;
    background_thread& operator=(const background_thread&) = delete;

    ~background_thread()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_is_ending = true;
        }
        m_changed.notify_all();
        m_thread.end();
    }

    // Any thread, the thread itself included. When it throws, nothing was posted.
    void post(std::function<void()> work)
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

private:
    void run()
    {
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
                work = nullptr; // with the files that it has open
            }
            taken.clear();
            lock.lock();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::function<void()>> m_posted;
    bool m_is_ending = false;
    owned_thread m_thread;
};

} // namespace wua::detail
