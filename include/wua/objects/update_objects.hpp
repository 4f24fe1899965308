// SPDX-License-Identifier: MIT
#pragma once

// The updates of a job as objects.

#include <wua/com/shared_handle.hpp>
#include <wua/job/job_kind.hpp>
#include <wua/job/update_table.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace wua::detail
{

// True for an installation or removal with nothing to do.
bool is_done_before(HRESULT code) noexcept;

// A client that works with items only, such as one of the C++ face, rarely looks at an object. So the objects are made
// on demand, which keeps a long queue much smaller. Any thread may call any member.
class update_objects
{
public:
    // For the items of a job, whose table is `log`.
    explicit update_objects(com_ptr<const update_table> log) : m_table(std::move(log)) {}

    // For objects that a client has made, in the order of the log. They must not be empty.
    update_objects(com_ptr<const update_table> log, std::vector<agile_ref<IUpdate>> given);

    update_objects(const update_objects&) = delete;
    update_objects& operator=(const update_objects&) = delete;

    // The same objects each time, for the calling thread. May throw bad_alloc when they were not given.
    std::vector<com_ptr<IUpdate>> all()
    {
        return given_to_this_thread(made()->updates);
    }

    // A read-only collection of them, the same one each time. May throw bad_alloc.
    com_ptr<IUpdateCollection> collection();

    // Call it when the job is completed: marks the updates that succeeded accordingly.
    void settle(job_kind done) noexcept;

    // The same, once both have called it: the job that is completed, and who has begun it. What an engine reported
    // before it threw in start() is no success of any job.
    void pass(job_kind done) noexcept
    {
        if (m_is_passed.exchange(true))
        {
            settle(done);
        }
    }

private:
    struct objects
    {
        explicit objects(std::vector<agile_ref<IUpdate>> all);

        const std::vector<agile_ref<IUpdate>> updates;

        // Null until it is asked for, unless an update is bound to an apartment, where the collection is best made.
        com_ptr<IUpdateCollection> collection;
    };

    shared_handle<objects> made();

    void settle(const objects& all, job_kind done) const noexcept;

    const com_ptr<const update_table> m_table;
    std::atomic<bool> m_is_passed{false}; // by one of the two

    // Guards the members below. The client's code is never called under it.
    std::mutex m_mutex;
    shared_handle<objects> m_made;  // null until it is asked for
    std::optional<job_kind> m_done; // nullopt until the job is completed
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/update_objects.ipp>
#endif
