// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/job_recording.hpp>.

#include <wua/job/job_recording.hpp>
#include <wua/job/transfer_recorder.hpp>
#include <wua/model/progress_values.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace wua::detail
{

// Two that record one job, as when a recording_engine wraps another.
class recorder_pair final : public transfer_recorder
{
public:
    recorder_pair(shared_handle<transfer_recorder> first, shared_handle<transfer_recorder> second) noexcept
        : m_first(std::move(first)),
          m_second(std::move(second))
    {}

    void on_event(const transfer_event& event, const progress_values& before) noexcept override
    {
        m_first->on_event(event, before);
        m_second->on_event(event, before);
    }
    void on_completed(std::chrono::nanoseconds at, const progress_values& last) noexcept override
    {
        m_first->on_completed(at, last);
        m_second->on_completed(at, last);
    }

private:
    const shared_handle<transfer_recorder> m_first;
    const shared_handle<transfer_recorder> m_second;
};

WUA_INLINE job_recording::job_recording(nanoseconds began) noexcept : m_began(began) {}

WUA_INLINE job_recording::~job_recording() = default;

WUA_COLD shared_handle<transfer_recorder> job_recording::begin(shared_handle<transfer_recorder> recorder)
{
    shared_handle<transfer_recorder> all = is_on() ? make_handle<recorder_pair>(m_recorder, recorder) : recorder;
    m_recorder = std::move(recorder);
    m_until = m_began;
    return all;
}

WUA_COLD void job_recording::go_on_with(shared_handle<transfer_recorder> all) noexcept
{
    m_recorder = std::move(all);
}

WUA_COLD void job_recording::write(std::size_t index, transfer_event& event, const progress_values& before) noexcept
{
    constexpr nanoseconds never = nanoseconds::max(); // the clock of an engine that is gone
    m_until = event.at == never ? m_until : std::max(m_until, event.at);
    event.at = m_until;
    transfer_event told = event;
    told.at -= m_began;
    told.index = static_cast<std::uint32_t>(index);
    m_recorder->on_event(told, before);
}

WUA_COLD void job_recording::complete(const progress_values& last) noexcept
{
    m_recorder->on_completed(m_until - m_began, last);
}

} // namespace wua::detail
