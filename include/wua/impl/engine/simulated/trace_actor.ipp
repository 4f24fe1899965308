// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/simulated/trace_actor.hpp>.

#include <wua/com/hresult_from_exception.hpp>
#include <wua/engine/simulated/trace_actor.hpp>
#include <wua/model/download_story.hpp>

#include <utility>

namespace wua::detail
{

WUA_INLINE trace_actor::trace_actor(transfer&& job, std::shared_ptr<const void> keeper,
                                    const std::vector<transfer_event>& events, virtual_timeline& time)
    : m_transfer(std::move(job)),
      m_keeper(std::move(keeper)),
      m_events(events),
      m_time(time),
      m_began(time.now())
{}

WUA_INLINE void trace_actor::act(const simulated_event& event) noexcept
{
    try
    {
        perform(event);
    }
    catch (...)
    {
        m_transfer.finish_rest(outcome::failed(hresult_from_exception()));
    }
}

WUA_INLINE void trace_actor::show(std::chrono::nanoseconds) noexcept {}

WUA_INLINE bool trace_actor::is_over() const noexcept
{
    return m_transfer.is_completed();
}

WUA_INLINE void trace_actor::stop() noexcept
{
    m_transfer.finish_rest(outcome::failed(wu_e_service_stop));
}

WUA_INLINE void trace_actor::schedule()
{
    const std::chrono::nanoseconds due = m_next == m_events.size() ? m_time.now() : m_began + m_events[m_next].at;
    m_time.schedule(due - m_time.now(), {.target = m_self, .kind = event_kind::sample});
}

WUA_INLINE void trace_actor::perform(const simulated_event& event)
{
    if (event.kind == event_kind::abort)
    {
        if (!m_has_played_abort) // otherwise this is the abort that the trace itself has
        {
            m_transfer.finish_rest(outcome::aborted());
        }
        return;
    }
    if (m_next == m_events.size())
    {
        m_transfer.finish_rest({orcFailed, wu_e_dm_unexpected, {}, "the recording ends here"});
        return;
    }
    play(m_events[m_next++]);
    if (!m_transfer.is_completed())
    {
        schedule();
    }
}

WUA_INLINE void trace_actor::play(const transfer_event& event)
{
    switch (event.kind)
    {
        case transfer_event_kind::start:
            m_transfer.start(event.index);
            break;
        case transfer_event_kind::size:
            m_transfer.set_size(event.index, event.number);
            break;
        case transfer_event_kind::bytes:
            m_transfer.set_bytes(event.index, event.number);
            break;
        case transfer_event_kind::phase:
            m_transfer.set_phase(event.index, static_cast<DownloadPhase>(event.number));
            break;
        case transfer_event_kind::retry:
            m_transfer.retry(event.index, event.number);
            break;
        case transfer_event_kind::finish:
            m_transfer.finish(event.index, *event.result);
            break;
        case transfer_event_kind::finish_rest:
            m_transfer.finish_rest(*event.result);
            break;
        case transfer_event_kind::tick:
            m_transfer.tick();
            break;
        case transfer_event_kind::show_recorded:
            m_transfer.publish_recorded(*event.values);
            break;
        case transfer_event_kind::attempt:
            m_transfer.add_attempt(event.index, attempt_record(*event.attempt));
            break;
        case transfer_event_kind::abort:
            m_has_played_abort = true;
            m_transfer.request_abort();
            break;
        case transfer_event_kind::pause:
            m_transfer.request_pause(event.number != 0);
            break;
        case transfer_event_kind::pause_update:
            m_transfer.request_pause(event.index, event.number != 0);
            break;
        case transfer_event_kind::paused:
            m_transfer.set_paused(event.index);
            break;
        case transfer_event_kind::hold:
            m_transfer.hold(*event.text);
            break;
    }
}

} // namespace wua::detail
