// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/fallback/fallback_job.hpp>.

#include <wua/com/hresult_from_exception.hpp>
#include <wua/engine/fallback/fallback_core.hpp>
#include <wua/engine/fallback/fallback_job.hpp>
#include <wua/job/work_scope.hpp>
#include <wua/model/download_story.hpp>
#include <wua/model/file_result.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <utility>

namespace wua::detail
{

WUA_INLINE fallback_job::fallback_job(shared_handle<fallback_core> core, transfer job)
    : m_core(std::move(core)),
      m_outer(std::move(job)),
      m_slots(m_outer.updates().size())
{
    for (std::size_t index = 0; index != m_slots.size(); ++index)
    {
        slot& one = m_slots[index];
        one.told = relayed_update(m_outer.updates()[index]->size());
        if (!m_outer.wants(index))
        {
            one.owner = nobody;
            one.has_ended = true;
            ++m_ended;
        }
    }
}

WUA_INLINE void fallback_job::begin(const shared_handle<fallback_job>& job)
{
    job->m_self = job;
    const engine_handle engine = job->m_core->engine_at(0);
    if (!engine)
    {
        throw hresult_error(wu_e_service_stop, "the engine has ended");
    }
    job->m_outer.when_controlled([self = job->m_self] {
        if (const shared_handle<fallback_job> alive = self.lock())
        {
            alive->m_control.pass_on();
        }
    });
    for (std::size_t index = 0; index != job->m_slots.size(); ++index)
    {
        if (job->m_outer.wants_pause(index))
        {
            job->m_control.note_wish();
        }
    }
    leg_list::node made = make_leg(job, fallback_leg::first, {}, engine.clock());
    if (made.front().inner->is_completed())
    {
        job->leave_core(); // everything was there before
        return;
    }
    job->begin_leg(made);
}

WUA_INLINE leg_list::node fallback_job::make_leg(const shared_handle<fallback_job>& job, std::uint32_t number,
                                                 std::vector<std::uint32_t> indices, const time_source& clock)
{
    const std::vector<update_pointer>& all = job->m_outer.updates();
    std::vector<update_pointer> updates;
    if (indices.empty())
    {
        updates = all;
    }
    else
    {
        updates.reserve(indices.size());
        for (const std::uint32_t index : indices)
        {
            updates.push_back(all[index]);
        }
    }
    leg_list::node made(1);
    made.front().number = number;
    made.front().inner = make_handle<ledger>(std::move(updates), job->options_of_leg(number, clock));
    ledger& inner = *made.front().inner;
    const auto leg = make_handle<fallback_leg>(job, inner, number, std::move(indices));
    made.front().leg = leg;
    for (std::size_t place = 0; place != inner.size(); ++place)
    {
        if (job->m_slots[leg->index_of(place)].has_ended)
        {
            inner.finish(place, outcome::succeeded(wu_s_already_downloaded));
        }
    }
    inner.listen(leg);
    return made;
}

WUA_INLINE ledger_options fallback_job::options_of_leg(std::uint32_t number, const time_source& clock) const
{
    constexpr std::uint32_t enough_to_pass_on = 16;
    ledger_options options;
    options.clock = clock;
    options.abort_limit = m_outer.abort_limit();
    options.attempts_kept = m_outer.wants_attempt(false) ? enough_to_pass_on : 0;
    options.keeps_successes = number != fallback_leg::first || m_outer.wants_attempt(true); // after a failure
    options.keeps_files = m_outer.wants_files();
    return options;
}

WUA_INLINE void fallback_job::begin_leg(leg_list::node& made) noexcept
{
    const shared_handle<ledger> inner = made.front().inner;
    const std::uint32_t number = made.front().number;
    const std::size_t which = number == fallback_leg::first ? 0 : 1;
    m_core->note_begin(which);
    {
        const std::lock_guard lock(m_mutex);
        m_legs.add(made);
    }
    if (m_control.has_wishes())
    {
        m_control.pass_on(); // before it begins with what is to stand still
    }
    if (m_is_aborting.load() || m_is_stopped.load())
    {
        abort_leg(number); // it may have looked before the leg was there
    }
    try
    {
        const engine_handle engine = m_core->engine_at(which);
        if (engine)
        {
            transfer_options options = m_outer.options();
            options.priority = m_outer.priority();
            engine.start(transfer(inner, std::move(options)));
            return;
        }
        inner->finish_rest(outcome::failed(wu_e_service_stop));
    }
    catch (...)
    {
        inner->finish_rest(outcome::failed(hresult_from_exception()));
    }
}

WUA_INLINE void fallback_job::hear(fallback_leg& leg, std::size_t place) noexcept
{
    const fallback_core::passage inside(*m_core);
    const std::size_t index = leg.index_of(place);
    slot& of = m_slots[index];
    {
        const std::lock_guard lock(m_mutex);
        if (of.owner != leg.number())
        {
            return; // given up, or ended
        }
        if (of.is_busy)
        {
            of.is_due_again = true;
            return;
        }
        of.is_busy = true;
    }
    if (leg.is_first() && m_core->needs_driving())
    {
        look(); // time may have come a long way to this report
    }
    while (!leave(index, of, pass_on(leg, place, of)))
    {}
    m_core->note_report(leg.is_first() ? 0 : 1);
}

WUA_INLINE fallback_job::turn fallback_job::pass_on(fallback_leg& leg, std::size_t place, slot& to) noexcept
{
    const std::size_t index = leg.index_of(place);
    if (!m_outer.wants(index))
    {
        return turn::has_ended; // the job's abort limit has struck
    }
    try
    {
        const update_progress now = leg.inner().progress_of(place);
        const bool is_over = now.result.is_final();
        // An engine that is given up is aborted, and knows of no pause any more: what stands still is the second one's.
        const bool is_to_rest = leg.is_first() && m_trial.is_given_up() && m_outer.wants_pause(index);
        const bool is_passed_over = is_over && (is_to_rest || falls_back(leg, now.result));
        if (to.told.is_new_attempt(now.attempt) || is_over)
        {
            to.told.pass_on_story(leg.inner(), place, m_outer, index);
        }
        if (!is_to_rest && (!is_passed_over || to.told.knows_owner() || now.bytes_downloaded != 0))
        {
            note(to.told.pass_on(now, m_outer, index), leg, now, to);
        }
        if (!is_over)
        {
            if (leg.inner().has_pauses() && to.told.has_started())
            {
                // As it is now: who was told of bytes may have had it go on, and stop again.
                to.told.pass_on_pause(leg.inner().progress_of(place), m_outer, index);
            }
            return turn::stays;
        }
        set_working(to, false);
        if (is_passed_over && !is_ending())
        {
            return turn::falls_back;
        }
        pass_on_files(leg, place, index);
        m_outer.finish(index, is_passed_over ? ending() : now.result);
    }
    catch (...)
    {
        // Without memory for the words of a result, the end of the update is told without them.
        if (!leg.inner().is_finished(place))
        {
            return turn::stays;
        }
        set_working(to, false);
        m_outer.finish(index, {orcFailed, e_outofmemory, {}, {}});
    }
    return turn::has_ended;
}

WUA_INLINE void fallback_job::note(relayed_update::news what, const fallback_leg& leg, const update_progress& now,
                                   slot& of) noexcept
{
    if (!leg.is_first() || what == relayed_update::news::none)
    {
        return;
    }
    if (what == relayed_update::news::bytes)
    {
        m_trial.note_bytes(m_core->now());
    }
    set_working(of, of.told.phase() < dphVerifying && !now.is_paused);
}

WUA_COLD void fallback_job::pass_on_files(const fallback_leg& leg, std::size_t place, std::size_t index) noexcept
{
    if (!m_outer.wants_files())
    {
        return;
    }
    try
    {
        for (file_result& each : leg.inner().files(place))
        {
            m_outer.add_file(index, std::move(each));
        }
    }
    catch (...)
    {
        return; // a download does not fail for what is told of it
    }
}

WUA_INLINE bool fallback_job::leave(std::size_t index, slot& of, turn next) noexcept
{
    bool is_orphan = false;
    {
        const std::lock_guard lock(m_mutex);
        if (next == turn::has_ended)
        {
            of.owner = nobody;
            of.has_ended = true;
            ++m_ended;
        }
        else if (next == turn::falls_back)
        {
            of.owner = nobody;
        }
        else if (of.owner != nobody && std::exchange(of.is_due_again, false))
        {
            return false;
        }
        of.is_busy = false;
        of.is_due_again = false;
        is_orphan = of.owner == nobody && !of.has_ended;
        if (is_orphan)
        {
            release_locked(index, of);
        }
    }
    if (is_orphan)
    {
        flush(m_core->needs_driving());
    }
    else if (next == turn::has_ended)
    {
        leave_core();
    }
    return true;
}

WUA_INLINE bool fallback_job::falls_back(const fallback_leg& leg, const outcome& result) const noexcept
{
    if (!leg.is_first() || result.is_success_or_with_errors())
    {
        return false;
    }
    if (m_trial.is_given_up() || result.code != orcFailed)
    {
        return m_trial.is_given_up();
    }
    try
    {
        const auto& rule = m_core->options().falls_back;
        const work_scope inside(m_outer);
        return !rule || rule(result);
    }
    catch (...)
    {
        return false;
    }
}

WUA_INLINE void fallback_job::set_working(slot& of, bool is_working) noexcept
{
    if (std::exchange(of.is_working, is_working) == is_working)
    {
        return;
    }
    if (!is_working)
    {
        m_trial.end_working();
    }
    else if (m_trial.begin_working())
    {
        m_trial.note_bytes(m_core->now());
    }
}

WUA_INLINE void fallback_job::look() noexcept
{
    const std::chrono::nanoseconds now = m_core->now();
    bool is_given_up = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_trial.is_silent(now, m_core->options().no_bytes_for))
        {
            is_given_up = give_up_locked(now);
        }
        if (m_trial.is_overdue(now, m_core->options().patience))
        {
            cut_off_locked();
        }
    }
    if (is_given_up)
    {
        abort_leg(fallback_leg::first);
    }
    flush(true);
    m_control.look();
    m_outer.tick();
}

