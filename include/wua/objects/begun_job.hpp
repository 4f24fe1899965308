// SPDX-License-Identifier: MIT
#pragma once

// What the COM faces of all kinds of jobs have in common.

#include <wua/com/com_ptr.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/com/variant.hpp>
#include <wua/job/running_job.hpp>
#include <wua/objects/async_state.hpp>
#include <wua/objects/update_objects.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace wua::detail
{

// A running job together with what its client passed. job_rules says what each member does in each state of the job.
class begun_job
{
public:
    // owner: see end().
    begun_job(shared_handle<running_job> running, shared_handle<update_objects> updates,
              std::shared_ptr<const void> owner, async_state state);

    const shared_handle<running_job>& running() const noexcept
    {
        return m_running;
    }
    const ledger& job() const noexcept
    {
        return *m_running->job_ledger();
    }

    // VT_EMPTY once the job has been ended.
    variant state() const;

    com_ptr<IUpdateCollection> updates() const
    {
        return m_updates->collection();
    }

    // True when the job is completed and its callbacks have returned; nullopt: waits as long as it takes.
    bool wait(std::optional<std::chrono::nanoseconds> time);

    // Ends the job for whoever began it, once, and returns the result of make_result(). `name` is the calling member's,
    // for error texts.
    template <class F>
    auto end(const std::shared_ptr<const void>& owner, const char* name, F&& make_result)
    {
        prepare_end(owner, name);
        auto result = make_result(job());
        detach();
        return result;
    }

private:
    const job_rule& rule() const
    {
        return rule_of(stage(), m_running->caller());
    }

    job_stage stage() const;

    void prepare_end(const std::shared_ptr<const void>& owner, const char* name);

    void detach();

    const shared_handle<running_job> m_running;
    const shared_handle<update_objects> m_updates;
    const std::shared_ptr<const void> m_owner;

    // Guards the members below.
    mutable std::mutex m_mutex;
    shared_handle<const async_state> m_state; // null once the job has been ended
    bool m_is_ended = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/begun_job.ipp>
#endif
