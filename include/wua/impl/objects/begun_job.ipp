// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/begun_job.hpp>.

#include <wua/objects/begun_job.hpp>
#include <wua/wuapi/errors.hpp>

#include <string>

namespace wua::detail
{

WUA_INLINE begun_job::begun_job(shared_handle<running_job> running, shared_handle<update_objects> updates,
                                std::shared_ptr<const void> owner, async_state state)
    : m_running(std::move(running)),
      m_updates(std::move(updates)),
      m_owner(std::move(owner)),
      m_state(make_handle<const async_state>(std::move(state)))
{}

WUA_INLINE variant begun_job::state() const
{
    shared_handle<const async_state> kept;
    {
        const std::lock_guard lock(m_mutex);
        kept = m_state;
    }
    return kept ? kept->value() : variant(); // read without the lock: the state may be an object of the client's
}

WUA_INLINE bool begun_job::wait(std::optional<std::chrono::nanoseconds> time)
{
    if (rule().clean_up == job_answer::refused)
    {
        throw hresult_error(
            wu_e_invalid_operation, "what the job waits for, such as its callback, cannot wait for the job");
    }
    return m_running->wait(time);
}

WUA_INLINE job_stage begun_job::stage() const
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_is_ended)
        {
            return job_stage::ended;
        }
    }
    return m_running->stage();
}

WUA_INLINE void begun_job::prepare_end(const std::shared_ptr<const void>& owner, const char* name)
{
    if (owner != m_owner)
    {
        throw hresult_error(e_invalidarg, std::string(name) + " takes a job that this object has begun");
    }
    switch (rule().end_download)
    {
        case job_answer::refused:
            throw hresult_error(wu_e_invalid_operation, std::string(name) + " would wait for what calls "
                                                                            "it, or has ended the job already");
        case job_answer::waits:
            m_running->wait_for_result();
            break;
        case job_answer::now:
            break;
    }
}

WUA_INLINE void begun_job::detach()
{
    shared_handle<const async_state> released; // released after the lock: it may be an object of the client's
    const std::lock_guard lock(m_mutex);
    if (m_is_ended)
    {
        throw hresult_error(wu_e_invalid_operation, "the job has been ended already");
    }
    m_is_ended = true;
    released.swap(m_state);
}

} // namespace wua::detail
