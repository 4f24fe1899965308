// SPDX-License-Identifier: MIT
#pragma once

// Counts how often a job says that it is completed, and listens whether that is the last thing it says.

#include <wua/com/com_ptr.hpp>
#include <wua/model/outcome.hpp>
#include <wua/objects/download_callbacks.hpp>
#include <wua/wuapi/download_job.hpp>

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

namespace wua
{

// For one job. Give it the progress callbacks, too, if there are any: it forwards them, and complains of one that comes
// after the completion. Any thread. It must outlive the job's callbacks.
class completion_counter
{
public:
    completion_counter() = default;
    completion_counter(const completion_counter&) = delete;
    completion_counter& operator=(const completion_counter&) = delete;

    // For job_options::on_completed.
    std::function<void(const outcome&)> on_completed()
    {
        return [this](const outcome& result) {
            count(result.is_final() ? "" : "the job was said to be completed, and had no result");
        };
    }

    // For job_options::on_progress.
    std::function<void(const progress_snapshot&)> on_progress(std::function<void(const progress_snapshot&)> next = {})
    {
        return [this, next = std::move(next)](const progress_snapshot& now) {
            refuse_after_the_end();
            if (next)
            {
                next(now);
            }
        };
    }

    // For BeginDownload of any implementation.
    com_ptr<IDownloadCompletedCallback> completed_callback()
    {
        return wua::on_completed([this](IDownloadJob& job) {
            VARIANT_BOOL is_completed = variant_false;
            const bool says_so = succeeded(job.get_IsCompleted(&is_completed)) && is_completed == variant_true;
            count(says_so ? "" : "the completed callback came while IsCompleted was VARIANT_FALSE");
        });
    }

    com_ptr<IDownloadProgressChangedCallback>
    progress_callback(std::function<void(IDownloadJob&, IDownloadProgress&)> next = {})
    {
        return on_progress_changed([this, next = std::move(next)](IDownloadJob& job, IDownloadProgress& now) {
            refuse_after_the_end();
            if (next)
            {
                next(job, now);
            }
        });
    }

    std::size_t count() const
    {
        const std::lock_guard lock(m_mutex);
        return m_count;
    }

    // Once the job is over: CHECK(counter.complaint() == "").
    std::string complaint() const
    {
        const std::lock_guard lock(m_mutex);
        if (!m_complaint.empty() || m_count == 1)
        {
            return m_complaint;
        }
        return "the job was said to be completed " + std::to_string(m_count) + " times";
    }

private:
    void count(std::string complaint)
    {
        const std::lock_guard lock(m_mutex);
        ++m_count;
        if (m_complaint.empty())
        {
            m_complaint = std::move(complaint);
        }
    }

    void refuse_after_the_end()
    {
        const std::lock_guard lock(m_mutex);
        if (m_count != 0 && m_complaint.empty())
        {
            m_complaint = "progress was told after the completion";
        }
    }

    mutable std::mutex m_mutex;
    std::size_t m_count = 0;
    std::string m_complaint;
};

} // namespace wua
