// SPDX-License-Identifier: MIT
#pragma once

// One job of the simulated engine: acts out its scenario, event by event.

#include <wua/engine/scenario.hpp>
#include <wua/engine/simulated/virtual_timeline.hpp>
#include <wua/job/transfer.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <utility>
#include <vector>

namespace wua
{

class scenario_actor;

// What happens to a job.
struct simulated_event
{
    enum kind : std::uint8_t
    {
        begin,
        update,
        sample,
        abort,
        abort_update,
        abort_limit,
    };

    // What happens to one of its updates.
    enum class stage : std::uint8_t
    {
        first_byte,
        bytes,
        next_attempt,
        verified,
        none,
    };

    std::weak_ptr<scenario_actor> of;
    kind what = update;
    std::uint32_t index = 0;
    stage next = stage::none;
    std::uint64_t turn = 0;

    bool is_void() const noexcept
    {
        return of.expired();
    }
    std::shared_ptr<scenario_actor> keep() const noexcept
    {
        return of.lock();
    }
};
using simulated_timeline = virtual_timeline<simulated_event>;

// Its members are called for one event at a time; the timeline must outlive it.
class scenario_actor : public std::enable_shared_from_this<scenario_actor>
{
public:
    using duration = std::chrono::nanoseconds;

    scenario_actor(transfer end, std::shared_ptr<const scenario> script, simulated_timeline& time)
        : m_end(std::move(end)),
          m_script(std::move(script)),
          m_time(time),
          m_order(order_of(*m_script, m_end.updates().size()))
    {}

    transfer& end() noexcept
    {
        return m_end;
    }
    bool is_over() const noexcept
    {
        return m_end.is_completed();
    }
    const scenario& script() const noexcept
    {
        return *m_script;
    }

    void act(const simulated_event& event)
    {
        switch (event.what)
        {
            case simulated_event::begin:
                fill();
                break;
            case simulated_event::sample:
                show_sample();
                fill();
                break;
            case simulated_event::abort:
                abort();
                break;
            case simulated_event::abort_limit:
                m_end.tick();
                break;
            case simulated_event::abort_update:
                abort(event.index);
                break;
            case simulated_event::update:
                if (const auto found = m_active.find(event.index);
                    found != m_active.end() && found->second.turn == event.turn)
                {
                    act_update(event.index, found->second, event.next);
                }
                break;
        }
    }

    // Reports the bytes of that time. Updates themselves stay at their last event, lest small steps round bytes away.
    void show(duration when)
    {
        for (const auto& [index, update] : m_active)
        {
            if (update.is_moving)
            {
                m_end.set_bytes(index, bytes_at(index, update, when));
            }
        }
        m_end.tick();
    }

private:
    using stage = simulated_event::stage;

    struct active_update
    {
        std::uint64_t size = 0;
        std::size_t attempt = 0;  // from 0
        std::uint64_t bytes = 0;  // at the time of the last event
        duration at{0};           // when that was
        std::uint64_t target = 0; // the bytes at the next event
        bool is_moving = false;
        bool is_size_known = false;
        std::size_t next_stall = 0;
        std::uint64_t turn = 0; // events of an older turn are void
    };

    const simulated_update& plan_of(std::size_t index) const
    {
        return m_script->update(index, *m_end.updates()[index]);
    }

    void schedule(duration in, simulated_event::kind what, std::uint32_t index = 0, stage next = stage::none,
                  std::uint64_t turn = 0)
    {
        m_time.schedule(in, {weak_from_this(), what, index, next, turn});
    }

    // Starts updates as long as there is room.
    void fill()
    {
        while (!m_is_aborting && m_next != m_order.size() &&
               m_active.size() < std::max<std::size_t>(m_script->parallelism, 1))
        {
            begin(m_order[m_next++]);
        }
    }

    void begin(std::uint32_t index)
    {
        if (!m_end.wants(index))
        {
            return;
        }
        const simulated_update& plan = plan_of(index);
        const update_item& item = *m_end.updates()[index];
        m_end.start(index);
        if (plan.is_already_downloaded && !m_end.options().is_forced)
        {
            m_end.finish(index, outcome::succeeded(wu_s_already_downloaded));
            return;
        }
        constexpr std::uint64_t usual_size = 10U << 20U;
        active_update& update = m_active[index];
        update.size = plan.size ? *plan.size : item.size().value_or(usual_size);
        update.at = m_time.now();
        if (plan.known == size_known::at_start)
        {
            update.is_size_known = true;
            m_end.set_size(index, update.size);
        }
        if (plan.bytes_per_second != 0 || update.size == 0)
        {
            schedule(plan.latency, simulated_event::update, index, stage::first_byte, ++update.turn);
        }
    }

    void act_update(std::uint32_t index, active_update& update, stage what)
    {
        const simulated_update& plan = plan_of(index);
        switch (what)
        {
            case stage::first_byte:
                m_end.set_phase(index, dphDownloading);
                update.at = m_time.now();
                update.is_moving = true;
                plan_bytes(index, update);
                break;
            case stage::bytes:
                move_to(index, update, update.target);
                reach(index, update, plan);
                break;
            case stage::next_attempt:
                update.at = m_time.now();
                schedule(plan.latency, simulated_event::update, index, stage::first_byte, ++update.turn);
                break;
            case stage::verified:
                verified(index, update, plan);
                break;
            case stage::none:
                break;
        }
    }

