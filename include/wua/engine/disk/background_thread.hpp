// SPDX-License-Identifier: MIT
#pragma once

// A thread for work that may block: hashing files, waiting for the disk.

#include <wua/job/owned_thread.hpp>

#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <utility>

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
        std::list<std::function<void()>> one;
        one.push_back(std::move(work));
        {
            const std::lock_guard lock(m_mutex);
            if (!m_thread.is_started())
            {
                m_thread = owned_thread::start([this] { run(); });
            }
            m_work.splice(m_work.end(), one);
        }
        m_changed.notify_one();
    }

private:
    void run()
    {
        std::unique_lock lock(m_mutex);
        for (;;)
        {
            m_changed.wait(lock, [&] { return m_is_ending || !m_work.empty(); });
            if (m_work.empty())
            {
                return;
            }
            std::list<std::function<void()>> first;
            first.splice(first.begin(), m_work, m_work.begin());
            lock.unlock();
            first.front()();
            first.clear();
            lock.lock();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::list<std::function<void()>> m_work;
    bool m_is_ending = false;
    owned_thread m_thread;
};

} // namespace wua::detail
