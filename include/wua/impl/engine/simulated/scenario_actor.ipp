// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/simulated/scenario_actor.hpp>.

#include <wua/com/shared_handle.hpp>
#include <wua/engine/shown_url.hpp>
#include <wua/engine/simulated/plan_lookup.hpp>
#include <wua/engine/simulated/scenario_actor.hpp>

#include <algorithm>
#include <bit>
#include <new>
#include <utility>

namespace wua::detail
{

WUA_INLINE scenario_actor::scenario_actor(transfer job, shared_handle<const scenario> script, virtual_timeline& time)
    : m_transfer(std::move(job)),
      m_script(std::move(script)),
      m_time(time),
      m_order(m_script->order, m_script->seed, m_transfer.updates().size()),
      m_rows(find_rows(*m_script, m_transfer.updates())),
      m_slot_of(m_transfer.updates().size()),
      m_active_bits((m_transfer.updates().size() + 31) / 32)
{}

WUA_INLINE shared_handle<scenario_actor>
scenario_actor::make(transfer job, shared_handle<const scenario> script, virtual_timeline& time)
{
    const auto actor = make_handle<scenario_actor>(std::move(job), std::move(script), time);
    actor->m_self = actor;
    return actor;
}

WUA_INLINE void scenario_actor::act(const simulated_event& event) noexcept
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

WUA_INLINE void scenario_actor::show(duration when) noexcept
{
    try
    {
        for (const active_update* update = find_active(0); update != nullptr; update = find_active(update->index + 1U))
        {
            if (update->is_moving && !update->is_paused)
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

WUA_INLINE bool scenario_actor::is_over() const noexcept
{
    return m_transfer.is_completed();
}

WUA_INLINE void scenario_actor::stop() noexcept
{
    m_transfer.finish_rest(outcome::failed(wu_e_service_stop));
}

WUA_INLINE void scenario_actor::perform(const simulated_event& event)
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
        case event_kind::control:
            obey();
            return;
        default:
            break;
    }
    if (const std::uint32_t slot = m_slot_of[event.index]; slot != 0)
    {
        active_update& update = m_active[slot - 1];
        if (event.kind == event_kind::abort_update)
        {
            abort(update);
        }
        else if (event.turn == update.turn)
        {
            update.has_next = false;
            perform(event.kind, update);
        }
    }
}

WUA_INLINE void scenario_actor::perform(event_kind kind, active_update& update)
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
            update.began = update.at;
            schedule(plan.latency, event_kind::first_byte, update);
            break;
        default: // verified
            if (const simulated_fault* fault = fault_of(update, plan); fault && fault->in_verify_phase)
            {
                fail(update, *fault);
                break;
            }
            finish(update, outcome::succeeded(plan.success), attempt_decision::complete);
            break;
    }
}

WUA_INLINE const simulated_update& scenario_actor::plan_of(std::size_t index) const noexcept
{
    const std::uint32_t row = m_rows.empty() ? 0 : m_rows[index];
    return row == 0 ? m_script->update(index) : m_script->updates_by_id[row - 1];
}

WUA_COLD void scenario_actor::start_updates()
{
    while (!m_is_aborting && has_room())
    {
        if (try_return())
        {
            continue;
        }
        const std::uint32_t next = take_next();
        if (next == no_update)
        {
            return;
        }
        start(next);
    }
}

WUA_INLINE bool scenario_actor::has_room() const noexcept
{
    return m_active_count - m_paused < std::max<std::size_t>(m_script->parallelism, 1);
}

