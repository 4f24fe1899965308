// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/event_trace.hpp>.

#include <wua/com/shared_handle.hpp>
#include <wua/engine/event_trace.hpp>
#include <wua/engine/simulated/trace_actor.hpp>
#include <wua/engine/simulated_engine.hpp>

#include <stdexcept>
#include <utility>

namespace wua
{

WUA_INLINE void event_trace::add(const transfer_event& event)
{
    using kind = transfer_event_kind;
    const bool has_all =
        (event.result != nullptr || (event.kind != kind::finish && event.kind != kind::finish_rest)) &&
        (event.attempt != nullptr || event.kind != kind::attempt) &&
        (event.values != nullptr || event.kind != kind::show_recorded) &&
        (event.text != nullptr || event.kind != kind::hold);
    if (!has_all || event.at < (m_events.empty() ? std::chrono::nanoseconds(0) : m_events.back().at))
    {
        throw std::invalid_argument(
            "an event lacks a value that its kind needs, or is earlier than the previous event");
    }
    transfer_event added = event;
    if (event.result != nullptr && (m_results.empty() || *m_results.back() != *event.result))
    {
        m_results.push_back(std::make_unique<const outcome>(*event.result));
    }
    if (event.attempt != nullptr)
    {
        m_attempts.push_back(std::make_unique<const attempt_record>(*event.attempt));
        added.attempt = m_attempts.back().get();
    }
    if (event.values != nullptr)
    {
        m_values.push_back(std::make_unique<const progress_values>(*event.values));
        added.values = m_values.back().get();
    }
    if (event.text != nullptr)
    {
        m_texts.push_back(std::make_unique<const std::string>(*event.text));
        added.text = m_texts.back().get();
    }
    added.result = event.result != nullptr ? m_results.back().get() : nullptr;
    m_events.push_back(added);
}

WUA_INLINE void event_trace::on_event(const transfer_event& event, const progress_values&) noexcept
{
    try
    {
        if (m_is_whole)
        {
            add(event);
        }
    }
    catch (...)
    {
        m_is_whole = false;
    }
}

WUA_INLINE void event_trace::on_completed(std::chrono::nanoseconds, const progress_values&) noexcept {}

WUA_INLINE void event_trace::play(transfer&& job, const detail::shared_handle<detail::simulation>& engine,
                                  std::shared_ptr<const detail::replay_source> self) const
{
    detail::trace_actor::start(
        detail::make_handle<detail::trace_actor>(std::move(job), std::move(self), m_events, engine->time), engine);
}

} // namespace wua
