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
        std::size_t expected = 0; // updates that want to come back to it
        job_list parked{};        // jobs whose next update waits for this host
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
        bool is_counted = false;         // of the resting ones that max_resting limits
        host_state* expecting = nullptr; // keeps room for the update, which wants to come back
    };

    static constexpr std::size_t max_lanes = 2;

    // Of the resting updates that may have a file open.
    static constexpr std::size_t max_resting = 64;

    update_queue(parallel_limits limits, std::size_t lanes, std::size_t resting_limit = max_resting)
        : m_limits(limits),
          m_lanes(lanes),
          m_max_resting(std::min(resting_limit, max_resting)),
          m_allowed(limits.engine)
    {}

    void add(const std::shared_ptr<queue_entry>& job);

    // The job's updates that are still here do not leave any more. True when none has left that is not back.
    bool cancel(queue_entry& job);

    // Whether the job's updates that are still here stay here for now.
    void hold(const std::shared_ptr<queue_entry>& job, bool is_held);

    // Of what has not left yet.
    void set_priority(queue_entry& job, unsigned priority);

    std::optional<ticket> next(std::size_t lane);

    // True when that lane ought to take something now.
    bool is_waiting_for(std::size_t lane) const;

    // The update moves to another host, or comes back to one after a rest. False when that one, or after a rest the
    // engine or the job, has no room now: from then on nothing new starts in the place of an update that wants to come
    // back. May throw bad_alloc, and has done nothing then.
    bool try_move(ticket& update, std::string_view host);

    // The update waits, or needs no more than the disk: another may start in its place. False when too many rest
    // already.
    bool try_rest(ticket& update);

    // The system has not enough for as many as are active: this one rests, if it can, and fewer are active from now on.
    // Each one that is released makes room for one more.
    void hold_back(ticket& update);

    // The same, of an update that has no file open until it comes back, or try_rest() says that it may.
    void rest(ticket& update);

    // A resting update does not want to come back for now: no room is kept for it.
    void expect_nothing(ticket& update);

    // The same, and it has no file open any more.
    void rest_without_file(ticket& update);

    // True when it was the job's last.
    bool release(ticket update);

    // Room for one connection more than the updates have.
    struct loan
    {
        host_state* host = nullptr;
        std::size_t lane = 0;
    };

    // Nothing when there is none, or somebody waits for it. May throw bad_alloc, and has done nothing then.
    std::optional<loan> try_lend(std::string_view host, std::size_t lane);

    void take_back(const loan& given);

    // True while loans keep updates waiting, as far as can be told.
    bool wants_loans() const noexcept
    {
        return m_loans != 0 && is_awaited();
    }

private:
    // Somebody waits for room.
    bool is_awaited() const noexcept;

    void make_room(const ticket& update);

    bool try_return(ticket& update, std::string_view host);

    // Keeps room for it; null: no more.
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

    // The first of the list. Somebody else must hold the job.
    static void unlist(queue_entry& job, job_list& from);

    host_state* find(std::string_view host) noexcept;

    // Makes it when it is not known yet. May throw bad_alloc.
    host_state& found_or_made(std::string_view host);

    // False when the host has no room. May throw bad_alloc.
    bool try_enter(std::string_view host, ticket& update);

    // Without memory the update leaves without a host: it will meet the same trouble, and end.
    bool try_enter_or_do_without(std::string_view host, ticket& update);

    void leave(host_state* host);

    // Lets one of the jobs go on that wait for the host; null: none does.
    void unpark(host_state* host);

    const parallel_limits m_limits;
    const std::size_t m_lanes;
    const std::size_t m_max_resting;
    std::size_t m_allowed; // of the engine, for the time being
    std::array<job_list, 4> m_ready;
    std::list<host_state> m_hosts;
    std::size_t m_active = 0;
    std::size_t m_resting = 0;
    std::size_t m_loans = 0;
    std::size_t m_expected = 0; // of the resting ones, those that want to come back
    std::array<std::size_t, max_lanes> m_active_of_lane{};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/update_queue.ipp>
#endif
