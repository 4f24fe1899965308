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

WUA_COLD void job_handle::pause()
{
    m_running.pause(true);
}

WUA_COLD void job_handle::resume()
{
    m_running.pause(false);
}

WUA_COLD void job_handle::pause(std::size_t index)
{
    m_running.pause(index, true);
}

WUA_COLD void job_handle::resume(std::size_t index)
{
    m_running.pause(index, false);
}

WUA_COLD void job_handle::set_priority(DownloadPriority priority)
{
    m_running.set_priority(priority);
}

WUA_COLD void job_handle::set_bandwidth(std::uint64_t bytes_per_second)
{
    m_running.set_bandwidth(bytes_per_second);
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