WUA_INLINE std::optional<std::chrono::nanoseconds> fallback_job::time_to_give_up() noexcept
{
    const fallback_options& options = m_core->options();
    const bool is_paused = m_control.has_wishes() && is_at_rest(); // which asks about each update
    const std::lock_guard lock(m_mutex);
    if (!m_trial.is_at_work() || m_is_aborting.load() || m_is_stopped.load())
    {
        return std::nullopt;
    }
    if (m_trial.is_given_up())
    {
        return options.patience;
    }
    if (is_paused)
    {
        return std::nullopt;
    }
    return options.no_bytes_for.count() != 0 ? std::optional(options.no_bytes_for) : std::nullopt;
}

WUA_INLINE void fallback_job::give_up() noexcept
{
    if (!time_to_give_up())
    {
        return;
    }
    const std::chrono::nanoseconds now = m_core->now();
    bool is_given_up = false;
    {
        const std::lock_guard lock(m_mutex);
        is_given_up = give_up_locked(now);
        if (!is_given_up)
        {
            cut_off_locked();
        }
    }
    if (is_given_up)
    {
        abort_leg(fallback_leg::first);
    }
    flush(true);
}

WUA_INLINE bool fallback_job::give_up_locked(std::chrono::nanoseconds now) noexcept
{
    return !m_is_aborting.load() && !m_is_stopped.load() && m_trial.try_give_up(now);
}

