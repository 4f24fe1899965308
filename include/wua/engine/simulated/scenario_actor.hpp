// SPDX-License-Identifier: MIT
#pragma once

// One job of the simulated engine: acts out its scenario, event by event.

#include <wua/com/dynamic_array.hpp>
#include <wua/com/hresult_from_exception.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/engine/scenario.hpp>
#include <wua/engine/simulated/simulated_event.hpp>
#include <wua/engine/simulated/start_sequence.hpp>
#include <wua/engine/simulated/virtual_timeline.hpp>
#include <wua/job/abort_hook.hpp>
#include <wua/job/transfer.hpp>
#include <wua/model/download_story.hpp>
#include <wua/separate_compilation.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace wua::detail
{

/// The timeline must outlive it.
class scenario_actor final : public event_target
{
public:
    using duration = std::chrono::nanoseconds;

    scenario_actor(transfer job, shared_handle<const scenario> script, virtual_timeline& time);

    static shared_handle<scenario_actor>
    make(transfer job, shared_handle<const scenario> script, virtual_timeline& time);

    /// Schedules its first events, joins the timeline and has aborts sent to the engine. Call it once.
    template <class Engine>
    void start(const shared_handle<Engine>& engine)
    {
        const shared_handle<event_target> self = m_self.lock();
        m_transfer.when_controlled([to = weak_handle<Engine>(engine), of = m_self] {
            const shared_handle<Engine> alive = to.lock();
            const shared_handle<event_target> job = of.lock();
            if (alive && job)
            {
                alive->control(job);
            }
        });
        if (!m_script->recorded.empty())
        {
            // Before anything begins, so that no other numbers are shown first.
            schedule(m_script->recorded.front().at, event_kind::sample);
        }
        schedule(duration(0), event_kind::begin);
        if (m_time.add(self))
        {
            m_abort_hook.attach(m_transfer.stop_token(), engine, self);
        }
    }

    WUA_INLINE void act(const simulated_event& event) noexcept override;

    /// Reports the bytes at that time. The updates themselves keep the values of their last event, so that small steps
    /// do not lose bytes by rounding.
    WUA_INLINE void show(duration when) noexcept override;

    WUA_INLINE bool is_over() const noexcept override;

    WUA_INLINE void stop() noexcept override;

private:
    struct active_update
    {
        std::uint32_t index = 0;
        bool is_moving = false;
        bool is_size_known = false;
        std::size_t next_stall = 0;
        std::size_t attempt = 0; // from 0
        std::uint64_t size = 0;
        std::uint64_t bytes = 0;  // at the last event
        duration at{0};           // time of the last event
        std::uint64_t offset = 0; // bytes with which the attempt began
        duration began{0};        // time when the attempt began
        std::uint64_t target = 0; // bytes at the next event
        std::uint64_t turn = 0;   // number of the next event

        // The next event, and when it is due.
        event_kind next = event_kind::begin;
        duration due{0};
        bool has_next = false;

        duration paused_at{0};
        bool is_paused = false;
        bool is_returning = false; // its pause is over, and it waits for its turn

        bool can_pause() const noexcept
        {
            return !is_paused && !(has_next && next == event_kind::verified);
        }
    };

    static constexpr std::uint32_t no_update = 0xFFFFFFFFU;

    void perform(const simulated_event& event);

    void perform(event_kind kind, active_update& update);

    // Out of memory. It is not the fault of whoever moves the time, and others may be waiting.
    void give_up() noexcept
    {
        m_transfer.finish_rest(outcome::failed(hresult_from_exception()));
    }

    const simulated_update& plan_of(std::size_t index) const noexcept;

    void schedule(duration in, event_kind kind, std::uint32_t index = 0, std::uint64_t turn = 0)
    {
        m_time.schedule(in, {.target = m_self, .kind = kind, .index = index, .turn = turn});
    }

    // Schedules the next event of an update, which invalidates earlier ones.
    void schedule(duration in, event_kind kind, active_update& update)
    {
        update.next = kind;
        update.due = m_time.now() + std::min(in, duration::max() - m_time.now());
        update.has_next = true;
        schedule(in, kind, update.index, ++update.turn);
    }

    // Starts updates as long as there is room, first those that come back from a pause.
    void start_updates();

    // no_update: none may start.
    std::uint32_t take_next();

    bool has_room() const noexcept;

    // Pauses what should be paused, and resumes the rest.
    void obey();

    void pause(active_update& update);

    void resume(active_update& update);

    // False when there is none.
    bool try_return();

    void start(std::uint32_t index);

    active_update& add_active(std::uint32_t index);

    void remove_active(std::uint32_t index) noexcept;

    // The active update with the lowest index from this one on; null when there is none.
    const active_update* find_active(std::size_t from) const noexcept;
    active_update* find_active(std::size_t from) noexcept
    {
        return const_cast<active_update*>(std::as_const(*this).find_active(from));
    }

    // Reports the bytes that the update has at this event.
    void move_to_target(active_update& update, const simulated_update& plan);

    static const simulated_fault* fault_of(const active_update& update, const simulated_update& plan) noexcept
    {
        return update.attempt < plan.faults.size() ? &plan.faults[update.attempt] : nullptr;
    }

    // Finds the next byte at which something happens, and schedules it.
    void schedule_bytes(active_update& update, const simulated_update& plan);

    std::uint64_t bytes_at(const active_update& update, duration when) const noexcept;

    // Everything that happens at the byte that was reached.
    void act_at_target(active_update& update, const simulated_update& plan);

    void fail(active_update& update, const simulated_fault& fault);

    void finish(const active_update& update, outcome result, attempt_decision decision);

    // Adds the attempt to the job's story; the last arguments say what follows.
    void tell(const active_update& update, const outcome& result, attempt_decision decision,
              const simulated_fault* fault = nullptr) noexcept;

    void abort_all();

    void abort(active_update& update);

    void show_sample();

    transfer m_transfer;
    weak_handle<event_target> m_self;
    const shared_handle<const scenario> m_script;
    virtual_timeline& m_time;
    const start_sequence m_order;
    const dynamic_array<std::uint32_t> m_rows; // into scenario::updates_by_id: see find_rows()
    std::size_t m_next = 0;                    // index into m_order
    std::size_t m_next_sample = 0;
    dynamic_array<std::uint32_t> m_passed_over; // because they are paused; made for the first one
    std::size_t m_passed_count = 0;             // how many of them there are
    bool m_may_start_passed = false;            // one of them may start now
    std::size_t m_paused = 0;                   // among the active ones
    std::size_t m_returning = 0;                // among the paused ones
    bool m_is_aborting = false;

    // The updates that have started and not ended; where each of them is; and a bit for each index in use.
    dynamic_array<active_update> m_active; // the first m_active_count
    std::size_t m_active_count = 0;
    dynamic_array<std::uint32_t> m_slot_of; // plus one; 0: not active
    dynamic_array<std::uint32_t> m_active_bits;

    abort_hook m_abort_hook;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/simulated/scenario_actor.ipp>
#endif
