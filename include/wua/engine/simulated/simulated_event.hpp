// SPDX-License-Identifier: MIT
#pragma once

// What can happen to a job of the simulated engine, and what a job must be able to do on the timeline.

#include <wua/com/shared_handle.hpp>

#include <chrono>
#include <cstdint>

namespace wua::detail
{

class event_target;

enum class event_kind : std::uint8_t
{
    // Events of the job.
    begin,
    sample,
    abort,
    abort_limit,
    control, // wanted pauses have changed

    // Events of one of its updates.
    abort_update,
    first_byte,
    bytes,
    next_attempt,
    verified,
};

/// Ignored once its target is gone.
struct simulated_event
{
    weak_handle<event_target> target;
    event_kind kind = event_kind::begin;
    std::uint32_t index = 0; // of the update
    std::uint64_t turn = 0;  // events with an older number than the update's are ignored
};

/// Its members are called one at a time, without a lock.
class event_target
{
public:
    virtual ~event_target() = default;

    virtual void act(const simulated_event& event) noexcept = 0;

    /// The time has reached this moment, at which nothing needs to happen.
    virtual void show(std::chrono::nanoseconds now) noexcept = 0;

    /// True when nothing can happen to it any more.
    virtual bool is_over() const noexcept = 0;

    /// There will be no more events.
    virtual void stop() noexcept = 0;

private:
    friend class event_target_list;
    friend class virtual_timeline;

    // Guarded by the timeline's lock.
    shared_handle<event_target> m_next; // in the list
    event_target* m_previous = nullptr;
    bool m_is_listed = false;
    bool m_is_abortable = false;    // space is reserved for its abort event
    bool m_is_controllable = false; // and for its one control event
};

} // namespace wua::detail
