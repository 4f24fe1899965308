// SPDX-License-Identifier: MIT
#pragma once

// One job of the simulated engine: acts out its scenario, event by event.

#include <wua/com/hresult_from_exception.hpp>
#include <wua/engine/scenario.hpp>
#include <wua/engine/simulated/plan_lookup.hpp>
#include <wua/engine/simulated/simulated_event.hpp>
#include <wua/engine/simulated/start_sequence.hpp>
#include <wua/engine/simulated/virtual_timeline.hpp>
#include <wua/job/abort_hook.hpp>
#include <wua/job/transfer.hpp>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace wua::detail
{

/// The timeline must outlive it.
class scenario_actor final : public event_target
{
public:
    using duration = std::chrono::nanoseconds;

    scenario_actor(transfer job, std::shared_ptr<const scenario> script, virtual_timeline& time)
        : m_transfer(std::move(job)),
          m_script(std::move(script)),
          m_time(time),
          m_order(m_script->order, m_script->seed, m_transfer.updates().size()),
          m_rows(find_rows(*m_script, m_transfer.updates())),
          m_slot_of(m_transfer.updates().size(), no_slot),
          m_active_bits((m_transfer.updates().size() + 63) / 64)
    {}

    /// Schedules its first events, joins the timeline and has aborts sent to the engine. Once.
    template <class Engine>
    void start(const std::shared_ptr<Engine>& engine)
    {
        const std::shared_ptr<event_target> self = shared_from_this();
        if (!m_script->recorded.empty())
        {
            // Before anything begins, so that nobody is shown other numbers first.
            schedule(m_script->recorded.front().at, event_kind::sample);
        }
        schedule(duration(0), event_kind::begin);
        if (m_time.add(self))
        {
            m_abort_hook.attach(m_transfer.stop_token(), engine, self);
        }
    }

    void act(const simulated_event& event) noexcept override
    {
        try
        {
            perform(event);
        }
        catch (...)
        {
            give_up();
        }
    }

    /// Reports the bytes of that time. Updates themselves stay at their last event, lest small steps round bytes away.
    void show(duration when) noexcept override
    {
        try
        {
            for (const active_update* update = find_active(0); update != nullptr; update = find_active(update->index + 1U))
            {
                if (update->is_moving)
                {
                    m_transfer.set_bytes(update->index, bytes_at(*update, when));
                }
            }
            m_transfer.tick();
        }
        catch (...)
        {
            give_up();
        }
    }

    bool is_over() const noexcept override
    {
        return m_transfer.is_completed();
    }

    void stop() noexcept override
    {
        m_transfer.finish_rest(outcome::failed(wu_e_service_stop));
    }

private:
    struct active_update
    {
        std::uint32_t index = 0;
        bool is_moving = false;
        bool is_size_known = false;
        std::size_t next_stall = 0;
        std::size_t attempt = 0; // from 0
        std::uint64_t size = 0;
        std::uint64_t bytes = 0;  // at the time of the last event
        duration at{0};           // when that was
        std::uint64_t target = 0; // the bytes at the next event
        std::uint64_t turn = 0;   // of the next event
    };

    static constexpr std::uint32_t no_slot = 0xFFFFFFFFU;

    void perform(const simulated_event& event)
    {
        switch (event.kind)
        {
            case event_kind::begin:
                start_updates();
                return;
            case event_kind::sample:
                show_sample();
                start_updates();
                return;
            case event_kind::abort:
                abort_all();
                return;
            case event_kind::abort_limit:
                m_transfer.tick();
                return;
            default:
                break;
        }
        if (const std::uint32_t slot = m_slot_of[event.index]; slot != no_slot)
        {
            active_update& update = m_active[slot];
            if (event.kind == event_kind::abort_update)
            {
                abort(update);
            }
            else if (event.turn == update.turn)
            {
                perform(event.kind, update);
            }
        }
    }

    void perform(event_kind kind, active_update& update)
    {
        const simulated_update& plan = plan_of(update.index);
        switch (kind)
        {
            case event_kind::first_byte:
                m_transfer.set_phase(update.index, dphDownloading);
                update.at = m_time.now();
                update.is_moving = true;
                schedule_bytes(update, plan);
                break;
            case event_kind::bytes:
                move_to_target(update, plan);
                act_at_target(update, plan);
                break;
            case event_kind::next_attempt:
                update.at = m_time.now();
                schedule(plan.latency, event_kind::first_byte, update);
                break;
            default: // verified
                if (const simulated_fault* fault = fault_of(update, plan); fault && fault->in_verify_phase)
                {
                    fail(update, *fault);
                    break;
                }
                finish(update.index, outcome::succeeded());
                break;
        }
    }

    // No memory is left. Whoever moves the time is not to blame, and others may be waiting.
    void give_up() noexcept
    {
        m_transfer.finish_rest(outcome::failed(hresult_from_exception()));
    }

    const simulated_update& plan_of(std::size_t index) const noexcept
    {
        const std::uint32_t row = m_rows.empty() ? 0 : m_rows[index];
        return row == 0 ? m_script->update(index) : m_script->updates_by_id[row - 1];
    }

    void schedule(duration in, event_kind kind, std::uint32_t index = 0, std::uint64_t turn = 0)
    {
        m_time.schedule(in, {.target = weak_from_this(), .kind = kind, .index = index, .turn = turn});
    }

    // The next event of an update, which makes those before it void.
    void schedule(duration in, event_kind kind, active_update& update)
    {
        schedule(in, kind, update.index, ++update.turn);
    }

    // Starts updates as long as there is room.
    void start_updates()
    {
        while (!m_is_aborting && m_next != m_order.size() &&
               m_active.size() < std::max<std::size_t>(m_script->parallelism, 1))
        {
            start(m_order[m_next++]);
        }
    }

    void start(std::uint32_t index)
    {
        if (!m_transfer.wants(index))
        {
            return;
        }
        const simulated_update& plan = plan_of(index);
        m_transfer.start(index);
        if (plan.is_already_downloaded && !m_transfer.options().is_forced)
        {
            m_transfer.finish(index, outcome::succeeded(wu_s_already_downloaded));
            return;
        }
        constexpr std::uint64_t usual_size = 10U << 20U;
        active_update& update = add_active(index);
        update.size = plan.size ? *plan.size : m_transfer.updates()[index]->size().value_or(usual_size);
        update.at = m_time.now();
        if (plan.known == size_known::at_start)
        {
            update.is_size_known = true;
            m_transfer.set_size(index, update.size);
        }
        if (plan.bytes_per_second != 0 || update.size == 0)
        {
            schedule(plan.latency, event_kind::first_byte, update);
        }
    }

    active_update& add_active(std::uint32_t index)
    {
        m_active.push_back({.index = index});
        m_slot_of[index] = static_cast<std::uint32_t>(m_active.size() - 1);
        m_active_bits[index / 64] |= std::uint64_t(1) << index % 64;
        return m_active.back();
    }

    void remove_active(std::uint32_t index) noexcept
    {
        const std::uint32_t slot = std::exchange(m_slot_of[index], no_slot);
        m_active_bits[index / 64] &= ~(std::uint64_t(1) << index % 64);
        if (slot != m_active.size() - 1)
        {
            m_active[slot] = m_active.back();
            m_slot_of[m_active[slot].index] = slot;
        }
        m_active.pop_back();
    }

    // The active update with the least index from this one on; null when there is none.
    const active_update* find_active(std::size_t from) const noexcept
    {
        std::size_t word = from / 64;
        if (word >= m_active_bits.size())
        {
            return nullptr;
        }
        std::uint64_t bits = m_active_bits[word] & (~std::uint64_t(0) << from % 64);
        while (bits == 0)
        {
            if (++word == m_active_bits.size())
            {
                return nullptr;
            }
            bits = m_active_bits[word];
        }
        return &m_active[m_slot_of[word * 64 + static_cast<std::size_t>(std::countr_zero(bits))]];
    }

    // Reports the bytes that the update was to have at this event.
    void move_to_target(active_update& update, const simulated_update& plan)
    {
        update.bytes = update.target;
        update.at = m_time.now();
        if (!update.is_size_known && plan.known == size_known::late && update.bytes >= plan.size_learnt_at)
        {
            update.is_size_known = true;
            m_transfer.set_size(update.index, update.size);
        }
        m_transfer.set_bytes(update.index, update.bytes);
    }

    static const simulated_fault* fault_of(const active_update& update, const simulated_update& plan) noexcept
    {
        return update.attempt < plan.faults.size() ? &plan.faults[update.attempt] : nullptr;
    }

    // Finds the next byte at which something happens, and when it comes.
    void schedule_bytes(active_update& update, const simulated_update& plan)
    {
        std::uint64_t target = update.size;
        const auto consider = [&](std::uint64_t byte) {
            if (byte >= update.bytes && byte < target)
            {
                target = byte;
            }
        };
        if (update.next_stall < plan.stalls.size())
        {
            consider(plan.stalls[update.next_stall].at_byte);
        }
        if (const simulated_fault* fault = fault_of(update, plan); fault && !fault->in_verify_phase)
        {
            consider(fault->at_byte);
        }
        if (!update.is_size_known && plan.known == size_known::late)
        {
            consider(plan.size_learnt_at);
        }
        const std::uint64_t pace =
            std::max<std::uint64_t>(update.size / std::max<std::uint32_t>(m_script->reports_per_update, 1), 1);
        consider((update.bytes / pace + 1) * pace);
        update.target = target;
        const double nanoseconds = static_cast<double>(target - update.bytes) * 1e9 /
                                   static_cast<double>(std::max<std::uint64_t>(plan.bytes_per_second, 1));
        constexpr double max_nanoseconds = 9e17; // some thirty years
        schedule(duration(static_cast<std::int64_t>(std::min(nanoseconds, max_nanoseconds))), event_kind::bytes, update);
    }

    std::uint64_t bytes_at(const active_update& update, duration when) const noexcept
    {
        const double passed = std::chrono::duration<double>(when - update.at).count();
        const double moved = passed * static_cast<double>(plan_of(update.index).bytes_per_second);
        const std::uint64_t left = update.target - update.bytes;
        return moved < static_cast<double>(left) ? update.bytes + static_cast<std::uint64_t>(moved) : update.target;
    }

    // All that may happen at the byte that was reached.
    void act_at_target(active_update& update, const simulated_update& plan)
    {
        const simulated_fault* fault = fault_of(update, plan);
        if (fault && !fault->in_verify_phase && update.bytes >= std::min(fault->at_byte, update.size))
        {
            fail(update, *fault);
            return;
        }
        if (update.next_stall < plan.stalls.size() && update.bytes >= plan.stalls[update.next_stall].at_byte)
        {
            update.is_moving = false;
            schedule(plan.stalls[update.next_stall++].duration, event_kind::first_byte, update);
            return;
        }
        if (update.bytes < update.size)
        {
            schedule_bytes(update, plan);
            return;
        }
        update.is_moving = false;
        if (plan.verify_time > duration(0) || (fault && fault->in_verify_phase))
        {
            m_transfer.set_phase(update.index, dphVerifying);
            schedule(plan.verify_time, event_kind::verified, update);
            return;
        }
        finish(update.index, outcome::succeeded());
    }

    void fail(active_update& update, const simulated_fault& fault)
    {
        update.is_moving = false;
        if (!fault.is_retried)
        {
            finish(update.index, outcome::failed(fault.hresult, fault.native));
            return;
        }
        ++update.attempt;
        update.bytes = fault.keeps_bytes ? update.bytes : 0;
        m_transfer.retry(update.index, update.bytes);
        schedule(fault.retry_delay, event_kind::next_attempt, update);
    }

    void finish(std::uint32_t index, outcome result)
    {
        remove_active(index);
        m_transfer.finish(index, std::move(result));
        start_updates();
    }

    void abort_all()
    {
        m_is_aborting = true;
        for (; m_next != m_order.size(); ++m_next)
        {
            if (m_transfer.wants(m_order[m_next]))
            {
                m_transfer.finish(m_order[m_next], outcome::aborted());
            }
        }
        if (!m_active.empty())
        {
            schedule(m_transfer.abort_limit(), event_kind::abort_limit);
        }
        for (const active_update* update = find_active(0); update != nullptr; update = find_active(update->index + 1U))
        {
            const simulated_update& plan = plan_of(update->index);
            if (!plan.ignores_abort)
            {
                schedule(plan.abort_latency, event_kind::abort_update, update->index);
            }
        }
    }

    void abort(active_update& update)
    {
        if (update.is_moving)
        {
            m_transfer.set_bytes(update.index, bytes_at(update, m_time.now()));
        }
        finish(update.index, outcome::aborted());
    }

    void show_sample()
    {
        const std::vector<recorded_sample>& samples = m_script->recorded;
        const recorded_sample& sample = samples[m_next_sample++];
        progress_values values;
        values.current_index = sample.index;
        values.phase = static_cast<std::uint8_t>(sample.phase);
        values.recorded_percent = static_cast<std::int8_t>(std::clamp(sample.percent, 0, 127));
        values.recorded_current_percent = static_cast<std::int8_t>(std::clamp(sample.update_percent, 0, 127));
        values.bytes_downloaded = sample.bytes_downloaded;
        values.bytes_to_download = sample.bytes_to_download;
        values.current_bytes_downloaded = sample.update_bytes_downloaded;
        values.current_bytes_to_download = sample.update_bytes_to_download;
        m_transfer.publish_recorded(values);
        if (m_next_sample != samples.size())
        {
            schedule(samples[m_next_sample].at - sample.at, event_kind::sample);
        }
    }

    transfer m_transfer;
    const std::shared_ptr<const scenario> m_script;
    virtual_timeline& m_time;
    const start_sequence m_order;
    const std::vector<std::uint32_t> m_rows; // of scenario::updates_by_id: see find_rows()
    std::size_t m_next = 0;                  // in m_order
    std::size_t m_next_sample = 0;
    bool m_is_aborting = false;

    // The updates that have started and not ended, where each of them is, and which they are in order of index.
    std::vector<active_update> m_active;
    std::vector<std::uint32_t> m_slot_of;
    std::vector<std::uint64_t> m_active_bits;

    abort_hook m_abort_hook;
};

} // namespace wua::detail
