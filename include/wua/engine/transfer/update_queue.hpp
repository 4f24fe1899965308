// SPDX-License-Identifier: MIT
#pragma once

// Which update starts next: by priority, in turn among the jobs of one priority, within the limits of engine, job and
// host.

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
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
// Needs memory for a host alone, so that what has left can always come back: a job brings its place in the lists.
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
    std::list<std::shared_ptr<queue_entry>> place = std::list<std::shared_ptr<queue_entry>>(1); // here, or in a list
};

template <class Job>
class update_queue
{
public:
    using job_pointer = std::shared_ptr<Job>;

private:
    using job_list = std::list<std::shared_ptr<queue_entry>>;

    struct host_state
    {
        std::size_t active = 0;
        job_list parked; // for want of room
    };

    struct text_hash
    {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const noexcept
        {
            return std::hash<std::string_view>()(text);
        }
    };

    using host_map = std::unordered_map<std::string, host_state, text_hash, std::equal_to<>>;

public:
    // An update that has left the queue; to be given back by release().
    struct ticket
    {
        job_pointer job;
        std::size_t index = 0;
        typename host_map::value_type* host = nullptr; // null when there was no memory to enter one
        std::size_t lane = 0;
        bool is_resting = false;
    };

    // How many updates rest at most: each has a file open.
    static constexpr std::size_t most_resting = 64;

    // host_of(job, index): where the update will be fetched from; valid as long as the job. Must not throw.
    update_queue(parallel_limits limits, std::size_t lanes,
                 std::function<std::string_view(const Job&, std::size_t)> host_of)
        : m_limits(limits),
          m_active_of_lane(std::max<std::size_t>(lanes, 1)),
          m_host_of(std::move(host_of))
    {}

    void add(const job_pointer& job)
    {
        if (job->next_update < job->update_count)
        {
            list(*job, job, false);
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
            job_list& ready = m_ready[level];
            while (!ready.empty())
            {
                job_pointer job = std::static_pointer_cast<Job>(ready.front());
                const std::string_view host = m_host_of(*job, job->next_update);
                if (job->is_cancelled)
                {
                    unlist(*job, ready);
                    unpark(host); // who waited behind it
                    continue;
                }
                ticket update{job, job->next_update, nullptr, lane};
                if (!try_enter_or_do_without(host, update))
                {
                    job_list& parked = m_hosts.find(host)->second.parked;
                    parked.splice(parked.end(), ready, ready.begin());
                    continue;
                }
                unlist(*job, ready);
                ++job->next_update;
                ++job->active_updates;
                ++m_active;
                ++m_active_of_lane[lane];
                if (has_more(*job))
                {
                    list(*job, job, false);
                }
                return update;
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

    // The update goes on at another host. False when that one has no room now. May throw bad_alloc, and has done
    // nothing then.
    bool try_move(ticket& update, std::string_view host)
    {
        if (update.host != nullptr && host == update.host->first)
        {
            return true;
        }
        ticket moved = update;
        if (!try_enter(host, moved))
        {
            return false;
        }
        leave(update.host);
        update.host = moved.host;
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
            list(*update.job, update.job, false);
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

    job_list& ready_list(const queue_entry& job)
    {
        return m_ready[std::min<std::size_t>(job.priority, m_ready.size() - 1)];
    }

    void list(queue_entry& job, std::shared_ptr<queue_entry> owner, bool first)
    {
        job_list& ready = ready_list(job);
        job.is_listed = true;
        job.place.front() = std::move(owner);
        ready.splice(first ? ready.begin() : ready.end(), job.place);
    }

    // The first of the list. Somebody else must hold the job.
    static void unlist(queue_entry& job, job_list& from)
    {
        job.is_listed = false;
        job.place.splice(job.place.begin(), from, from.begin());
        job.place.front().reset();
    }

    // False when the host has no room. May throw bad_alloc.
    bool try_enter(std::string_view host, ticket& update)
    {
        auto at = m_hosts.find(host);
        if (at == m_hosts.end())
        {
            at = m_hosts.try_emplace(std::string(host)).first;
        }
        if (at->second.active >= m_limits.host)
        {
            return false;
        }
        ++at->second.active;
        update.host = &*at;
        return true;
    }

    // Without memory the update leaves without a host: it will meet the same trouble, and end.
    bool try_enter_or_do_without(std::string_view host, ticket& update)
    {
        try
        {
            return try_enter(host, update);
        }
        catch (const std::bad_alloc&)
        {
            return true;
        }
    }

    void leave(typename host_map::value_type* host)
    {
        if (host != nullptr)
        {
            --host->second.active;
            unpark(host->first);
        }
    }

    void unpark(std::string_view host)
    {
        const auto at = m_hosts.find(host);
        if (at == m_hosts.end())
        {
            return;
        }
        job_list& parked = at->second.parked;
        if (!parked.empty())
        {
            queue_entry& job = *parked.front();
            job_list& ready = ready_list(job);
            ready.splice(ready.begin(), parked, parked.begin());
        }
        if (parked.empty() && at->second.active == 0)
        {
            m_hosts.erase(at);
        }
    }

    const parallel_limits m_limits;
    std::array<job_list, 4> m_ready;
    host_map m_hosts;
    std::size_t m_active = 0;
    std::size_t m_resting = 0;
    std::vector<std::size_t> m_active_of_lane;
    std::function<std::string_view(const Job&, std::size_t)> m_host_of;
};

} // namespace wua
