// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/job_callbacks.hpp>.

#include <wua/job/job_callbacks.hpp>

namespace wua::detail
{

WUA_INLINE job_callbacks::job_callbacks(progress_function on_progress, completed_function on_completed)
    : m_on_progress(std::move(on_progress)),
      m_on_completed(std::move(on_completed)),
      m_wants_progress(m_on_progress != nullptr),
      m_wants_completion(m_on_completed != nullptr)
{}

WUA_INLINE bool job_callbacks::tell_progress(callback_delivery& delivery, const progress_snapshot& now) noexcept
{
    const callback_delivery::call_scope calling(delivery);
    try
    {
        m_on_progress(now);
    }
    catch (...)
    {
        // A callback has nobody to tell.
    }
    return true;
}

WUA_INLINE void job_callbacks::tell_completed(callback_delivery& delivery) noexcept
{
    const callback_delivery::call_scope calling(delivery);
    try
    {
        m_on_completed(m_job->job_ledger()->result());
    }
    catch (...)
    {
        // The same.
    }
}

WUA_INLINE void job_callbacks::release_callbacks() noexcept
{
    m_on_progress = nullptr;
    m_on_completed = nullptr;
}

} // namespace wua::detail
