// SPDX-License-Identifier: MIT
#pragma once

// A thread for each connection, up to a limit; cpp-httplib's own queue would start all of its threads at once.

#include <httplib.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace poller
{

class thread_each final : public httplib::TaskQueue
{
public:
    explicit thread_each(std::size_t max_threads) : m_max_threads(max_threads) {}

    // Work beyond the limit waits until a thread is free.
    void enqueue(std::function<void()> work) override
    {
        {
            const std::lock_guard lock(m_shared->mutex);
            m_shared->waiting.push_back(std::move(work));
            if (m_shared->running == m_max_threads)
            {
                return;
            }
            ++m_shared->running;
        }
        try
        {
            std::thread([shared = m_shared] { run(*shared); }).detach();
        }
        catch (const std::system_error&) // no thread can be started now
        {
            run(*m_shared);
        }
    }

    void shutdown() override
    {
        std::unique_lock lock(m_shared->mutex);
        m_shared->changed.wait(lock, [&] { return m_shared->running == 0; });
    }

private:
    struct state
    {
        std::mutex mutex; // guards everything below
        std::condition_variable changed;
        std::deque<std::function<void()>> waiting;
        std::size_t running = 0;
    };

    static void run(state& shared)
    {
        std::unique_lock lock(shared.mutex);
        while (!shared.waiting.empty())
        {
            const std::function<void()> work = std::move(shared.waiting.front());
            shared.waiting.pop_front();
            lock.unlock();
            work();
            lock.lock();
        }
        --shared.running;
        shared.changed.notify_all();
    }

    const std::size_t m_max_threads;
    // Shared, since threads may end a little later than this object.
    const std::shared_ptr<state> m_shared = std::make_shared<state>();
};

} // namespace poller
