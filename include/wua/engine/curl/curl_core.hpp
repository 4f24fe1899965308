// SPDX-License-Identifier: MIT
#pragma once

// What the threads of a curl_engine share.

#include <wua/engine/content/commit_queue.hpp>
#include <wua/engine/curl/curl_pool.hpp>
#include <wua/engine/curl_options.hpp>
#include <wua/engine/disk/background_thread.hpp>
#include <wua/engine/disk/disk.hpp>
#include <wua/engine/disk/file_name_registry.hpp>
#include <wua/engine/transfer/byte_budget.hpp>
#include <wua/engine/transfer/mirror_memory.hpp>
#include <wua/engine/transfer/update_queue.hpp>
#include <wua/engine/transfer/url_text.hpp>
#include <wua/job/transfer.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua::detail
{

// A job of the engine.
struct curl_job : queue_entry
{
    curl_job(transfer job, std::uint64_t bandwidth) : end(std::move(job)), budget(bandwidth)
    {
        update_count = end.updates().size();
        const int level = static_cast<int>(end.options().priority) - static_cast<int>(dpLow);
        priority = static_cast<unsigned>(level < 0 ? 0 : level);
    }

    transfer end;
    byte_budget budget;
    std::atomic<bool> is_aborting{false};
    std::optional<std::stop_callback<std::function<void()>>> on_abort;
    std::atomic<std::int64_t> ticked{
        std::numeric_limits<std::int64_t>::min()}; // when it was last told that time passes

    // The core's: where it is in the list of jobs that have not ended.
    std::list<std::shared_ptr<curl_job>>::iterator place;
    bool is_known = false;

    std::mutex names_mutex;
    std::optional<file_name_registry> names; // from the first claim on

    // False when another file of this job, with other content, has the name already. The name is the file's
    // stored_name().
    bool claim(std::string_view name, const content_file& file)
    {
        const std::lock_guard lock(names_mutex);
        if (!names)
        {
            names.emplace(file_count());
        }
        const content_file& first = names->claim(name, file);
        return &first == &file || (first.urls == file.urls && first.size == file.size && first.digest == file.digest) ||
               (first.digest && first.digest == file.digest);
    }

private:
    std::size_t file_count() const noexcept
    {
        std::size_t count = 0;
        for (const update_pointer& update : end.updates())
        {
            count += update->files.size();
        }
        return count;
    }
};

using curl_queue = update_queue<curl_job>;
using curl_jobs = std::list<std::shared_ptr<curl_job>>; // so that a job ends without memory

class curl_core
{
public:
    explicit curl_core(curl_options chosen)
        : options(std::move(chosen)),
          directory(std::make_shared<disk_directory>(options.directory, options.hook)),
          budget(options.engine_bandwidth),
          commits(background, directory, options.sync == sync_policy::always),
          m_random(options.seed),
          m_queue(options.parallel, options.loops,
                  [](const curl_job& job, std::size_t index) { return first_host(*job.end.updates()[index]); })
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
    void add_loop(std::shared_ptr<curl_inbox> inbox)
    {
        m_inboxes.push_back(std::move(inbox));
    }

    bool is_stopping() const noexcept
    {
        return m_is_stopping.load(std::memory_order_acquire);
    }

    // False when the engine is ending: the job is the caller's to finish.
    bool add(const std::shared_ptr<curl_job>& job)
    {
        curl_jobs one{job};
        {
            const std::lock_guard lock(m_mutex);
            if (m_is_stopping)
            {
                return false;
            }
            if (job->is_cancelled)
            {
                m_ended.splice(m_ended.end(), one); // aborted before it came here
            }
            else
            {
                job->place = one.begin();
                job->is_known = true;
                m_jobs.splice(m_jobs.end(), one);
                m_queue.add(job);
            }
        }
        wake_all();
        return true;
    }

    // Any thread; sets a flag and wakes the loops.
    void abort(const std::shared_ptr<curl_job>& job)
    {
        job->is_aborting.store(true, std::memory_order_release);
        {
            const std::lock_guard lock(m_mutex);
            if (m_queue.cancel(job))
            {
                end(*job);
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

    std::optional<curl_queue::ticket> next(std::size_t lane)
    {
        const std::lock_guard lock(m_mutex);
        return m_is_stopping ? std::nullopt : m_queue.next(lane);
    }

    // Wakes the other loops for which there is something to do.
    void share(std::size_t lane)
    {
        for (std::size_t other = 0; other != m_inboxes.size(); ++other)
        {
            if (other != lane && is_waiting_for(other))
            {
                m_inboxes[other]->wake();
            }
        }
    }

    // See update_queue::try_rest().
    bool try_rest(curl_queue::ticket& update)
    {
        const std::lock_guard lock(m_mutex);
        return m_queue.try_rest(update);
    }

    bool try_move(curl_queue::ticket& update, std::string_view host)
    {
        const std::lock_guard lock(m_mutex);
        return m_queue.try_move(update, host);
    }

    // The update has its result. What the ticket holds is let go of here, or by take_ended().
    void release(curl_queue::ticket update)
    {
        const std::lock_guard lock(m_mutex);
        if (m_queue.release(update))
        {
            end(*update.job);
        }
    }

    // Jobs of which nothing is active any more.
    curl_jobs take_ended()
    {
        curl_jobs ended;
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
    curl_jobs take_rest()
    {
        const std::lock_guard lock(m_mutex);
        for (auto next = m_jobs.begin(); next != m_jobs.end();)
        {
            curl_job& job = **next++;
            if (!curl_queue::has_left(job))
            {
                end(job);
            }
        }
        curl_jobs rest;
        rest.swap(m_ended);
        return rest;
    }

private:
    static std::string_view first_host(const update_item& item)
    {
        return item.files.empty() || item.files.front().urls.empty()
                   ? std::string_view()
                   : host_of(item.files.front().urls.front());
    }

    // Under the lock.
    void end(curl_job& job)
    {
        if (std::exchange(job.is_known, false))
        {
            m_ended.splice(m_ended.end(), m_jobs, job.place);
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
            inbox->wake();
        }
    }

    std::vector<std::shared_ptr<curl_inbox>> m_inboxes;
    std::atomic<bool> m_is_stopping{false};
    std::atomic<std::uint64_t> m_abort_count{0};

    std::mutex m_mutex; // everything below, and the queue's part of each job
    std::mt19937_64 m_random;
    curl_queue m_queue;
    curl_jobs m_jobs;
    curl_jobs m_ended;
};

} // namespace wua::detail
