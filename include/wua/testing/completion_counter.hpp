// SPDX-License-Identifier: MIT
#pragma once
// Counts how often a job says that it is completed, and whether that is the last thing it says.

#include <wua/model/outcome.hpp>
#include <wua/model/progress_snapshot.hpp>

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

namespace wua
{

/// For one job. Give it the progress callbacks, too, if there are any: it forwards them, and complains of one that comes
/// after the completion. Any thread. It must outlive the job's callbacks. com_witness.hpp has it for COM callbacks.
class completion_counter
{
public:
    completion_counter() = default;
    completion_counter(const completion_counter&) = delete;
    completion_counter& operator=(const completion_counter&) = delete;

    /// For job_options::on_completed.
    std::function<void(const outcome&)> on_completed()
    {
        return [this](const outcome& result) {
            see_completion(result.is_final() ? "" : "the job was said to be completed, and had no result");
        };
    }

    /// For job_options::on_progress.
    std::function<void(const progress_snapshot&)> on_progress(std::function<void(const progress_snapshot&)> next = {})
    {
        return [this, next = std::move(next)](const progress_snapshot& now) {
            see_progress();
            if (next)
            {
                next(now);
            }
        };
    }

    /// A callback has said that the job is completed; the complaint is what is wrong with that.
    void see_completion(std::string complaint = {})
    {
        const std::lock_guard lock(m_mutex);
        ++m_count;
        if (m_complaint.empty())
        {
            m_complaint = std::move(complaint);
        }
    }

    /// A callback has told progress.
    void see_progress()
    {
        const std::lock_guard lock(m_mutex);
        if (m_count != 0 && m_complaint.empty())
        {
            m_complaint = "progress was told after the completion";
        }
    }

    std::size_t count() const
    {
        const std::lock_guard lock(m_mutex);
        return m_count;
    }

    /// Once the job is over: CHECK(counter.complaint() == "").
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
    mutable std::mutex m_mutex;
    std::size_t m_count = 0;
    std::string m_complaint;
};

} // namespace wua
