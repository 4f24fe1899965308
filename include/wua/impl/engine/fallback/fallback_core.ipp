// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/fallback/fallback_core.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/engine/fallback/fallback_core.hpp>
#include <wua/engine/fallback/fallback_job.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

namespace wua::detail
{

WUA_INLINE fallback_core::fallback_core(engine_handle first, engine_handle second, fallback_options options)
    : m_options(std::move(options)),
      m_is_driven((first && first.is_driven()) || (second && second.is_driven())),
      m_timed(first && !first.is_timed() && second && second.is_timed() ? 1 : 0)
{
    if (!first || !second)
    {
        throw hresult_error(e_pointer, "a fallback_engine needs two engines, and one is null");
    }
    if (m_options.no_bytes_for.count() < 0 || m_options.patience.count() < 0)
    {
        throw hresult_error(
            e_invalidarg, m_options.patience.count() < 0 ? "fallback_options: patience is negative"
                                                         : "fallback_options: no_bytes_for is negative");
    }
    m_places[0].engine = std::move(first);
    m_places[1].engine = std::move(second);
}

WUA_INLINE void fallback_core::start(const shared_handle<fallback_core>& core, transfer job)
{
    const auto made = make_handle<fallback_job>(core, std::move(job));
    job_list added{made};
    {
        const std::lock_guard lock(core->m_mutex);
        made->where = added.begin();
        made->is_listed = true;
        core->m_jobs.splice(core->m_jobs.end(), added);
    }
    made->on_abort.attach(made->outer().stop_token(), core, made); // which may have come already
    try
    {
        fallback_job::begin(made);
    }
    catch (...)
    {
        core->remove(*made);
        throw;
    }
    if (!core->needs_driving())
    {
        serve(core);
    }
}

WUA_COLD job_controls fallback_core::controls()
{
    const std::array engines{engine_at(0), engine_at(1)};
    const job_controls one = engines[0] ? engines[0].controls() : job_controls();
    const job_controls other = engines[1] ? engines[1].controls() : job_controls();
    return {.pause = one.pause && other.pause,
            .priority = one.priority && other.priority,
            .bandwidth = one.bandwidth && other.bandwidth};
}

WUA_INLINE std::chrono::nanoseconds fallback_core::time_of(const engine_handle& engine) const
{
    return engine ? engine.time() : std::chrono::nanoseconds(0);
}

WUA_INLINE std::chrono::nanoseconds fallback_core::now()
{
    if (!m_is_driven)
    {
        const engine_handle timed = engine_at(m_timed);
        const std::chrono::nanoseconds time = time_of(timed);
        const std::lock_guard lock(m_mutex);
        m_latest = std::max(m_latest, time);
        return m_latest;
    }
    const std::array engines{engine_at(0), engine_at(1)};
    const std::array times{time_of(engines[0]), time_of(engines[1])}; // read before the lock
    const std::lock_guard lock(m_mutex);
    for (std::size_t which = 0; which != 2; ++which)
    {
        if (m_places[which].legs != 0 && engines[which])
        {
            m_latest = std::max(m_latest, times[which] + m_places[which].offset);
        }
    }
    return m_latest;
}

WUA_INLINE bool fallback_core::drive()
{
    const std::uint64_t reports = report_count(); // one that comes from here on may have given the engines work
    const std::array engines{engine_at(0), engine_at(1)};
    std::array<std::optional<std::chrono::nanoseconds>, 2> due;
    for (std::size_t which = 0; which != 2; ++which)
    {
        if (engines[which] && engines[which].is_driven())
        {
            due[which] = engines[which].due();
        }
    }
    std::array<std::size_t, 2> order{0, 1};
    {
        const std::lock_guard lock(m_mutex);
        const auto common = [&](std::size_t which) {
            return m_places[which].legs != 0 ? *due[which] + m_places[which].offset : m_latest;
        };
        if (due[0] && due[1] && common(1) < common(0))
        {
            std::swap(order[0], order[1]);
        }
    }
    for (const std::size_t which : order)
    {
        if (due[which] && engines[which].drive())
        {
            return true;
        }
    }
    if (wait_for_report(std::chrono::milliseconds(5), reports))
    {
        for_each_job([](fallback_job& job) { job.look(); });
        return true;
    }
    // Nothing comes by itself any more. What waits for a time gets it.
    std::optional<std::chrono::nanoseconds> due_in;
    for_each_job([&due_in](fallback_job& job) {
        if (const auto wait = job.time_to_give_up(); wait && (!due_in || *wait < *due_in))
        {
            due_in = wait;
        }
    });
    if (!due_in)
    {
        return false;
    }
    if (engines[0] && engines[0].can_advance())
    {
        engines[0].advance(*due_in);
    }
    for_each_job([](fallback_job& job) { job.give_up(); });
    return true;
}

WUA_INLINE void fallback_core::post(std::function<void()> work)
{
    const std::array engines{engine_at(0), engine_at(1)};
    const auto can = [&](std::size_t which) { return engines[which] && engines[which].is_driven(); };
    if (!can(0) && !can(1))
    {
        work(); // the engine has ended
        return;
    }
    const bool is_second = !can(0) || (!engines[0].needs_driving() && can(1) && engines[1].needs_driving());
    engines[is_second ? 1 : 0].post(std::move(work));
}

WUA_INLINE void fallback_core::advance(std::chrono::nanoseconds by)
{
    const std::chrono::nanoseconds from = now();
    constexpr auto most = std::chrono::nanoseconds::max();
    const std::chrono::nanoseconds until = by > most - from ? most : from + by;
    // An engine with threads of its own takes its time.
    const auto end = std::chrono::steady_clock::now() + std::min<std::chrono::nanoseconds>(by, std::chrono::hours(1));
    while (wait_for_report(end - std::chrono::steady_clock::now(), report_count()) &&
           std::chrono::steady_clock::now() < end)
    {}
    for (std::size_t which = 0; which != 2; ++which)
    {
        const engine_handle engine = engine_at(which);
        if (!engine || !engine.can_advance())
        {
            continue;
        }
        const std::chrono::nanoseconds time = engine.time();
        std::chrono::nanoseconds left = by;
        {
            const std::lock_guard lock(m_mutex);
            if (m_places[which].legs != 0)
            {
                left = until - (time + m_places[which].offset);
            }
        }
        engine.advance(std::max(left, std::chrono::nanoseconds(0)));
    }
    {
        const std::lock_guard lock(m_mutex);
        m_latest = std::max(m_latest, until);
    }
    for_each_job([](fallback_job& job) { job.look(); });
}

WUA_INLINE bool fallback_core::needs_driving()
{
    if (!m_is_driven)
    {
        return false;
    }
    const std::array engines{engine_at(0), engine_at(1)};
    return (engines[0] && engines[0].needs_driving()) || (engines[1] && engines[1].needs_driving());
}

WUA_INLINE void fallback_core::abort(const shared_handle<fallback_job>& job) noexcept
{
    job->abort();
}

WUA_INLINE void fallback_core::stop() noexcept
{
    std::array<engine_handle, 2> ended;
    {
        const std::lock_guard lock(m_mutex);
        m_is_stopped = true;
        for (const shared_handle<fallback_job>& job : m_jobs)
        {
            job->note_stop();
        }
        ended[0].swap(m_places[0].engine);
        ended[1].swap(m_places[1].engine);
    }
    m_changed.notify_all();
    // Ends their jobs, unless somebody else has them, too.
    ended = {};
    while (true)
    {
        job_list last;
        {
            const std::lock_guard lock(m_mutex);
            if (m_jobs.empty())
            {
                break;
            }
            m_jobs.front()->is_listed = false;
            last.splice(last.end(), m_jobs, m_jobs.begin());
        }
        last.front()->stop();
    }
    m_watcher.end();
    for (const auto start = std::chrono::steady_clock::now();
         m_passing.load() > t_passing && std::chrono::steady_clock::now() - start < stop_patience;)
    {
        std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
}

WUA_INLINE engine_handle fallback_core::engine_at(std::size_t which)
{
    const std::lock_guard lock(m_mutex);
    return m_places[which].engine;
}

WUA_INLINE void fallback_core::note_begin(std::size_t which)
{
    const std::chrono::nanoseconds common = now();
    const engine_handle engine = engine_at(which);
    const std::chrono::nanoseconds time = time_of(engine);
    const std::lock_guard lock(m_mutex);
    if (m_places[which].legs++ == 0)
    {
        m_places[which].offset = common - time;
    }
}

WUA_INLINE void fallback_core::note_end(std::size_t which) noexcept
{
    now(); // from here on this engine's time does not count any more
    {
        const std::lock_guard lock(m_mutex);
        --m_places[which].legs;
    }
    m_changed.notify_all();
}

WUA_INLINE void fallback_core::note_report(std::size_t which) noexcept
{
    if (!m_is_driven)
    {
        return; // nobody waits for it
    }
    const engine_handle engine = engine_at(which);
    if (engine && engine.needs_driving())
    {
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        ++m_reports;
    }
    m_changed.notify_all();
}

WUA_INLINE void fallback_core::remove(fallback_job& job) noexcept
{
    job_list removed; // destroyed without the lock
    const std::lock_guard lock(m_mutex);
    if (std::exchange(job.is_listed, false))
    {
        removed.splice(removed.end(), m_jobs, job.where);
    }
}

template <class F>
void fallback_core::for_each_job(F f)
{
    std::size_t left = 0;
    {
        const std::lock_guard lock(m_mutex);
        left = m_jobs.size();
    }
    for (; left != 0; --left)
    {
        shared_handle<fallback_job> job; // let go of without the lock
        {
            const std::lock_guard lock(m_mutex);
            if (m_jobs.empty())
            {
                return;
            }
            job = m_jobs.front();
            m_jobs.splice(m_jobs.end(), m_jobs, m_jobs.begin());
        }
        f(*job);
    }
}

WUA_INLINE void fallback_core::serve(const shared_handle<fallback_core>& core)
{
    const std::lock_guard lock(core->m_mutex);
    if (core->m_watcher.is_started() || core->m_is_stopped)
    {
        core->m_changed.notify_all();
        return;
    }
    try
    {
        core->m_watcher = owned_thread::start([core] { core->watch(); });
    }
    catch (...)
    {
        return; // engines that let time pass in their jobs make up for it
    }
}

WUA_INLINE void fallback_core::watch()
{
    const std::chrono::nanoseconds interval = std::clamp<std::chrono::nanoseconds>(
        m_options.no_bytes_for / 8, std::chrono::milliseconds(10), std::chrono::milliseconds(200));
    std::unique_lock lock(m_mutex);
    while (!m_is_stopped)
    {
        if (m_jobs.empty())
        {
            m_changed.wait(lock);
            continue;
        }
        m_changed.wait_for(lock, interval, [this] { return m_is_stopped; });
        lock.unlock();
        for_each_job([](fallback_job& job) { job.look(); });
        lock.lock();
    }
}

WUA_INLINE std::uint64_t fallback_core::report_count()
{
    const std::lock_guard lock(m_mutex);
    return m_reports;
}

WUA_INLINE bool fallback_core::wait_for_report(std::chrono::nanoseconds most, std::uint64_t before)
{
    const std::array engines{engine_at(0), engine_at(1)};
    std::unique_lock lock(m_mutex);
    const auto is_at_work = [&] {
        if (m_passing.load() > t_passing)
        {
            return true; // another thread has something of a job in hand
        }
        for (std::size_t which = 0; which != 2; ++which)
        {
            if (m_places[which].legs != 0 && engines[which] && !engines[which].needs_driving())
            {
                return true;
            }
        }
        return false;
    };
    if (!is_at_work())
    {
        return m_reports != before;
    }
    // The end of a passage is not told: so it looks again soon.
    m_changed.wait_for(lock, std::min<std::chrono::nanoseconds>(most, std::chrono::milliseconds(5)),
                       [&] { return m_reports != before || m_is_stopped || !is_at_work(); });
    return true;
}

} // namespace wua::detail
