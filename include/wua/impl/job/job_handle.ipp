// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/job_handle.hpp>.

#include <wua/job/job_handle.hpp>
#include <wua/job/running_job.hpp>

namespace wua
{

WUA_INLINE progress_snapshot job_handle::progress() const
{
    return m_running.snapshot();
}

WUA_INLINE bool job_handle::is_completed() const
{
    return m_running.is_completed();
}

WUA_INLINE void job_handle::request_abort()
{
    m_running.request_abort();
}

WUA_INLINE outcome job_handle::result() const
{
    return m_running.result();
}

WUA_INLINE outcome job_handle::result(std::size_t index) const
{
    return progress().result(index);
}

WUA_INLINE const std::vector<update_pointer>& job_handle::updates() const noexcept
{
    return m_running.job_ledger()->table()->updates();
}

} // namespace wua
