// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/completion_counter.hpp>.

#include <wua/testing/completion_counter.hpp>

#include <utility>

namespace wua
{

WUA_INLINE std::function<void(const outcome&)> completion_counter::on_completed()
{
    return [this](const outcome& result) {
        see_completion(result.is_final() ? "" : "the job was reported as completed, but had no result");
    };
}

WUA_INLINE std::function<void(const progress_snapshot&)>
completion_counter::on_progress(std::function<void(const progress_snapshot&)> next)
{
    return [this, next = std::move(next)](const progress_snapshot& now) {
        see_progress();
        if (next)
        {
            next(now);
        }
    };
}

WUA_INLINE void completion_counter::see_completion(std::string complaint)
{
    const std::lock_guard lock(m_mutex);
    ++m_count;
    if (m_complaint.empty())
    {
        m_complaint = std::move(complaint);
    }
}

WUA_INLINE void completion_counter::see_progress()
{
    const std::lock_guard lock(m_mutex);
    if (m_count != 0 && m_complaint.empty())
    {
        m_complaint = "progress was reported after the completion";
    }
}

WUA_INLINE std::size_t completion_counter::count() const
{
    const std::lock_guard lock(m_mutex);
    return m_count;
}

WUA_INLINE std::string completion_counter::complaint() const
{
    const std::lock_guard lock(m_mutex);
    if (!m_complaint.empty() || m_count == 1)
    {
        return m_complaint;
    }
    return "the job was reported as completed " + std::to_string(m_count) + " times";
}

} // namespace wua
