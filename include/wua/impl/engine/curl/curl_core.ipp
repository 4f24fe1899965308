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

// The path itself where there is no absolute one, as for an empty path: the directory's error then says so.
WUA_COLD std::filesystem::path absolute_place(const std::filesystem::path& path)
{
    std::error_code error;
    std::filesystem::path place = std::filesystem::absolute(path, error);
    return error ? path : place;
}

WUA_COLD curl_core::curl_core(curl_options&& chosen, std::shared_ptr<content_supplier> with)
    : options(std::move(chosen)),
      place(absolute_place(options.directory)),
      rules(options.requests),
      supplier(std::move(with)),
      logins(options.requests.ask),
      directory(std::make_shared<disk_directory>(options.directory, options.hook, options.access)),
      folders(directory),
      space(directory),
      budget(options.engine_bandwidth),
      gate(options.may_fetch, options.may_fetch_every),
      shared([this] { wake_all(); }),
      checker(options.policy.check, place),
      commits(background, options.sync == sync_policy::always, &checker),
      m_running_loops(options.loops),
      m_has_limits(options.engine_bandwidth != 0 || options.job_bandwidth != 0),
      m_random(options.seed),
      m_is_open(!options.may_fetch),
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
            m_ended.splice(m_ended.end(), added); // aborted before it was added
        }
        else
        {
            if (gate.exists() && m_jobs.empty())
            {
                m_is_open = false; // closed until the gate has been asked again
                gate.poke();
            }
            job->position = added.begin();
            job->is_registered = true;
            m_jobs.splice(m_jobs.end(), added);
            job->is_held = job->transfer.wants_pause();
            m_queue.add(job);
        }
    }
    m_added_count.fetch_add(1, std::memory_order_release);
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

WUA_COLD void curl_core::control(const std::shared_ptr<curl_job>& job) noexcept
{
    {
        // The choices are read under the lock, so that the thread that reads last, and hence the latest, also applies
        // last.
        const std::lock_guard lock(m_mutex);
        const wua::transfer& transfer = job->transfer;
        if (job->is_registered)
        {
            m_queue.hold(job, transfer.wants_pause());
        }
        m_queue.set_priority(*job, curl_job::level_of(transfer.priority()));
        if (const std::optional<std::uint64_t> bandwidth = transfer.bandwidth())
        {
            job->budget.set_rate(*bandwidth);
            m_has_limits = m_has_limits || *bandwidth != 0;
        }
    }
    m_control_count.fetch_add(1, std::memory_order_release);
    wake_all();
}

WUA_COLD void curl_core::set_bandwidth(std::uint64_t bytes_per_second)
{
    budget.set_rate(bytes_per_second);
    m_has_limits = m_has_limits || bytes_per_second != 0;
    m_control_count.fetch_add(1, std::memory_order_release);
    wake_all();
}

WUA_COLD void curl_core::ask_may_fetch() noexcept
{
    gate.poke();
    wake_all();
}

WUA_COLD void curl_core::open(bool is_open)
{
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_is_open, is_open) == is_open)
        {
            return;
        }
    }
    wake_all();
}

WUA_INLINE bool curl_core::has_jobs()
{
    const std::lock_guard lock(m_mutex);
    return !m_jobs.empty();
}

WUA_COLD std::vector<std::shared_ptr<curl_job>> curl_core::jobs_without_answer(std::uint64_t answer)
{
    std::vector<std::shared_ptr<curl_job>> found;
    const std::lock_guard lock(m_mutex);
    for (const std::shared_ptr<queue_entry>& each : m_jobs)
    {
        if (static_cast<const curl_job&>(*each).published_answer != answer)
        {
            found.push_back(std::static_pointer_cast<curl_job>(each));
        }
    }
    return found;
}

WUA_INLINE std::optional<update_queue::ticket> curl_core::next(std::size_t lane)
{
    const std::lock_guard lock(m_mutex);
    return m_is_stopping || !m_is_open ? std::nullopt : m_queue.next(lane);
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

WUA_COLD void curl_core::expect_nothing(update_queue::ticket& update)
{
    const std::lock_guard lock(m_mutex);
    m_queue.expect_nothing(update);
}

WUA_COLD void curl_core::rest_without_file(update_queue::ticket& update)
{
    const std::lock_guard lock(m_mutex);
    m_queue.rest_without_file(update);
}

WUA_INLINE bool curl_core::try_move(update_queue::ticket& update, std::string_view host)
{
    const std::lock_guard lock(m_mutex);
    return m_queue.try_move(update, host);
}

WUA_COLD std::optional<update_queue::loan> curl_core::try_lend(std::string_view host, std::size_t lane)
{
    const std::lock_guard lock(m_mutex);
    return m_is_open && !m_is_stopping ? m_queue.try_lend(host, lane) : std::nullopt;
}

WUA_COLD void curl_core::take_back(const update_queue::loan& given)
{
    const std::lock_guard lock(m_mutex);
    m_queue.take_back(given);
}

WUA_COLD bool curl_core::wants_loans()
{
    const std::lock_guard lock(m_mutex);
    return m_queue.wants_loans();
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
    checker.close(); // or the next check would begin while the loops withdraw one after the other
    wake_all();
}

WUA_COLD void curl_core::end_threads() noexcept
{
    checker.end();
    sinks.end();
    background.end();
}

WUA_COLD void curl_core::note_loop_end() noexcept
{
    if (m_running_loops.fetch_sub(1) == 1 && m_has_lone_loops)
    {
        end_threads();
    }
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
    return m_is_open && m_queue.is_waiting_for(lane);
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
