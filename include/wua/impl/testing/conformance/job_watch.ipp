// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/conformance/job_watch.hpp>.

#include <wua/testing/conformance/job_watch.hpp>

#include <bit>
#include <chrono>
#include <thread>

namespace wua::detail
{

WUA_INLINE void job_watch::at(condition is_now, std::function<void()> act)
{
    m_is_now = is_now;
    m_act = std::move(act);
}

WUA_INLINE std::vector<std::size_t> job_watch::incomplete() const
{
    const std::lock_guard lock(m_mutex);
    return m_incomplete;
}

WUA_INLINE void job_watch::changed() noexcept
{
    look();
    if (m_is_now != nullptr && !m_has_acted.load(std::memory_order_relaxed) && m_is_now(m_job.snapshot()) &&
        !m_has_acted.exchange(true, std::memory_order_acq_rel))
    {
        m_act();
    }
}

WUA_INLINE void job_watch::update_changed(std::size_t index) noexcept
{
    std::atomic<int>& reporters = m_reporters[index];
    if (reporters.fetch_add(1) != 0)
    {
        m_has_overlapped = true;
    }
    changed();
    if (m_linger.count() != 0 && m_job.snapshot().bytes_downloaded() != 0 && std::has_single_bit(++m_reports_of_bytes))
    {
        const auto end = std::chrono::steady_clock::now() + m_linger;
        while (!m_has_overlapped && std::chrono::steady_clock::now() < end)
        {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    reporters.fetch_sub(1);
}

WUA_INLINE void job_watch::completed() noexcept
{
    if (m_at_the_end)
    {
        m_at_the_end();
    }
}

WUA_INLINE void job_watch::look() noexcept
{
    const std::lock_guard lock(m_mutex);
    for (std::size_t index = 0; index != m_bytes.size(); ++index)
    {
        std::uint64_t& seen = m_bytes[index];
        if (seen == judged)
        {
            continue;
        }
        const update_progress now = m_job.progress_of(index);
        if (!now.result.is_final())
        {
            seen = now.bytes_downloaded;
            continue;
        }
        if (now.result.is_success_or_with_errors() && now.result.hresult != wu_s_already_downloaded &&
            seen < now.bytes_downloaded)
        {
            m_incomplete.push_back(index);
        }
        seen = judged;
    }
}

} // namespace wua::detail
