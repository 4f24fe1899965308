// SPDX-License-Identifier: MIT
#pragma once

// Which update starts next: by priority, in turn among the jobs of one priority, within the limits of engine, job and
// host.

#include <wua/engine/parallel_limits.hpp>
#include <wua/engine/transfer/queue_entry.hpp>
#include <wua/separate_compilation.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace wua::detail
{

// Every operation costs the same for one job and for 100,000. Has no lock; its owner has one.
//
// Needs memory only for hosts: jobs bring their own places in the lists, so that updates can always be released.
//
// One or two threads, called lanes, take updates from it. A lane gets none while another has fewer, so that they share
// the work.
class update_queue
{
    // A host with active updates or parked jobs; there are hardly more of these than active updates allowed.
    struct host_state
    {
        std::string name;
        std::size_t active = 0;
        std::size_t expected = 0; // updates that want to come back to it
        job_list parked{};        // jobs whose next update is waiting for this host
    };

public:
    // An update that has left the queue; must be returned with release().
    struct ticket
    {
        std::shared_ptr<queue_entry> job{};
        std::size_t index = 0;
        std::size_t lane = 0;
        host_state* host = nullptr; // null if there was no memory to enter one
        bool is_resting = false;
        bool is_counted = false;         // counts towards max_resting
        host_state* expecting = nullptr; // keeps a slot for the update, which wants to come back
    };

    static constexpr std::size_t max_lanes = 2;

    // How many resting updates may have a file open.
    static constexpr std::size_t max_resting = 64;

    update_queue(parallel_limits limits, std::size_t lanes, std::size_t resting_limit = max_resting)
        : m_limits(limits),
          m_lanes(lanes),
          m_max_resting(std::min(resting_limit, max_resting)),
          m_allowed(limits.engine)
    {}

    void add(const std::shared_ptr<queue_entry>& job);

    // Keeps the job's remaining updates from leaving. True when none is out that has not returned.
    bool cancel(queue_entry& job);

    // Whether the job's remaining updates stay here for now.
    void hold(const std::shared_ptr<queue_entry>& job, bool is_held);

    // Applies to updates that have not left yet.
    void set_priority(queue_entry& job, unsigned priority);

    std::optional<ticket> next(std::size_t lane);

    // True when that lane should take an update now.
    bool is_waiting_for(std::size_t lane) const;

    // Moves the update to another host, or back to one after a rest. False when the host, or after a rest the engine or
    // the job, has no room now: from then on nothing new starts in the place of an update that wants to come back. May
    // throw bad_alloc, and has then changed nothing.
    bool try_move(ticket& update, std::string_view host);

    // The update waits, or needs only the disk: another may start in its place. False when too many are resting
    // already.
    bool try_rest(ticket& update);

    // The system lacks resources for the active updates: this one rests, if it can, and fewer may be active from now
    // on. Each release raises the number by one.
    void hold_back(ticket& update);

    // The same, for an update that has no file open until it comes back, or until try_rest() permits it.
    void rest(ticket& update);

    // A resting update does not want to come back for now: no slot is kept for it.
    void expect_nothing(ticket& update);

    // The same, and it has no file open any more.
    void rest_without_file(ticket& update);

    // True when it was the job's last.
    bool release(ticket update);

    // A slot for one connection more than the updates have.
    struct loan
    {
        host_state* host = nullptr;
        std::size_t lane = 0;
    };

    // nullopt when there is no slot, or an update is waiting for it. May throw bad_alloc, and has then changed nothing.
    std::optional<loan> try_lend(std::string_view host, std::size_t lane);

    void take_back(const loan& given);

    // True while loans keep updates waiting, as far as is known.
    bool wants_loans() const noexcept
    {
        return m_loans != 0 && is_awaited();
    }

private:
    // An update is waiting for a slot.
    bool is_awaited() const noexcept;

    void make_room(const ticket& update);

    bool try_return(ticket& update, std::string_view host);

    // Keeps a slot for it; null: no longer.
    void expect(ticket& update, host_state* host);

    bool has_more(const queue_entry& job) const
    {
        return !job.is_cancelled && !job.is_held && job.next_update < job.update_count &&
               job.active_updates + job.expected_updates < m_limits.job;
    }

    bool is_turn_of(std::size_t lane) const;

    job_list& ready_list(const queue_entry& job)
    {
        return m_ready[std::min<std::size_t>(job.priority, m_ready.size() - 1)];
    }

    void list(std::shared_ptr<queue_entry> job);

    // Removes the first of the list. Somebody else must hold the job.
    static void unlist(queue_entry& job, job_list& from);

    host_state* find(std::string_view host) noexcept;

    // Creates it if it is unknown. May throw bad_alloc.
    host_state& found_or_made(std::string_view host);

    // False when the host has no room. May throw bad_alloc.
    bool try_enter(std::string_view host, ticket& update);

    // Without memory the update leaves without a host: it will run into the same shortage, and end.
    bool try_enter_or_do_without(std::string_view host, ticket& update);

    void leave(host_state* host);

    // Lets one of the jobs that are waiting for the host continue; null: none.
    void unpark(host_state* host);

    const parallel_limits m_limits;
    const std::size_t m_lanes;
    const std::size_t m_max_resting;
    std::size_t m_allowed; // for the engine, at present
    std::array<job_list, 4> m_ready;
    std::list<host_state> m_hosts;
    std::size_t m_active = 0;
    std::size_t m_resting = 0;
    std::size_t m_loans = 0;
    std::size_t m_expected = 0; // among the resting ones, those that want to come back
    std::array<std::size_t, max_lanes> m_active_of_lane{};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/update_queue.ipp>
#endif
