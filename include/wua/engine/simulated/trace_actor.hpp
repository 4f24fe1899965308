// SPDX-License-Identifier: MIT
#pragma once

// A job of the simulated engine that replays a recorded one.

#include <wua/com/shared_handle.hpp>
#include <wua/engine/simulated/simulated_event.hpp>
#include <wua/engine/simulated/virtual_timeline.hpp>
#include <wua/job/abort_hook.hpp>
#include <wua/job/transfer.hpp>
#include <wua/job/transfer_recorder.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace wua::detail
{

// Each recorded event is one event of the timeline, at the same time after the start of the job.
class trace_actor final : public event_target
{
public:
    // The timeline must outlive it; `keeper` keeps the events alive.
    trace_actor(transfer&& job, std::shared_ptr<const void> keeper, const std::vector<transfer_event>& events,
                virtual_timeline& time);

    // Schedules the first event, joins the timeline and has aborts sent to the engine. Call it once.
    template <class Engine>
    static void start(const shared_handle<trace_actor>& actor, const shared_handle<Engine>& engine)
    {
        actor->m_self = actor;
        actor->schedule();
        if (actor->m_time.add(actor))
        {
            actor->m_abort_hook.attach(actor->m_transfer.stop_token(), engine, shared_handle<event_target>(actor));
        }
    }

    WUA_INLINE void act(const simulated_event& event) noexcept override;

    // Does nothing: the effects of time alone were recorded, too.
    WUA_INLINE void show(std::chrono::nanoseconds now) noexcept override;

    WUA_INLINE bool is_over() const noexcept override;

    WUA_INLINE void stop() noexcept override;

private:
    void schedule();

    void perform(const simulated_event& event);

    void play(const transfer_event& event);

    transfer m_transfer;
    weak_handle<event_target> m_self;
    const std::shared_ptr<const void> m_keeper;
    const std::vector<transfer_event>& m_events;
    virtual_timeline& m_time;
    const std::chrono::nanoseconds m_began;
    std::size_t m_next = 0;
    bool m_has_played_abort = false;
    abort_hook m_abort_hook;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/simulated/trace_actor.ipp>
#endif
