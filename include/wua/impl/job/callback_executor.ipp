// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/callback_executor.hpp>.

#include <wua/com/apartment.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/job/callback_executor.hpp>
#include <wua/job/ledger.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace wua::detail
{

WUA_COLD callback_thread::callback_thread() : m_shared(make_handle<shared>()) {}

WUA_COLD callback_thread::~callback_thread()
{
    settle();
    bool is_working = false;
    {
        const std::lock_guard lock(m_shared->mutex);
        m_shared->is_stopped = true;
        is_working = m_shared->running != 0;
    }
    m_shared->changed.notify_all();
    if (is_working) // for the client, which may in turn be waiting for the caller
    {
        m_thread.detach();
    }
}

WUA_COLD void callback_thread::post(std::function<void()> work, time_point due)
{
    {
        const std::lock_guard lock(m_shared->mutex);
        if (!m_thread.is_started()) // before the push: if no thread can be started, the work must not stay in the queue
        {
            m_thread = owned_thread::start([shared = m_shared]() mutable {
                const apartment_visit visit;
                shared->serve();
                shared.reset(); // work that is left is destroyed in the apartment, too
            });
        }
        m_shared->push(std::move(work), due);
    }
    m_shared->changed.notify_all();
}

WUA_INLINE bool callback_thread::run_until(function_ref<bool()> done, time_point deadline)
{
    {
        const std::lock_guard lock(m_shared->mutex);
        if (!m_thread.is_this_thread())
        {
            return false;
        }
    }
    const shared_handle<shared> keep = m_shared; // the work may destroy this object
    keep->serve_until(done, deadline);
    return true;
}

WUA_INLINE void callback_thread::wake() noexcept
{
    {
        const std::lock_guard lock(m_shared->mutex);
        ++m_shared->wakes;
    }
    m_shared->changed.notify_all();
}

WUA_COLD void callback_thread::watch_limit(const weak_handle<ledger>& job, std::chrono::nanoseconds in)
{
    constexpr std::chrono::nanoseconds max_delay = std::chrono::hours(24);
    post([thread = weak_handle<shared>(m_shared), job] { look_at_limit(thread, job); },
         std::chrono::steady_clock::now() + std::clamp(in, std::chrono::nanoseconds(0), max_delay));
}

WUA_COLD void callback_thread::look_at_limit(const weak_handle<shared>& thread, const weak_handle<ledger>& job)
{
    const shared_handle<ledger> alive = job.lock();
    const shared_handle<shared> queue = thread.lock();
    if (!alive || !queue || alive->close_if_overdue())
    {
        return;
    }
    try
    {
        const std::lock_guard lock(queue->mutex);
        queue->push([thread, job] { look_at_limit(thread, job); },
                    std::chrono::steady_clock::now() + std::chrono::milliseconds(20));
    }
    catch (...)
    {
        // No memory to look again later: ending the job too early is better than never.
        alive->finish_rest(outcome::aborted());
    }
}

WUA_COLD void callback_thread::settle() noexcept
{
    const time_point deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
    std::unique_lock lock(m_shared->mutex);
    const std::uint64_t begun = m_shared->begun;
    while (m_shared->running != 0 && m_shared->begun == begun && !m_thread.is_this_thread() &&
           m_shared->changed.wait_until(lock, deadline) != std::cv_status::timeout)
    {}
}

WUA_INLINE void callback_thread::shared::push(std::function<void()> work, time_point due)
{
    queue.push_back({due, sequence++, std::move(work)});
    std::push_heap(queue.begin(), queue.end(), &is_later);
}

WUA_INLINE void callback_thread::shared::serve()
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

WUA_COLD void callback_thread::shared::serve_until(function_ref<bool()> done, time_point deadline)
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

WUA_COLD void callback_thread::shared::run_next(std::unique_lock<std::mutex>& lock)
{
    std::pop_heap(queue.begin(), queue.end(), &is_later);
    std::function<void()> work = std::move(queue.back().run);
    queue.pop_back();
    ++running;
    ++begun;
    lock.unlock();
    work();
    work = nullptr; // what it holds is released without the lock
    lock.lock();
    --running;
    changed.notify_all();
}

WUA_INLINE void engine_executor::post(std::function<void()> work, time_point)
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

WUA_INLINE bool engine_executor::run_until(function_ref<bool()>, time_point)
{
    return false;
}

WUA_INLINE void engine_executor::wake() noexcept {}

WUA_INLINE void engine_executor::watch_limit(const weak_handle<ledger>&, std::chrono::nanoseconds) {}

WUA_COLD shared_handle<callback_executor> make_executor(const engine_handle& engine)
{
    return engine.is_driven() ? shared_engine_executor(engine) : make_handle<callback_thread>();
}

WUA_COLD shared_handle<callback_executor> shared_engine_executor(const engine_handle& engine)
{
    return make_handle<engine_executor>(engine);
}

WUA_COLD shared_handle<callback_executor> shared_callback_thread(const engine_handle& engine)
{
    struct entry
    {
        const void* engine;
        weak_handle<callback_executor> executor;
    };
    static std::mutex mutex;
    // A handful: one for each engine that has jobs. Never destroyed, since jobs may begin while the process exits.
    static std::vector<entry>& executors = *new std::vector<entry>;
    const std::lock_guard lock(mutex);
    for (std::size_t i = executors.size(); i-- != 0;)
    {
        if (executors[i].engine == engine.identity())
        {
            if (shared_handle<callback_executor> alive = executors[i].executor.lock())
            {
                return alive;
            }
        }
        if (executors[i].executor.expired())
        {
            std::swap(executors[i], executors.back());
            executors.pop_back();
        }
    }
    shared_handle<callback_executor> made = make_handle<callback_thread>();
    executors.push_back({engine.identity(), made});
    return made;
}

} // namespace wua::detail
