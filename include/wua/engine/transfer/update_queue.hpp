// SPDX-License-Identifier: MIT
#pragma once

// Which update starts next: by priority, in turn among the jobs of one priority, within the limits of engine, job and
// host.

#include <wua/engine/parallel_limits.hpp>
#include <wua/engine/transfer/queue_entry.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <list>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wua::detail
{

// Each operation costs the same for one job and for 100,000. No lock of its own: its owner has one.
//
// Needs memory for a host alone, so that an update that has left can always be released: a job brings its place in the
// lists.
//
// `lanes` threads, one or two, take updates from it; a lane is not served while another has fewer, so that they share
// the work.
class update_queue
{
    // A host with active updates or parked jobs; there are hardly more of these than updates that may be active.
    struct host_state
    {
        std::string name;
        std::size_t active = 0;
        job_list parked{}; // jobs whose next update waits for this host
    };

public:
    // An update that has left the queue; to be given back by release().
    struct ticket
    {
        std::shared_ptr<queue_entry> job{};
        std::size_t index = 0;
        std::size_t lane = 0;
        host_state* host = nullptr; // null when there was no memory to enter one
        bool is_resting = false;
    };

    static constexpr std::size_t max_lanes = 2;

    // Each resting update has a file open.
    static constexpr std::size_t max_resting = 64;

    update_queue(parallel_limits limits, std::size_t lanes) : m_limits(limits), m_lanes(lanes) {}

    void add(const std::shared_ptr<queue_entry>& job)
    {
        if (job->next_update < job->update_count)
        {
            list(job);
        }
    }

    // The job's updates that are still here do not leave any more. True when none has left that is not back.
    bool cancel(queue_entry& job)
    {
        job.is_cancelled = true;
        return !job.has_left();
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
                ticket update{.job = ready.front(), .index = ready.front()->next_update, .lane = lane};
                queue_entry& job = *update.job;
                const std::string_view host = job.host_of(update.index);
                if (job.is_cancelled)
                {
                    unlist(job, ready);
                    unpark(find(host)); // who waited behind it
                    continue;
                }
                if (!try_enter_or_do_without(host, update))
                {
                    job_list& parked = find(host)->parked;
                    parked.splice(parked.end(), ready, ready.begin());
                    continue;
                }
                unlist(job, ready);
                ++job.next_update;
                ++job.active_updates;
                ++m_active;
                ++m_active_of_lane[lane];
                if (has_more(job))
                {
                    list(update.job);
                }
                return update;
            }
        }
        return std::nullopt;
    }

    // True when that lane ought to take something now.
    bool is_waiting_for(std::size_t lane) const
    {
        if (m_active >= m_limits.engine || !is_turn_of(lane))
        {
            return false;
        }
        for (const job_list& ready : m_ready)
        {
            if (!ready.empty())
            {
                return true;
            }
        }
        return false;
    }

    // The update moves to another host. False when that one has no room now. May throw bad_alloc, and has done
    // nothing then.
    bool try_move(ticket& update, std::string_view host)
    {
        if (update.host != nullptr && host == update.host->name)
        {
            return true;
        }
        host_state* const before = update.host;
        if (!try_enter(host, update))
        {
            return false;
        }
        leave(before);
        return true;
    }

    // The update needs no more than the disk: another may start in its place. False when too many rest already.
    bool try_rest(ticket& update)
    {
        if (update.is_resting || m_resting == max_resting)
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
        const queue_entry& job = *update.job;
        if (update.is_resting)
        {
            --update.job->resting_updates;
            --m_resting;
        }
        else
        {
            make_room(update);
        }
        return !job.has_left() && (job.is_cancelled || job.next_update == job.update_count);
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
            list(update.job);
        }
    }

    bool has_more(const queue_entry& job) const
    {
        return !job.is_cancelled && job.next_update < job.update_count && job.active_updates < m_limits.job;
    }

    bool is_turn_of(std::size_t lane) const
    {
        for (std::size_t other = 0; other != m_lanes; ++other)
        {
            if (m_active_of_lane[other] < m_active_of_lane[lane])
            {
                return false;
            }
        }
        return true;
    }

    job_list& ready_list(const queue_entry& job)
    {
        return m_ready[std::min<std::size_t>(job.priority, m_ready.size() - 1)];
    }

    void list(std::shared_ptr<queue_entry> job)
    {
        job_list& ready = ready_list(*job);
        job_list& place = job->place;
        job->is_listed = true;
        place.front() = std::move(job);
        ready.splice(ready.end(), place);
    }

    // The first of the list. Somebody else must hold the job.
    static void unlist(queue_entry& job, job_list& from)
    {
        job.is_listed = false;
        job.place.splice(job.place.begin(), from, from.begin());
        job.place.front().reset();
    }

    host_state* find(std::string_view host) noexcept
    {
        for (host_state& each : m_hosts)
        {
            if (each.name == host)
            {
                return &each;
            }
        }
        return nullptr;
    }

    // False when the host has no room. May throw bad_alloc.
    bool try_enter(std::string_view host, ticket& update)
    {
        host_state* found = find(host);
        if (found == nullptr)
        {
            found = &m_hosts.emplace_back(host_state{.name = std::string(host)});
        }
        if (found->active >= m_limits.host)
        {
            return false;
        }
        ++found->active;
        update.host = found;
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

    void leave(host_state* host)
    {
        if (host != nullptr)
        {
            --host->active;
            unpark(host);
        }
    }

    // Lets one of the jobs go on that wait for the host; null: none does.
    void unpark(host_state* host)
    {
        if (host == nullptr)
        {
            return;
        }
        if (!host->parked.empty())
        {
            job_list& ready = ready_list(*host->parked.front());
            ready.splice(ready.begin(), host->parked, host->parked.begin());
        }
        if (host->parked.empty() && host->active == 0)
        {
            m_hosts.remove_if([host](const host_state& each) { return &each == host; });
        }
    }

    const parallel_limits m_limits;
    const std::size_t m_lanes;
    std::array<job_list, 4> m_ready;
    std::list<host_state> m_hosts;
    std::size_t m_active = 0;
    std::size_t m_resting = 0;
    std::array<std::size_t, max_lanes> m_active_of_lane{};
};

} // namespace wua::detail
