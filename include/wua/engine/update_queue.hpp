// SPDX-License-Identifier: MIT
#pragma once

// Which update starts next: by priority, in turn among the jobs of one priority, within the limits of engine, job and
// host.

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace wua
{

// How many updates are downloaded at the same time; each at least 1.
struct parallel_limits
{
    std::size_t engine = 16;
    std::size_t job = 8;
    std::size_t host = 8;
};

// Holds jobs of the type Job, which derives from queue_entry. Each operation costs the same for one job and for
// 100,000. No lock of its own: its owner has one.
//
// `lanes` threads take updates from it; a lane is not served while another has fewer, so that they share the work.
struct queue_entry
{
    std::size_t update_count = 0;
    unsigned priority = 0; // 0 to 3, the highest first

    // The queue's own.
    std::size_t next_update = 0;
    std::size_t active_updates = 0;
    std::size_t resting_updates = 0;
    bool is_cancelled = false;
    bool is_listed = false;
};

template <class Job>
class update_queue
{
public:
    using job_pointer = std::shared_ptr<Job>;

    // An update that has left the queue; to be given back by release().
    struct ticket
    {
        job_pointer job;
        std::size_t index = 0;
        std::string host;
        std::size_t lane = 0;
        bool is_resting = false;
    };

    // How many updates rest at most: each has a file open.
    static constexpr std::size_t most_resting = 64;

    // host_of(job, index): where the update will be fetched from.
    update_queue(parallel_limits limits, std::size_t lanes, std::function<std::string(const Job&, std::size_t)> host_of)
        : m_limits(limits),
          m_active_of_lane(std::max<std::size_t>(lanes, 1)),
          m_host_of(std::move(host_of))
    {}

    void add(const job_pointer& job)
    {
        if (job->next_update < job->update_count)
        {
            list(job, false);
        }
    }

    // The job's updates that are still here do not leave any more. True when none has left that is not back.
    bool cancel(const job_pointer& job)
    {
        job->is_cancelled = true;
        return !has_left(*job);
    }

    // True while an update of the job has left that is not back.
    static bool has_left(const Job& job) noexcept
    {
        return job.active_updates != 0 || job.resting_updates != 0;
    }

    std::optional<ticket> next(std::size_t lane)
    {
        if (m_active >= m_limits.engine || !is_turn_of(lane))
        {
            return std::nullopt;
        }
        for (std::size_t level = m_ready.size(); level-- != 0;)
        {
            std::deque<job_pointer>& ready = m_ready[level];
            while (!ready.empty())
            {
                job_pointer job = std::move(ready.front());
                ready.pop_front();
                job->is_listed = false;
                if (job->is_cancelled)
                {
                    unpark(m_host_of(*job, job->next_update)); // who waited behind it
                    continue;
                }
                std::string host = m_host_of(*job, job->next_update);
                if (!try_enter(host))
                {
                    job->is_listed = true;
                    m_parked[host].push_back(std::move(job));
                    continue;
                }
                const std::size_t index = job->next_update++;
                ++job->active_updates;
                ++m_active;
                ++m_active_of_lane[lane];
                if (has_more(*job))
                {
                    list(job, false);
                }
                return ticket{std::move(job), index, std::move(host), lane};
            }
        }
        return std::nullopt;
    }

    // True when that lane ought to take something now.
    bool is_waiting_for(std::size_t lane) const
    {
        return m_active < m_limits.engine && is_turn_of(lane) &&
               std::any_of(m_ready.begin(), m_ready.end(), [](const auto& ready) { return !ready.empty(); });
    }

    // The update goes on at another host. False when that one has no room now.
    bool try_move(ticket& update, const std::string& host)
    {
        if (host == update.host)
        {
            return true;
        }
        if (!try_enter(host))
        {
            return false;
        }
        leave(update.host);
        update.host = host;
        return true;
    }

    // The update needs no more than the disk: another may start in its place. False when too many rest already.
    bool try_rest(ticket& update)
    {
        if (update.is_resting || m_resting == most_resting)
        {
            return update.is_resting;
        }
        make_room(update);
        update.is_resting = true;
        ++update.job->resting_updates;
        ++m_resting;
        return true;
    }

    // True when it was the job's last.
    bool release(const ticket& update)
    {
        Job& job = *update.job;
        if (update.is_resting)
        {
            --job.resting_updates;
            --m_resting;
        }
        else
        {
            make_room(update);
        }
        return !has_left(job) && (job.is_cancelled || job.next_update == job.update_count);
    }

private:
    void make_room(const ticket& update)
    {
        leave(update.host);
        --m_active;
        --m_active_of_lane[update.lane];
        --update.job->active_updates;
        if (has_more(*update.job) && !update.job->is_listed)
        {
            list(update.job, false);
        }
    }

    bool has_more(const Job& job) const
    {
        return !job.is_cancelled && job.next_update < job.update_count && job.active_updates < m_limits.job;
    }

    bool is_turn_of(std::size_t lane) const
    {
        return m_active_of_lane[lane] <= *std::min_element(m_active_of_lane.begin(), m_active_of_lane.end());
    }

    void list(const job_pointer& job, bool first)
    {
        std::deque<job_pointer>& ready = m_ready[std::min<std::size_t>(job->priority, m_ready.size() - 1)];
        job->is_listed = true;
        first ? ready.push_front(job) : ready.push_back(job);
    }

    bool try_enter(const std::string& host)
    {
        std::size_t& active = m_active_at[host];
        if (active >= m_limits.host)
        {
            return false;
        }
        ++active;
        return true;
    }

    void leave(const std::string& host)
    {
        const auto active = m_active_at.find(host);
        if (--active->second == 0)
        {
            m_active_at.erase(active);
        }
        unpark(host);
    }

    void unpark(const std::string& host)
    {
        const auto parked = m_parked.find(host);
        if (parked == m_parked.end())
        {
            return;
        }
        const job_pointer job = std::move(parked->second.front());
        parked->second.pop_front();
        if (parked->second.empty())
        {
            m_parked.erase(parked);
        }
        list(job, true);
    }

    const parallel_limits m_limits;
    std::array<std::deque<job_pointer>, 4> m_ready;
    std::unordered_map<std::string, std::deque<job_pointer>> m_parked; // by the host that had no room
    std::unordered_map<std::string, std::size_t> m_active_at;
    std::size_t m_active = 0;
    std::size_t m_resting = 0;
    std::vector<std::size_t> m_active_of_lane;
    std::function<std::string(const Job&, std::size_t)> m_host_of;
};

} // namespace wua
