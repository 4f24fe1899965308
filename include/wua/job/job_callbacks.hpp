// SPDX-License-Identifier: MIT
#pragma once

// The callbacks of a C++ job: functions.

#include <wua/com/shared_handle.hpp>
#include <wua/job/job_handle.hpp>
#include <wua/job/running_job.hpp>
#include <wua/separate_compilation.hpp>

#include <utility>

namespace wua::detail
{

class job_callbacks final
{
public:
    using progress_function = job_callback<progress_snapshot>;
    using completed_function = job_callback<outcome>;

    job_callbacks(progress_function on_progress, completed_function on_completed);

    // Keeps the job until the last callback has returned, since a callback may drop the client's last reference.
    void keep(shared_handle<running_job> job) noexcept
    {
        m_job = std::move(job);
    }

    // The interface that job_observer expects.
    bool wants_progress() const noexcept
    {
        return m_wants_progress;
    }
    bool wants_completion() const noexcept
    {
        return m_wants_completion;
    }

    bool notify_progress(callback_delivery& delivery, const progress_snapshot& now) noexcept;

    void notify_completed(callback_delivery& delivery) noexcept;

    void release_callbacks() noexcept;

private:
    progress_function m_on_progress;
    completed_function m_on_completed;
    const bool m_wants_progress;
    const bool m_wants_completion;
    shared_handle<running_job> m_job;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/job_callbacks.ipp>
#endif
