// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/fallback/told_update.hpp>.

#include <wua/engine/fallback/told_update.hpp>
#include <wua/job/ledger.hpp>
#include <wua/model/download_story.hpp>

#include <algorithm>
#include <utility>

namespace wua::detail
{

WUA_INLINE told_update::news told_update::pass_on(const update_progress& now, transfer& job, std::size_t index)
{
    if (now.attempt == 0)
    {
        return news::none;
    }
    if (m_attempt == 0)
    {
        // What the second engine finds is known with its first bytes; until then the job shows what it had.
        const bool has_found =
            now.bytes_downloaded != 0 || now.phase > dphInitializing || now.result.is_success_or_with_errors();
        if (!m_has_started)
        {
            job.start(index);
            m_has_started = true;
            m_attempt = now.attempt;
        }
        else if (!has_found)
        {
            return news::none;
        }
    }
    if (now.attempt != m_attempt)
    {
        retry(now, job, index);
    }
    if (now.bytes_to_download && *now.bytes_to_download != m_size)
    {
        m_size = *now.bytes_to_download;
        job.set_size(index, m_size);
    }
    const bool has_more = now.bytes_downloaded > m_bytes;
    if (has_more)
    {
        m_bytes = now.bytes_downloaded;
        m_phase = std::max(m_phase, dphDownloading);
        job.set_bytes(index, m_bytes);
    }
    if (now.phase > m_phase)
    {
        m_phase = now.phase;
        job.set_phase(index, m_phase);
    }
    if (now.asked && (!std::exchange(m_has_asked, true) || *now.asked != m_asked))
    {
        m_asked = *now.asked;
        job.set_url(index, m_asked);
    }
    return has_more ? news::bytes : news::some;
}

WUA_INLINE void told_update::retry(const update_progress& now, transfer& job, std::size_t index)
{
    m_attempt = now.attempt;
    m_bytes = std::min(now.bytes_downloaded, m_bytes);
    m_phase = dphInitializing;
    job.retry(index, m_bytes);
}

WUA_INLINE void told_update::pass_on_pause(const update_progress& now, transfer& job, std::size_t index) const
{
    const bool is_all_told = m_attempt == 0 || (now.attempt == m_attempt && now.bytes_downloaded <= m_bytes);
    if (now.is_paused && is_all_told)
    {
        job.set_paused(index);
    }
}

WUA_COLD void
told_update::pass_on_story(const ledger& owner, std::size_t place, transfer& job, std::size_t index) noexcept
{
    if (!job.wants_attempt(false))
    {
        return;
    }
    try
    {
        download_story story = owner.story(place);
        const std::uint64_t count = story.forgotten + story.attempts.size();
        std::uint64_t number = story.forgotten;
        for (attempt_record& each : story.attempts)
        {
            if (number++ >= m_attempts_told)
            {
                job.add_attempt(index, std::move(each));
            }
        }
        m_attempts_told = count;
    }
    catch (...)
    {
        return; // a download does not fail for its story
    }
}

WUA_INLINE void told_update::change_owner() noexcept
{
    m_attempt = 0;
    m_story_attempt = 0;
    m_attempts_told = 0;
    m_has_asked = false;
}

} // namespace wua::detail