    // Reports the bytes of this moment.
    void move_to(std::uint32_t index, active_update& update, std::uint64_t bytes)
    {
        update.bytes = bytes;
        update.at = m_time.now();
        const simulated_update& plan = plan_of(index);
        if (!update.is_size_known && plan.known == size_known::late && bytes >= plan.size_learnt_at)
        {
            update.is_size_known = true;
            m_end.set_size(index, update.size);
        }
        m_end.set_bytes(index, bytes);
    }

    const simulated_fault* fault_of(const active_update& update, const simulated_update& plan) const
    {
        return update.attempt < plan.faults.size() ? &plan.faults[update.attempt] : nullptr;
    }

    // Finds the next byte at which something happens, and when it comes.
    void plan_bytes(std::uint32_t index, active_update& update)
    {
        const simulated_update& plan = plan_of(index);
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
        constexpr double longest = 9e17; // some thirty years
        schedule(duration(static_cast<std::int64_t>(std::min(nanoseconds, longest))), simulated_event::update, index,
                 stage::bytes, ++update.turn);
    }

    std::uint64_t bytes_at(std::uint32_t index, const active_update& update, duration when) const
    {
        const double passed = std::chrono::duration<double>(when - update.at).count();
        const double moved = passed * static_cast<double>(plan_of(index).bytes_per_second);
        const std::uint64_t left = update.target - update.bytes;
        return moved < static_cast<double>(left) ? update.bytes + static_cast<std::uint64_t>(moved) : update.target;
    }

    // All that may happen at the byte that was reached.
    void reach(std::uint32_t index, active_update& update, const simulated_update& plan)
    {
        const simulated_fault* fault = fault_of(update, plan);
        if (fault && !fault->in_verify_phase && update.bytes >= std::min(fault->at_byte, update.size))
        {
            fail(index, update, *fault);
            return;
        }
        if (update.next_stall < plan.stalls.size() && update.bytes >= plan.stalls[update.next_stall].at_byte)
        {
            update.is_moving = false;
            schedule(plan.stalls[update.next_stall++].duration, simulated_event::update, index, stage::first_byte,
                     ++update.turn);
            return;
        }
        if (update.bytes < update.size)
        {
            plan_bytes(index, update);
            return;
        }
        update.is_moving = false;
        if (plan.verify_time > duration(0) || (fault && fault->in_verify_phase))
        {
            m_end.set_phase(index, dphVerifying);
            schedule(plan.verify_time, simulated_event::update, index, stage::verified, ++update.turn);
            return;
        }
        finish(index, outcome::succeeded());
    }

    void verified(std::uint32_t index, active_update& update, const simulated_update& plan)
    {
        if (const simulated_fault* fault = fault_of(update, plan); fault && fault->in_verify_phase)
        {
            fail(index, update, *fault);
            return;
        }
        finish(index, outcome::succeeded());
    }

    void fail(std::uint32_t index, active_update& update, const simulated_fault& fault)
    {
        update.is_moving = false;
        if (!fault.is_retried)
        {
            finish(index, outcome::failed(fault.hresult, fault.native));
            return;
        }
        ++update.attempt;
        update.bytes = fault.keeps_bytes ? update.bytes : 0;
        m_end.retry(index, update.bytes);
        schedule(fault.retry_delay, simulated_event::update, index, stage::next_attempt, ++update.turn);
    }

    void finish(std::uint32_t index, outcome result)
    {
        m_active.erase(index);
        m_end.finish(index, std::move(result));
        fill();
    }

    void abort()
    {
        m_is_aborting = true;
        for (; m_next != m_order.size(); ++m_next)
        {
            if (!m_end.wants(m_order[m_next]))
            {
                continue;
            }
            m_end.finish(m_order[m_next], outcome::aborted());
        }
        if (!m_active.empty())
        {
            schedule(m_end.abort_limit(), simulated_event::abort_limit);
        }
        for (const auto& [index, update] : m_active)
        {
            const simulated_update& plan = plan_of(index);
            if (!plan.ignores_abort)
            {
                schedule(plan.abort_latency, simulated_event::abort_update, index);
            }
        }
    }

    void abort(std::uint32_t index)
    {
        const auto found = m_active.find(index);
        if (found == m_active.end())
        {
            return;
        }
        if (found->second.is_moving)
        {
            m_end.set_bytes(index, bytes_at(index, found->second, m_time.now()));
        }
        finish(index, outcome::aborted());
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
        m_end.publish_recorded(values);
        if (m_next_sample != samples.size())
        {
            schedule(samples[m_next_sample].at - sample.at, simulated_event::sample);
        }
    }

    static std::vector<std::uint32_t> order_of(const scenario& script, std::size_t count)
    {
        std::vector<std::uint32_t> order(count);
        for (std::size_t i = 0; i != count; ++i)
        {
            order[i] = static_cast<std::uint32_t>(i);
        }
        if (script.order == start_order::reversed)
        {
            std::reverse(order.begin(), order.end());
        }
        else if (script.order == start_order::shuffled)
        {
            shuffle(order, script.seed);
        }
        return order;
    }

    // Not std::shuffle, whose order differs between standard libraries.
    static void shuffle(std::vector<std::uint32_t>& order, std::uint64_t seed)
    {
        std::mt19937_64 random(seed);
        for (std::size_t left = order.size(); left > 1; --left)
        {
            std::swap(order[left - 1], order[static_cast<std::size_t>(random() % left)]);
        }
    }

    transfer m_end;
    const std::shared_ptr<const scenario> m_script;
    simulated_timeline& m_time;
    const std::vector<std::uint32_t> m_order;
    std::size_t m_next = 0;
    std::size_t m_next_sample = 0;
    bool m_is_aborting = false;
    std::map<std::uint32_t, active_update> m_active;
};

} // namespace wua
