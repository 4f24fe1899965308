// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/transfer/update_queue.hpp>.

#include <wua/engine/transfer/update_queue.hpp>

#include <algorithm>
#include <new>
#include <utility>

namespace wua::detail
{

WUA_INLINE void update_queue::add(const std::shared_ptr<queue_entry>& job)
{
    if (has_more(*job))
    {
        list(job);
    }
}

WUA_INLINE bool update_queue::cancel(queue_entry& job)
{
    job.is_cancelled = true;
    return !job.has_left();
}

WUA_COLD void update_queue::hold(const std::shared_ptr<queue_entry>& job, bool is_held)
{
    job->is_held = is_held;
    if (has_more(*job) && !job->is_listed)
    {
        list(job);
    }
}

WUA_COLD void update_queue::set_priority(queue_entry& job, unsigned priority)
{
    job.priority = priority;
    const bool is_ready = std::any_of(m_ready.begin(), m_ready.end(), [&](auto& ready) { return &ready == job.home; });
    if (is_ready && job.home != &ready_list(job))
    {
        job_list& ready = ready_list(job);
        ready.splice(ready.end(), *job.home, job.node);
        job.home = &ready;
    }
}

WUA_INLINE std::optional<update_queue::ticket> update_queue::next(std::size_t lane)
{
    if (m_active + m_expected >= m_allowed || !is_turn_of(lane))
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
            if (job.is_cancelled || job.is_held)
            {
                unlist(job, ready);
                unpark(find(host)); // lets those that waited behind it go ahead
                continue;
            }
            if (job.active_updates + job.expected_updates >= m_limits.job)
            {
                unlist(job, ready); // until one of its updates ends or rests
                unpark(find(host));
                continue;
            }
            if (!try_enter_or_do_without(host, update))
            {
                job_list& parked = find(host)->parked;
                parked.splice(parked.end(), ready, ready.begin());
                job.home = &parked;
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

WUA_INLINE bool update_queue::is_waiting_for(std::size_t lane) const
{
    if (m_active + m_expected >= m_allowed || !is_turn_of(lane))
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

WUA_INLINE bool update_queue::try_move(ticket& update, std::string_view host)
{
    if (update.is_resting)
    {
        return try_return(update, host);
    }
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

WUA_INLINE bool update_queue::try_rest(ticket& update)
{
    if (!update.is_counted && m_resting == m_max_resting)
    {
        return false;
    }
    rest(update);
    m_resting += update.is_counted ? 0 : 1;
    update.is_counted = true;
    return true;
}

WUA_INLINE void update_queue::hold_back(ticket& update)
{
    try_rest(update);
    const std::size_t still_active = update.is_resting ? 0 : 1;
    m_allowed = std::clamp<std::size_t>(m_active - still_active, 1, m_allowed);
}

WUA_INLINE void update_queue::rest(ticket& update)
{
    if (!update.is_resting)
    {
        make_room(update);
        update.host = nullptr;
        update.is_resting = true;
        ++update.job->resting_updates;
    }
}

WUA_COLD void update_queue::expect_nothing(ticket& update)
{
    if (update.is_resting)
    {
        expect(update, nullptr);
    }
}

WUA_COLD void update_queue::rest_without_file(ticket& update)
{
    rest(update);
    expect(update, nullptr);
    m_resting -= std::exchange(update.is_counted, false) ? 1U : 0U;
}

WUA_INLINE bool update_queue::release(ticket update)
{
    m_allowed = std::min(m_allowed + 1, m_limits.engine);
    const queue_entry& job = *update.job;
    if (update.is_resting)
    {
        expect(update, nullptr);
        --update.job->resting_updates;
        m_resting -= update.is_counted ? 1 : 0;
    }
    else
    {
        make_room(update);
    }
    return !job.has_left() && (job.is_cancelled || job.next_update == job.update_count);
}

WUA_COLD std::optional<update_queue::loan> update_queue::try_lend(std::string_view host, std::size_t lane)
{
    if (is_awaited() || m_active >= m_allowed)
    {
        return std::nullopt;
    }
    host_state& found = found_or_made(host);
    if (found.active + found.expected >= m_limits.host)
    {
        return std::nullopt;
    }
    ++found.active;
    ++m_active;
    ++m_active_of_lane[lane];
    ++m_loans;
    return loan{.host = &found, .lane = lane};
}

WUA_COLD void update_queue::take_back(const loan& given)
{
    --m_loans;
    --m_active;
    --m_active_of_lane[given.lane];
    leave(given.host);
}

WUA_COLD bool update_queue::is_awaited() const noexcept
{
    const auto has_any = [](const job_list& jobs) { return !jobs.empty(); };
    return m_expected != 0 || std::any_of(m_ready.begin(), m_ready.end(), has_any) ||
           std::any_of(m_hosts.begin(), m_hosts.end(), [](const host_state& each) { return !each.parked.empty(); });
}

WUA_INLINE bool update_queue::try_return(ticket& update, std::string_view host)
{
    queue_entry& job = *update.job;
    host_state& wanted = found_or_made(host);
    if (m_active >= m_allowed || job.active_updates >= m_limits.job || wanted.active >= m_limits.host)
    {
        expect(update, &wanted);
        return false;
    }
    ++wanted.active;
    expect(update, nullptr);
    update.host = &wanted;
    update.is_resting = false;
    m_resting -= std::exchange(update.is_counted, false) ? 1U : 0U;
    --job.resting_updates;
    ++m_active;
    ++m_active_of_lane[update.lane];
    ++job.active_updates;
    return true;
}

WUA_INLINE void update_queue::expect(ticket& update, host_state* host)
{
    if (update.expecting == host)
    {
        return;
    }
    host_state* const before = std::exchange(update.expecting, host);
    if (host != nullptr)
    {
        ++host->expected;
        ++update.job->expected_updates;
        ++m_expected;
    }
    if (before != nullptr)
    {
        --before->expected;
        --update.job->expected_updates;
        --m_expected;
        if (has_more(*update.job) && !update.job->is_listed)
        {
            list(update.job);
        }
        unpark(before);
    }
}

WUA_INLINE void update_queue::make_room(const ticket& update)
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

WUA_INLINE bool update_queue::is_turn_of(std::size_t lane) const
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

WUA_INLINE void update_queue::list(std::shared_ptr<queue_entry> job)
{
    job_list& ready = ready_list(*job);
    job_list& place = job->place;
    job->is_listed = true;
    job->node = place.begin();
    job->home = &ready;
    place.front() = std::move(job);
    ready.splice(ready.end(), place);
}

WUA_INLINE void update_queue::unlist(queue_entry& job, job_list& from)
{
    job.is_listed = false;
    job.home = nullptr;
    job.place.splice(job.place.begin(), from, from.begin());
    job.place.front().reset();
}

WUA_INLINE update_queue::host_state* update_queue::find(std::string_view host) noexcept
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

WUA_INLINE update_queue::host_state& update_queue::found_or_made(std::string_view host)
{
    host_state* const found = find(host);
    return found != nullptr ? *found : m_hosts.emplace_back(host_state{.name = std::string(host)});
}

WUA_INLINE bool update_queue::try_enter(std::string_view host, ticket& update)
{
    host_state& found = found_or_made(host);
    if (found.active + found.expected >= m_limits.host)
    {
        return false;
    }
    ++found.active;
    update.host = &found;
    return true;
}

WUA_INLINE bool update_queue::try_enter_or_do_without(std::string_view host, ticket& update)
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

WUA_INLINE void update_queue::leave(host_state* host)
{
    if (host != nullptr)
    {
        --host->active;
        unpark(host);
    }
}

WUA_INLINE void update_queue::unpark(host_state* host)
{
    if (host == nullptr)
    {
        return;
    }
    if (!host->parked.empty())
    {
        queue_entry& job = *host->parked.front();
        job_list& ready = ready_list(job);
        job.home = &ready;
        ready.splice(ready.begin(), host->parked, host->parked.begin());
    }
    if (host->parked.empty() && host->active == 0 && host->expected == 0)
    {
        m_hosts.remove_if([host](const host_state& each) { return &each == host; });
    }
}

} // namespace wua::detail
