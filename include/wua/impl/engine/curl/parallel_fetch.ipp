// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/parallel_fetch.hpp>.

#include <wua/engine/curl/parallel_fetch.hpp>

#include <algorithm>
#include <cstdint>
#include <new>

namespace wua::detail
{

WUA_COLD parallel_fetch::parallel_fetch(curl_update& update, curl_exchange& exchange, std::size_t index)
    : mirrored_fetch(update, exchange, index),
      m_update(update),
      m_exchange(exchange),
      m_index(index)
{}

WUA_COLD void parallel_fetch::continue_with(file_progress& progress)
{
    m_progress = &progress;
    mirrored_fetch::continue_with(progress);
}

WUA_COLD parallel_fetch::state parallel_fetch::begin()
{
    m_is_led = false;
    return after(mirrored_fetch::begin());
}

WUA_COLD parallel_fetch::state parallel_fetch::begin_again()
{
    if (!m_segments)
    {
        return begin();
    }
    m_update.wake_by(m_update.core.now()); // the segments go on at once, even if the next attempt has to wait
    return advance();
}

WUA_INLINE parallel_fetch::state parallel_fetch::on_time(nanoseconds now)
{
    const state reached = m_is_led ? state::in_progress : after(mirrored_fetch::on_time(now));
    return reached == state::in_progress ? look_at_segments(now) : reached;
}

WUA_INLINE parallel_fetch::state parallel_fetch::on_done(CURLcode code)
{
    return after(mirrored_fetch::on_done(code));
}

WUA_COLD bool parallel_fetch::try_pause(nanoseconds now)
{
    end_segments();
    return mirrored_fetch::try_pause(now);
}

WUA_COLD void parallel_fetch::detach() noexcept
{
    end_segments();
    mirrored_fetch::detach();
}

WUA_COLD void parallel_fetch::end_segments() noexcept
{
    m_segments.reset();
    m_is_led = false;
}

WUA_COLD void parallel_fetch::end() noexcept
{
    end_segments();
    mirrored_fetch::end();
}

WUA_INLINE parallel_fetch::state parallel_fetch::after(state reached)
{
    if (reached != state::complete || !m_progress->total() || m_progress->has_all())
    {
        return reached;
    }
    tell(outcome::succeeded(), attempt_decision::complete);
    mirrored_fetch::end();
    return advance();
}

WUA_COLD parallel_fetch::state parallel_fetch::advance()
{
    if (m_progress->has_all())
    {
        return state::complete;
    }
    if (!m_segments || !m_segments->leads())
    {
        return begin();
    }
    m_is_led = true;
    mirrored_fetch::detach();
    return state::in_progress;
}

WUA_INLINE bool parallel_fetch::can_have_segments() const noexcept
{
    const bool is_sink = !m_progress->part()->file(); // a sink takes bytes only in order
    return m_update.core.options.segments.max_per_file > 1 && !is_sink && !distrusts_parts();
}

WUA_INLINE parallel_fetch::state parallel_fetch::look_at_segments(nanoseconds now)
{
    if (!can_have_segments())
    {
        return state::in_progress;
    }
    if (!m_progress->total())
    {
        end_segments(); // the leader has started over without knowing the size
        return state::in_progress;
    }
    if (!m_segments)
    {
        const std::uint64_t missing = *m_progress->total() - std::min(*m_progress->total(), m_progress->total_bytes());
        if (missing / 2 < m_update.core.options.segments.min_bytes)
        {
            return state::in_progress;
        }
        try
        {
            m_segments.emplace(m_update, m_exchange, *m_progress, m_index);
        }
        catch (const std::bad_alloc&)
        {
            return state::in_progress; // out of memory: one connection will do
        }
    }
    const auto leader = m_is_led ? std::nullopt : leading();
    m_segments->on_time(now, leader ? &*leader : nullptr);
    if (m_segments->has_stored_doubtful_bytes())
    {
        return begin_alone();
    }
    if (leader && leader->is_overtaken)
    {
        tell(outcome::succeeded(), attempt_decision::retry);
        mirrored_fetch::detach();
        return advance();
    }
    if (m_is_led || (!leader && (m_progress->has_all() || m_segments->leads())))
    {
        m_progress->save_when_due(now);
        return advance();
    }
    return state::in_progress;
}

WUA_COLD parallel_fetch::state parallel_fetch::begin_alone()
{
    tell(outcome::succeeded(), attempt_decision::retry);
    detach();
    distrust_parts();
    m_progress->restart();
    m_update.report.retry(0);
    return begin();
}

} // namespace wua::detail
