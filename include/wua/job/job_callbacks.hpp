// SPDX-License-Identifier: MIT
#pragma once

// The callbacks of a job of the C++ face: functions.

#include <wua/job/running_job.hpp>

#include <functional>
#include <memory>
#include <utility>

namespace wua::detail
{

class job_callbacks final : public job_observer
{
public:
    using progress_function = std::function<void(const progress_snapshot&)>;
    using completed_function = std::function<void(const outcome&)>;

    job_callbacks(progress_function on_progress, completed_function on_completed)
        : m_on_progress(std::move(on_progress)),
          m_on_completed(std::move(on_completed)),
          m_wants_progress(m_on_progress != nullptr),
          m_wants_completion(m_on_completed != nullptr)
    {}

    // Keeps the job until nothing more is told, since it may be given up inside a callback.
    void keep(std::shared_ptr<running_job> job) noexcept
    {
        m_job = std::move(job);
    }

    bool wants_progress() const noexcept override
    {
        return m_wants_progress;
    }
    bool wants_completion() const noexcept override
    {
        return m_wants_completion;
    }

    bool tell_progress(callback_delivery& delivery, const progress_snapshot& now) noexcept override
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

    void tell_completed(callback_delivery& delivery) noexcept override
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

    void release_callbacks() noexcept override
    {
        m_on_progress = nullptr;
        m_on_completed = nullptr;
    }

private:
    progress_function m_on_progress;
    completed_function m_on_completed;
    const bool m_wants_progress;
    const bool m_wants_completion;
    std::shared_ptr<running_job> m_job;
};

} // namespace wua::detail
