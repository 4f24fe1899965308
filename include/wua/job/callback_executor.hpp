// SPDX-License-Identifier: MIT
#pragma once

// Where callbacks run: on a thread of their own, or as the work of an engine that is driven.

#include <wua/com/apartment.hpp>
#include <wua/job/engine_handle.hpp>
#include <wua/job/owned_thread.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace wua::detail
{

// Runs posted work one piece at a time, the earliest due first and otherwise in order.
class callback_executor
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    virtual ~callback_executor() = default;

    virtual void post(std::function<void()> work, time_point due) = 0;

    // Runs posted work until done() is true or the time is over, if the caller is the thread that would otherwise have
    // to; else returns false at once. Lets a callback wait for another job whose callbacks come on the same thread.
    // done() is called without a lock: after each piece of work, after wake(), and some times a second.
    virtual bool run_until(const std::function<bool()>& done, time_point deadline) = 0;

    // What a done() looks at may have changed.
    virtual void wake() noexcept = 0;
};

// One thread, started by the first piece of work. May be destroyed by its own work; what is left then is dropped.
class callback_thread final : public callback_executor
{
public:
    callback_thread() : m_shared(std::make_shared<shared>()) {}
    callback_thread(const callback_thread&) = delete;
    callback_thread& operator=(const callback_thread&) = delete;

    ~callback_thread() override
    {
        {
            const std::lock_guard lock(m_shared->mutex);
            m_shared->is_stopped = true;
        }
        m_shared->changed.notify_all();
        if (!m_thread.is_this_thread())
        {
            serve_apartment_during([&]() noexcept { m_thread.end(); }); // the thread may be calling into it
        }
    }

    void post(std::function<void()> work, time_point due) override
    {
        {
            const std::lock_guard lock(m_shared->mutex);
            if (!m_thread.is_started()) // first: work that is refused must not stay in the queue
            {
                m_thread = owned_thread::start([shared = m_shared] { shared->serve(); });
            }
            m_shared->push({due, m_shared->sequence++, std::move(work)});
        }
        m_shared->changed.notify_all();
    }

    bool run_until(const std::function<bool()>& done, time_point deadline) override
    {
        {
            const std::lock_guard lock(m_shared->mutex);
            if (!m_thread.is_this_thread())
            {
                return false;
            }
        }
        const std::shared_ptr<shared> keep = m_shared; // the work may destroy this object
        keep->serve_until(done, deadline);
        return true;
    }

    void wake() noexcept override
    {
        {
            const std::lock_guard lock(m_shared->mutex);
            ++m_shared->wakes;
        }
        m_shared->changed.notify_all();
    }

private:
    struct posted_work
    {
        time_point due;
        std::uint64_t sequence = 0;
        std::function<void()> run;
    };

    struct shared
    {
        std::mutex mutex;
        std::condition_variable changed;
        std::vector<posted_work> queue; // a heap, the next one first
        std::uint64_t sequence = 0;
        std::uint64_t wakes = 0;
        bool is_stopped = false;

        static bool is_later(const posted_work& a, const posted_work& b) noexcept
        {
            return a.due != b.due ? a.due > b.due : a.sequence > b.sequence;
        }

        void push(posted_work work)
        {
            queue.push_back(std::move(work));
            std::push_heap(queue.begin(), queue.end(), &is_later);
        }

        void serve()
        {
            std::unique_lock lock(mutex);
            while (!is_stopped)
            {
                const time_point due = next_due();
                if (due <= std::chrono::steady_clock::now())
                {
                    run_next(lock);
                }
                else if (due == time_point::max())
                {
                    changed.wait(lock);
                }
                else
                {
                    changed.wait_until(lock, due);
                }
            }
        }

        void serve_until(const std::function<bool()>& done, time_point deadline)
        {
            std::unique_lock lock(mutex);
            while (!is_stopped)
            {
                const std::uint64_t seen = wakes;
                lock.unlock();
                const time_point now = std::chrono::steady_clock::now();
                if (done() || now >= deadline)
                {
                    return;
                }
                lock.lock();
                const time_point due = next_due();
                if (due <= now)
                {
                    run_next(lock);
                }
                else if (seen == wakes)
                {
                    changed.wait_until(lock, std::min({due, deadline, now + std::chrono::milliseconds(20)}));
                }
            }
        }

        time_point next_due() const noexcept
        {
            return queue.empty() ? time_point::max() : queue.front().due;
        }

        void run_next(std::unique_lock<std::mutex>& lock)
        {
            std::pop_heap(queue.begin(), queue.end(), &is_later);
            std::function<void()> work = std::move(queue.back().run);
            queue.pop_back();
            lock.unlock();
            work();
            work = nullptr; // what it held is released without the lock
            lock.lock();
        }
    };

    std::shared_ptr<shared> m_shared;
    owned_thread m_thread; // guarded by the shared mutex, until the destructor
};

// The work of a driven engine: runs where somebody drives it, or at once when the engine is gone.
class engine_executor final : public callback_executor
{
public:
    explicit engine_executor(const engine_handle& engine) noexcept : m_engine(engine) {}

    void post(std::function<void()> work, time_point) override
    {
        if (const engine_handle engine = m_engine.lock())
        {
            engine.post(std::move(work));
        }
        else
        {
            work();
        }
    }

    bool run_until(const std::function<bool()>&, time_point) override
    {
        return false;
    }
    void wake() noexcept override {}

private:
    const weak_engine_handle m_engine;
};

// The executor of jobs on that engine.
inline std::shared_ptr<callback_executor> make_executor(const engine_handle& engine)
{
    if (engine.is_driven())
    {
        return std::make_shared<engine_executor>(engine);
    }
    return std::make_shared<callback_thread>();
}

} // namespace wua::detail
