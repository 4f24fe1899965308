// SPDX-License-Identifier: MIT
#pragma once

// A job as an update_queue sees it.

#include <cstddef>
#include <list>
#include <memory>
#include <string_view>

namespace wua::detail
{

struct queue_entry;

using job_list = std::list<std::shared_ptr<queue_entry>>;

struct queue_entry
{
    queue_entry() = default;
    queue_entry(const queue_entry&) = delete;
    queue_entry& operator=(const queue_entry&) = delete;
    virtual ~queue_entry() = default;

    // Where an update will be fetched from; valid as long as the job.
    virtual std::string_view host_of(std::size_t index) const noexcept = 0;

    // True while an update of the job has left the queue and not returned.
    bool has_left() const noexcept
    {
        return active_updates != 0 || resting_updates != 0;
    }

    std::size_t update_count = 0;
    unsigned priority = 0; // 0 to 3, the highest first

    // Used by the queue.
    std::size_t next_update = 0;
    std::size_t active_updates = 0;
    std::size_t resting_updates = 0;
    std::size_t expected_updates = 0; // among the resting ones, those that want to come back
    bool is_cancelled = false;
    bool is_held = false;
    bool is_listed = false;
    job_list place = job_list(1); // kept here, or in one of the queue's lists
    job_list::iterator node{};    // in that list, while it is listed
    job_list* home = nullptr;
};

} // namespace wua::detail