WUA_INLINE void fallback_job::cut_off_locked() noexcept
{
    if (!m_trial.try_cut_off())
    {
        return;
    }
    for (std::size_t index = 0; index != m_slots.size(); ++index)
    {
        slot& one = m_slots[index];
        if (one.owner == fallback_leg::first)
        {
            one.owner = nobody;
            release_locked(index, one);
        }
    }
}

WUA_INLINE void fallback_job::release_locked(std::size_t index, slot& of) noexcept
{
    if (!of.is_busy)
    {
        set_working(of, false);
        of.told.change_owner();
        of.next_waiting = std::exchange(m_waiting, static_cast<std::uint32_t>(index));
        ++m_waiting_count;
    }
}

WUA_COLD bool fallback_job::is_at_rest() const noexcept
{
    try
    {
        for (std::size_t index = 0; index != m_slots.size(); ++index)
        {
            if (m_outer.wants(index) && !m_outer.wants_pause(index))
            {
                return false;
            }
        }
        return true;
    }
    catch (...)
    {
        return false;
    }
}

WUA_INLINE std::vector<running_leg> fallback_job::legs_at_work()
{
    const std::lock_guard lock(m_mutex);
    return m_legs.all();
}

WUA_INLINE std::string fallback_job::common_hold()
{
    const std::lock_guard lock(m_mutex);
    return m_legs.common_hold();
}

WUA_INLINE void fallback_job::abort_leg(std::uint32_t number) noexcept
{
    shared_handle<ledger> inner;
    {
        const std::lock_guard lock(m_mutex);
        inner = m_legs.find(number);
    }
    if (!inner)
    {
        return;
    }
    try
    {
        inner->request_abort();
    }
    catch (...)
    {
        inner->finish_rest(outcome::aborted());
    }
}

WUA_INLINE void fallback_job::abort() noexcept
{
    const fallback_core::passage inside(*m_core);
    m_is_aborting = true;
    std::uint32_t last = 0;
    {
        const std::lock_guard lock(m_mutex);
        last = m_legs.last_number();
    }
    for (std::uint32_t number = 0; number <= last; ++number)
    {
        abort_leg(number);
    }
    flush(true);
}