WUA_INLINE std::uint32_t scenario_actor::take_next()
{
    if (m_may_start_passed && !m_transfer.wants_pause())
    {
        for (std::size_t i = 0; i != m_passed_count; ++i)
        {
            if (const std::uint32_t index = m_passed_over[i]; !m_transfer.wants_pause(index))
            {
                for (--m_passed_count; i != m_passed_count; ++i)
                {
                    m_passed_over[i] = m_passed_over[i + 1];
                }
                return index;
            }
        }
        m_may_start_passed = false;
    }
    while (m_next != m_order.size() && !m_transfer.wants_pause())
    {
        const std::uint32_t index = m_order[m_next];
        const bool is_passed_over = m_transfer.wants_pause(index);
        if (is_passed_over)
        {
            if (m_passed_over.empty())
            {
                m_passed_over = dynamic_array<std::uint32_t>(m_order.size());
            }
            m_passed_over[m_passed_count++] = index;
        }
        ++m_next;
        if (!is_passed_over)
        {
            return index;
        }
    }
    return no_update;
}

WUA_COLD void scenario_actor::obey()
{
    if (m_is_aborting)
    {
        return;
    }
    for (active_update* update = find_active(0); update != nullptr; update = find_active(update->index + 1U))
    {
        const bool is_wanted = m_transfer.wants_pause(update->index);
        if (update->is_paused)
        {
            m_returning -= update->is_returning ? 1 : 0;
            update->is_returning = !is_wanted;
            m_returning += update->is_returning ? 1 : 0;
            if (is_wanted)
            {
                m_transfer.set_paused(update->index);
            }
        }
        else if (is_wanted && update->can_pause())
        {
            pause(*update);
        }
    }
    m_may_start_passed = true;
    start_updates();
}

WUA_COLD void scenario_actor::pause(active_update& update)
{
    update.paused_at = m_time.now();
    if (update.is_moving)
    {
        m_transfer.set_bytes(update.index, bytes_at(update, update.paused_at));
    }
    update.is_paused = true;
    ++update.turn;
    ++m_paused;
    m_transfer.set_paused(update.index);
}

WUA_COLD void scenario_actor::resume(active_update& update)
{
    update.is_paused = false;
    update.is_returning = false;
    --m_paused;
    --m_returning;
    update.at += m_time.now() - update.paused_at;
    if (update.has_next)
    {
        schedule(update.due - update.paused_at, update.next, update);
    }
}

WUA_INLINE bool scenario_actor::try_return()
{
    if (m_returning == 0)
    {
        return false;
    }
    active_update* update = find_active(0);
    while (!update->is_returning)
    {
        update = find_active(update->index + 1U);
    }
    resume(*update);
    return true;
}

WUA_COLD void scenario_actor::start(std::uint32_t index)
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
    update.began = update.at;
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

WUA_INLINE scenario_actor::active_update& scenario_actor::add_active(std::uint32_t index)
{
    if (m_active_count == m_active.size())
    {
        m_active.resize(2 * m_active_count + 1);
    }
    active_update& added = m_active[m_active_count++] = {.index = index};
    m_slot_of[index] = static_cast<std::uint32_t>(m_active_count);
    m_active_bits[index / 32] |= std::uint32_t(1) << index % 32;
    return added;
}

WUA_INLINE void scenario_actor::remove_active(std::uint32_t index) noexcept
{
    active_update& removed = m_active[m_slot_of[index] - 1];
    m_paused -= removed.is_paused ? 1U : 0U;
    m_returning -= removed.is_returning ? 1U : 0U;
    m_active_bits[index / 32] &= ~(std::uint32_t(1) << index % 32);
    const active_update& last = m_active[--m_active_count];
    m_slot_of[last.index] = m_slot_of[index];
    m_slot_of[index] = 0;
    removed = last;
}

WUA_INLINE const scenario_actor::active_update* scenario_actor::find_active(std::size_t from) const noexcept
{
    std::size_t word = from / 32;
    if (word >= m_active_bits.size())
    {
        return nullptr;
    }
    std::uint32_t bits = m_active_bits[word] & (~std::uint32_t(0) << from % 32);
    while (bits == 0)
    {
        if (++word == m_active_bits.size())
        {
            return nullptr;
        }
        bits = m_active_bits[word];
    }
    return &m_active[m_slot_of[word * 32 + static_cast<std::size_t>(std::countr_zero(bits))] - 1];
}

WUA_INLINE void scenario_actor::move_to_target(active_update& update, const simulated_update& plan)
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

