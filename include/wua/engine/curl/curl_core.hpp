// SPDX-License-Identifier: MIT
#pragma once

// What the threads of a curl_engine share.

#include <wua/engine/content/commit_queue.hpp>
#include <wua/engine/curl/curl_inbox.hpp>
#include <wua/engine/curl/curl_job.hpp>
#include <wua/engine/curl_options.hpp>
#include <wua/engine/disk/background_thread.hpp>
#include <wua/engine/disk/disk.hpp>
#include <wua/engine/transfer/byte_budget.hpp>
#include <wua/engine/transfer/mirror_memory.hpp>
#include <wua/engine/transfer/random_bits.hpp>
#include <wua/engine/transfer/update_queue.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

namespace wua::detail
{

class curl_core
{
public:
    explicit curl_core(curl_options&& chosen)
        : options(std::move(chosen)),
          directory(std::make_shared<disk_directory>(options.directory, options.hook)),
          budget(options.engine_bandwidth),
          commits(background, directory, options.sync == sync_policy::always),
          m_random(options.seed),
          m_queue(options.parallel, options.loops)
    {}

    const curl_options options;
    const std::shared_ptr<disk_directory> directory;
    byte_budget budget;
    mirror_memory mirrors;
    commit_queue commits;
    background_thread background; // ends before what it uses

    std::chrono::nanoseconds now() const
    {
        return options.clock();
    }

    std::chrono::nanoseconds retry_delay(std::uint32_t failures)
    {
        const std::lock_guard lock(m_mutex);
        return options.retry.delay(failures, m_random);
    }

    // To be called before any other thread knows the core.
    void add_loop(std::size_t lane, std::shared_ptr<curl_inbox> inbox)
    {
        m_inboxes[lane] = std::move(inbox);
    }

    bool is_stopping() const noexcept
    {
        return m_is_stopping.load(std::memory_order_acquire);
    }

    // False when the engine is ending: the job is the caller's to finish.
    bool try_add(const std::shared_ptr<curl_job>& job)
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

    // Any thread; sets a flag and wakes the loops.
    void abort(curl_job& job)
    {
        job.is_aborting.store(true, std::memory_order_release);
        {
            const std::lock_guard lock(m_mutex);
            if (m_queue.cancel(job))
            {
                move_to_ended(job);
            }
        }
        m_abort_count.fetch_add(1, std::memory_order_release);
        wake_all();
    }

    // Changes with each abort.
    std::uint64_t abort_count() const noexcept
    {
        return m_abort_count.load(std::memory_order_acquire);
    }

    std::optional<update_queue::ticket> next(std::size_t lane)
    {
        const std::lock_guard lock(m_mutex);
        return m_is_stopping ? std::nullopt : m_queue.next(lane);
    }

    // Wakes the other loops for which there is something to do.
    void wake_others(std::size_t lane)
    {
        for (std::size_t other = 0; other != options.loops; ++other)
        {
            if (other != lane && is_waiting_for(other))
            {
                m_inboxes[other]->wake();
            }
        }
    }

    // See update_queue::try_rest().
    bool try_rest(update_queue::ticket& update)
    {
        const std::lock_guard lock(m_mutex);
        return m_queue.try_rest(update);
    }

    bool try_move(update_queue::ticket& update, std::string_view host)
    {
        const std::lock_guard lock(m_mutex);
        return m_queue.try_move(update, host);
    }

    // The update has its result.
    void release(const update_queue::ticket& update)
    {
        const std::lock_guard lock(m_mutex);
        if (m_queue.release(update))
        {
            move_to_ended(static_cast<curl_job&>(*update.job));
        }
    }

    // Jobs without active updates, which nothing more will become of.
    job_list take_ended()
    {
        job_list ended;
        const std::lock_guard lock(m_mutex);
        ended.swap(m_ended);
        return ended;
    }

    // Nothing starts any more.
    void stop()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_is_stopping = true;
        }
        wake_all();
    }

    // After the loops have ended their downloads: the jobs that are left.
    job_list take_rest()
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

private:
    // Under the lock.
    void move_to_ended(curl_job& job)
    {
        if (std::exchange(job.is_registered, false))
        {
            m_ended.splice(m_ended.end(), m_jobs, job.position);
        }
    }

    bool is_waiting_for(std::size_t lane)
    {
        const std::lock_guard lock(m_mutex);
        return m_queue.is_waiting_for(lane);
    }

    void wake_all()
    {
        for (const std::shared_ptr<curl_inbox>& inbox : m_inboxes)
        {
            if (inbox)
            {
                inbox->wake();
            }
        }
    }

    std::array<std::shared_ptr<curl_inbox>, update_queue::max_lanes> m_inboxes;
    std::atomic<bool> m_is_stopping{false};
    std::atomic<std::uint64_t> m_abort_count{0};

    std::mutex m_mutex; // everything below, and the queue's part of each job
    random_bits m_random;
    update_queue m_queue;
    job_list m_jobs;
    job_list m_ended;
};

inline void job_abort::operator()() const
{
    const std::shared_ptr<curl_core> living_core = core.lock();
    const std::shared_ptr<curl_job> living_job = job.lock();
    if (living_core && living_job)
    {
        living_core->abort(*living_job);
    }
}

} // namespace wua::detail
