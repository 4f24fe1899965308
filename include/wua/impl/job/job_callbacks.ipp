// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/job_callbacks.hpp>.

#include <wua/job/job_callbacks.hpp>

namespace wua::detail
{

WUA_INLINE job_callbacks::job_callbacks(progress_function on_progress, completed_function on_completed)
    : m_on_progress(std::move(on_progress)),
      m_on_completed(std::move(on_completed)),
      m_wants_progress(static_cast<bool>(m_on_progress)),
      m_wants_completion(static_cast<bool>(m_on_completed))
{}

WUA_INLINE bool job_callbacks::notify_progress(callback_delivery& delivery, const progress_snapshot& now) noexcept
{
    const callback_delivery::call_scope calling(delivery);
    try
    {
        job_handle job(*m_job);
        m_on_progress(now, job);
    }
    catch (...)
    {
        // Exceptions of a callback end here: there is nobody to pass them to.
    }
    return true;
}

WUA_COLD void job_callbacks::notify_completed(callback_delivery& delivery) noexcept
{
    const callback_delivery::call_scope calling(delivery);
    try
    {
        job_handle job(*m_job);
        m_on_completed(m_job->job_ledger()->result(), job);
    }
    catch (...)
    {
        // As above.
    }
}

WUA_INLINE void job_callbacks::release_callbacks() noexcept
{
    m_on_progress = nullptr;
    m_on_completed = nullptr;
    m_job.reset(); // before waiting threads are told, so that they are the last to hold the engine
}

} // namespace wua::detail
