// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/curl_core.hpp>.

#include <wua/engine/curl/curl_core.hpp>

namespace wua::detail
{

WUA_INLINE std::size_t curl_core::max_transfers() noexcept
{
    return std::max<std::size_t>(max_open_files() / 16 * 3, 1);
}

WUA_COLD curl_core::curl_core(curl_options&& chosen)
    : options(std::move(chosen)),
      directory(std::make_shared<disk_directory>(options.directory, options.hook, options.access)),
      folders(directory),
      room(directory),
      budget(options.engine_bandwidth),
      shared([this] { wake_all(); }),
      checker(options.policy.check, options.directory),
      commits(background, options.sync == sync_policy::always, &checker),
      m_random(options.seed),
      m_queue(options.parallel, options.loops, max_transfers())
{}

WUA_INLINE std::chrono::nanoseconds curl_core::retry_delay(std::uint32_t failures)
{
    const std::lock_guard lock(m_mutex);
    return options.retry.delay(failures, m_random);
}

WUA_INLINE bool curl_core::try_add(const std::shared_ptr<curl_job>& job)
{
    job_list added{job};
    {
        const std::lock_guard lock(m_mutex);
        if (m_is_stopping)
        {
            return false;
        }
        if (job->is_cancelled)
        {
            m_ended.splice(m_ended.end(), added); // aborted before it came here
        }
        else
        {
            job->position = added.begin();
            job->is_registered = true;
            m_jobs.splice(m_jobs.end(), added);
            m_queue.add(job);
        }
    }
    wake_all();
    return true;
}

WUA_INLINE void curl_core::abort(const shared_handle<curl_job>& job) noexcept
{
    job->is_aborting.store(true, std::memory_order_release);
    {
        const std::lock_guard lock(m_mutex);
        if (m_queue.cancel(*job))
        {
            move_to_ended(*job);
        }
    }
    m_abort_count.fetch_add(1, std::memory_order_release);
    wake_all();
}

WUA_INLINE std::optional<update_queue::ticket> curl_core::next(std::size_t lane)
{
    const std::lock_guard lock(m_mutex);
    return m_is_stopping ? std::nullopt : m_queue.next(lane);
}

WUA_INLINE void curl_core::wake_others(std::size_t lane)
{
    for (std::size_t other = 0; other != options.loops; ++other)
    {
        if (other != lane && is_waiting_for(other))
        {
            m_inboxes[other]->wake();
        }
    }
}

WUA_INLINE bool curl_core::try_rest(update_queue::ticket& update)
{
    const std::lock_guard lock(m_mutex);
    return m_queue.try_rest(update);
}

WUA_INLINE void curl_core::hold_back(update_queue::ticket& update)
{
    const std::lock_guard lock(m_mutex);
    m_queue.hold_back(update);
}

WUA_INLINE void curl_core::rest(update_queue::ticket& update)
{
    const std::lock_guard lock(m_mutex);
    m_queue.rest(update);
}

WUA_INLINE bool curl_core::try_move(update_queue::ticket& update, std::string_view host)
{
    const std::lock_guard lock(m_mutex);
    return m_queue.try_move(update, host);
}

WUA_INLINE void curl_core::release(const update_queue::ticket& update)
{
    const std::lock_guard lock(m_mutex);
    if (m_queue.release(update))
    {
        move_to_ended(static_cast<curl_job&>(*update.job));
    }
}

WUA_INLINE job_list curl_core::take_ended()
{
    job_list ended;
    const std::lock_guard lock(m_mutex);
    ended.swap(m_ended);
    return ended;
}

WUA_INLINE void curl_core::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_is_stopping = true;
    }
    wake_all();
}

WUA_INLINE job_list curl_core::take_rest()
{
    const std::lock_guard lock(m_mutex);
    for (auto next = m_jobs.begin(); next != m_jobs.end();)
    {
        auto& job = static_cast<curl_job&>(**next++);
        if (!job.has_left())
        {
            move_to_ended(job);
        }
    }
    job_list rest;
    rest.swap(m_ended);
    return rest;
}

WUA_INLINE void curl_core::move_to_ended(curl_job& job)
{
    if (std::exchange(job.is_registered, false))
    {
        m_ended.splice(m_ended.end(), m_jobs, job.position);
    }
}

WUA_INLINE bool curl_core::is_waiting_for(std::size_t lane)
{
    const std::lock_guard lock(m_mutex);
    return m_queue.is_waiting_for(lane);
}

WUA_INLINE void curl_core::wake_all()
{
    for (const std::shared_ptr<curl_inbox>& inbox : m_inboxes)
    {
        if (inbox)
        {
            inbox->wake();
        }
    }
}

} // namespace wua::detail