WUA_INLINE void fallback_job::note_stop() noexcept
{
    m_is_stopped = true;
}

WUA_INLINE void fallback_job::stop() noexcept
{
    {
        const std::lock_guard lock(m_mutex);
        for (std::size_t index = 0; index != m_slots.size(); ++index)
        {
            slot& one = m_slots[index];
            if (one.owner != nobody)
            {
                one.owner = nobody;
                release_locked(index, one);
            }
        }
    }
    std::uint32_t last = 0;
    {
        const std::lock_guard lock(m_mutex);
        last = m_legs.last_number();
    }
    for (std::uint32_t number = 0; number <= last; ++number)
    {
        abort_leg(number); // of an engine that others have, too
    }
    flush(true);
}

WUA_INLINE void fallback_job::flush(bool is_due) noexcept
{
    const fallback_core::passage inside(*m_core); // stop() waits for what is taken in hand here
    std::uint32_t first = nobody;
    std::size_t count = 0;
    bool ends = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_waiting == nobody)
        {
            return;
        }
        ends = is_ending();
        const bool is_letting_go = m_trial.is_given_up() && m_trial.is_at_work();
        if (!ends && (is_letting_go || (!is_due && m_waiting_count < m_legs.seconds())))
        {
            return; // more come, and go along
        }
        first = std::exchange(m_waiting, nobody);
        count = std::exchange(m_waiting_count, 0);
    }
    if (ends)
    {
        end(first, ending());
    }
    else
    {
        start_second(first, count);
    }
}

WUA_INLINE void fallback_job::start_second(std::uint32_t first, std::size_t count) noexcept
{
    leg_list::node made;
    try
    {
        std::uint32_t number = 0;
        {
            const std::lock_guard lock(m_mutex);
            number = m_legs.next_number();
        }
        std::vector<std::uint32_t> indices;
        indices.reserve(count);
        for (std::uint32_t index = first; index != nobody; index = m_slots[index].next_waiting)
        {
            indices.push_back(index);
        }
        std::sort(indices.begin(), indices.end());
        const engine_handle engine = m_core->engine_at(1);
        made = make_leg(m_self.lock(), number, std::move(indices), engine ? engine.clock() : time_source(steady_time));
    }
    catch (...)
    {
        end(first, {orcFailed, e_outofmemory, {}, {}});
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_legs.note_second();
        for (std::uint32_t index = first; index != nobody;)
        {
            slot& one = m_slots[index];
            index = std::exchange(one.next_waiting, nobody);
            one.owner = made.front().number;
        }
    }
    begin_leg(made);
}

WUA_INLINE void fallback_job::end(std::uint32_t first, const outcome& result) noexcept
{
    for (std::uint32_t index = first; index != nobody; index = m_slots[index].next_waiting)
    {
        if (m_outer.wants(index))
        {
            m_outer.finish(index, copy_of(result));
        }
    }
    {
        const std::lock_guard lock(m_mutex);
        for (std::uint32_t index = first; index != nobody; index = m_slots[index].next_waiting)
        {
            m_slots[index].has_ended = true;
            ++m_ended;
        }
    }
    leave_core();
}

WUA_INLINE bool fallback_job::is_aborting() const noexcept
{
    return m_is_aborting.load() || m_outer.stop_token().stop_requested();
}

WUA_INLINE outcome fallback_job::ending() const noexcept
{
    return is_aborting() ? outcome::aborted() : outcome{orcFailed, wu_e_service_stop, {}, {}};
}

WUA_INLINE void fallback_job::complete(fallback_leg& leg) noexcept
{
    const fallback_core::passage inside(*m_core);
    for (std::size_t place = 0; place != leg.inner().size(); ++place)
    {
        hear(leg, place); // those that ended together, without a report of each
    }
    leg_list::node ended; // destroyed without the lock
    {
        const std::lock_guard lock(m_mutex);
        ended = m_legs.remove(leg.number());
        if (leg.is_first())
        {
            m_trial.end();
        }
    }
    m_core->note_end(leg.is_first() ? 0 : 1);
    flush(true);
    m_control.look(); // a reason of its own for waiting is none any more
    leave_core();
    m_core->note_report(leg.is_first() ? 0 : 1);
}

WUA_INLINE void fallback_job::leave_core() noexcept
{
    bool is_over = false;
    {
        const std::lock_guard lock(m_mutex);
        is_over = m_ended == m_slots.size() && m_legs.is_empty();
    }
    if (is_over)
    {
        m_core->remove(*this);
    }
}

} // namespace wua::detail