WUA_INLINE void scenario_actor::schedule_bytes(active_update& update, const simulated_update& plan)
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
    constexpr double max_nanoseconds = 9e17; // about thirty years
    schedule(duration(static_cast<std::int64_t>(std::min(nanoseconds, max_nanoseconds))), event_kind::bytes, update);
}

WUA_INLINE std::uint64_t scenario_actor::bytes_at(const active_update& update, duration when) const noexcept
{
    const double passed = std::chrono::duration<double>(when - update.at).count();
    const double moved = passed * static_cast<double>(plan_of(update.index).bytes_per_second);
    const std::uint64_t left = update.target - update.bytes;
    return moved < static_cast<double>(left) ? update.bytes + static_cast<std::uint64_t>(moved) : update.target;
}

WUA_INLINE void scenario_actor::act_at_target(active_update& update, const simulated_update& plan)
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
    finish(update, outcome::succeeded(plan.success), attempt_decision::complete);
}

WUA_INLINE void scenario_actor::fail(active_update& update, const simulated_fault& fault)
{
    update.is_moving = false;
    if (!fault.is_retried)
    {
        finish(update, outcome::failed(fault.hresult, fault.native), attempt_decision::give_up);
        return;
    }
    tell(update, outcome::failed(fault.hresult, fault.native), attempt_decision::retry, &fault);
    ++update.attempt;
    update.bytes = fault.keeps_bytes ? update.bytes : 0;
    update.offset = update.bytes;
    update.began = m_time.now();
    m_transfer.retry(update.index, update.bytes);
    schedule(fault.retry_delay, event_kind::next_attempt, update);
}

WUA_INLINE void scenario_actor::finish(const active_update& update, outcome result, attempt_decision decision)
{
    const std::uint32_t index = update.index;
    tell(update, result, decision);
    remove_active(index);
    m_transfer.finish(index, std::move(result));
    start_updates();
}

WUA_COLD void scenario_actor::tell(const active_update& update, const outcome& result, attempt_decision decision,
                                   const simulated_fault* fault) noexcept
{
    if (!m_transfer.wants_attempt(update.attempt == 0 && decision == attempt_decision::complete))
    {
        return;
    }
    try
    {
        attempt_record attempt;
        if (const std::vector<content_file>& files = m_transfer.updates()[update.index]->files;
            !files.empty() && !files.front().urls.empty())
        {
            attempt.url = shown_url(files.front().urls.front());
        }
        attempt.protocol = "simulated";
        attempt.offset = update.offset;
        attempt.bytes = update.bytes - update.offset;
        attempt.first_byte = attempt.bytes == 0 ? duration(0) : plan_of(update.index).latency;
        attempt.total = m_time.now() - update.began;
        attempt.result = result;
        attempt.decision = decision;
        if (fault != nullptr)
        {
            attempt.delay = fault->retry_delay;
            attempt.discards_bytes = !fault->keeps_bytes && update.bytes != 0;
        }
        m_transfer.add_attempt(update.index, std::move(attempt));
    }
    catch (const std::bad_alloc&)
    {
        return; // out of memory: the download goes on without this part of its story
    }
}

WUA_COLD void scenario_actor::abort_all()
{
    m_is_aborting = true;
    for (; m_next != m_order.size(); ++m_next)
    {
        if (m_transfer.wants(m_order[m_next]))
        {
            m_transfer.finish(m_order[m_next], outcome::aborted());
        }
    }
    for (std::size_t i = 0; i != m_passed_count; ++i)
    {
        m_transfer.finish(m_passed_over[i], outcome::aborted());
    }
    m_passed_count = 0;
    if (m_active_count != 0)
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

WUA_INLINE void scenario_actor::abort(active_update& update)
{
    if (update.is_moving && !update.is_paused)
    {
        update.bytes = bytes_at(update, m_time.now());
        m_transfer.set_bytes(update.index, update.bytes);
    }
    finish(update, outcome::aborted(), attempt_decision::stop);
}

WUA_INLINE void scenario_actor::show_sample()
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

} // namespace wua::detail
