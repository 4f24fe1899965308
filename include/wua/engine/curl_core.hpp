// SPDX-License-Identifier: MIT
#pragma once

// What the threads of a curl_engine share.

#include <wua/engine/background_thread.hpp>
#include <wua/engine/byte_budget.hpp>
#include <wua/engine/commit_queue.hpp>
#include <wua/engine/curl_options.hpp>
#include <wua/engine/curl_pool.hpp>
#include <wua/engine/disk.hpp>
#include <wua/engine/mirror_memory.hpp>
#include <wua/engine/update_queue.hpp>
#include <wua/engine/url_text.hpp>
#include <wua/model/transfer.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <stop_token>
#include <string>
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

    // Which file of the job is stored under a name.
    std::mutex names_mutex;
    std::map<std::string, const content_file*, std::less<>> names;

    // False when another file of this job, with other content, has the name already.
    bool claim(const std::string& name, const content_file& file)
    {
        const std::lock_guard lock(names_mutex);
        const content_file* const first = names.try_emplace(name, &file).first->second;
        return first == &file ||
               (first->urls == file.urls && first->size == file.size && first->digest == file.digest) ||
               (first->digest && first->digest == file.digest);
    }
};

using curl_queue = update_queue<curl_job>;

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
        {
            const std::lock_guard lock(m_mutex);
            if (m_is_stopping)
            {
                return false;
            }
            if (job->is_cancelled)
            {
                m_ended.push_back(job); // aborted before it came here
            }
            else
            {
                m_jobs.insert(job);
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
            if (m_queue.cancel(job) && m_jobs.erase(job) != 0)
            {
                m_ended.push_back(job);
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

    bool try_move(curl_queue::ticket& update, const std::string& host)
    {
        const std::lock_guard lock(m_mutex);
        return m_queue.try_move(update, host);
    }

    // The update has its result. What the ticket holds is let go of here, or by take_ended().
    void release(curl_queue::ticket update)
    {
        const std::lock_guard lock(m_mutex);
        if (m_queue.release(update) && m_jobs.erase(update.job) != 0)
        {
            m_ended.push_back(std::move(update.job));
        }
    }

    // Jobs of which nothing is active any more.
    std::vector<std::shared_ptr<curl_job>> take_ended()
    {
        std::vector<std::shared_ptr<curl_job>> ended;
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
    std::vector<std::shared_ptr<curl_job>> take_rest()
    {
        std::vector<std::shared_ptr<curl_job>> rest = take_ended();
        const std::lock_guard lock(m_mutex);
        for (auto job = m_jobs.begin(); job != m_jobs.end();)
        {
            if (!curl_queue::has_left(**job))
            {
                rest.push_back(*job);
                job = m_jobs.erase(job);
            }
            else
            {
                ++job;
            }
        }
        return rest;
    }

private:
    static std::string first_host(const update_item& item)
    {
        return item.files.empty() || item.files.front().urls.empty()
                   ? std::string()
                   : std::string(host_of(item.files.front().urls.front()));
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
    std::set<std::shared_ptr<curl_job>> m_jobs;
    std::vector<std::shared_ptr<curl_job>> m_ended;
};

} // namespace wua::detail
