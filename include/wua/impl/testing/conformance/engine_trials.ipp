// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/conformance/engine_trials.hpp>.

#include <wua/testing/call_with_timeout.hpp>
#include <wua/testing/completion_counter.hpp>
#include <wua/testing/conformance/engine_trials.hpp>
#include <wua/testing/progress_witness.hpp>

#include <atomic>
#include <memory>
#include <string>

namespace wua::detail
{

WUA_INLINE void last_engine_reference::note_started()
{
    const std::lock_guard lock(m_mutex);
    m_has_started = true;
    m_changed.notify_all();
}

WUA_INLINE void last_engine_reference::drop()
{
    engine_pointer last;
    {
        std::unique_lock lock(m_mutex);
        if (std::this_thread::get_id() == m_starter && !m_has_started)
        {
            m_end = end::refused;
            return;
        }
        m_changed.wait(lock, [&] { return m_has_started; });
        last.swap(m_engine);
    }
    last.reset();
    const std::lock_guard lock(m_mutex);
    m_end = end::destroyed;
    m_changed.notify_all();
}

WUA_INLINE bool last_engine_reference::is_destroyed() const
{
    const std::lock_guard lock(m_mutex);
    return m_end == end::destroyed;
}

WUA_INLINE bool last_engine_reference::wait(std::chrono::nanoseconds limit)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, limit, [&] { return m_end != end::outstanding; });
}

WUA_INLINE engine_pointer last_engine_reference::get() const
{
    const std::lock_guard lock(m_mutex);
    return m_engine;
}

WUA_INLINE engine_pointer last_engine_reference::take()
{
    const std::lock_guard lock(m_mutex);
    return std::move(m_engine);
}

WUA_INLINE engine_trials::engine_trials(engine_factory make_engine, const conformance_options& options)
    : m_make_engine(std::move(make_engine)),
      m_options(options),
      m_harness(options, m_verdict)
{}

WUA_INLINE std::vector<engine_violation> engine_trials::run()
{
    struct trial
    {
        const char* name;
        engine_rule rule; // the first rule that the trial tests
        judgement (engine_trials::*perform)();
        bool is_pause = false;
    };
    using self = engine_trials;
    constexpr trial trials[] = {
        {"a job of one update", engine_rule::every_update_ends, &self::download_one},
        {"a job that nobody hears of before start() has returned", engine_rule::start_returns_at_once,
         &self::start_first},
        {"a job of five updates", engine_rule::results_are_right, &self::download_some},
        {"a job of updates without a size", engine_rule::size_stays, &self::download_unsized},
        {"a job of five updates, two of which are there already", engine_rule::done_is_passed_over, &self::pass_over},
        {"four jobs at once", engine_rule::every_update_ends, &self::download_at_once},
        {"a job that is aborted before it starts", engine_rule::abort_is_obeyed, &self::abort_before_start},
        {"a job that is aborted when start() has returned", engine_rule::abort_is_obeyed, &self::abort_after_start},
        {"a job that is aborted inside the report of its first bytes", engine_rule::abort_spoils_nothing,
         &self::abort_at_first_byte},
        {"a job that is aborted inside the report of its first result", engine_rule::abort_spoils_nothing,
         &self::abort_at_first_result},
        {"a job on an engine that has aborted another", engine_rule::results_are_right, &self::download_after_abort},
        {"a job with callbacks", engine_rule::callback_law_is_kept, &self::call_back},
        {"a job that is paused before it starts, and resumed", engine_rule::pause_is_obeyed, &self::pause_before_start,
         true},
        {"a job that is paused inside the report of its first bytes, and resumed", engine_rule::pause_spoils_nothing,
         &self::pause_at_first_byte, true},
        {"a job of which one update is paused while the others go on", engine_rule::pause_is_obeyed, &self::pause_one,
         true},
        {"a job that is aborted while it is paused", engine_rule::abort_is_obeyed, &self::abort_while_paused, true},
        {"an engine that is destroyed while a job is paused", engine_rule::end_of_engine_ends_jobs,
         &self::destroy_while_paused, true},
        {"an engine that is destroyed as soon as it has started two jobs", engine_rule::end_of_engine_ends_jobs,
         &self::destroy_after_start},
        {"an engine that is destroyed in the middle of a job", engine_rule::end_of_engine_ends_jobs,
         &self::destroy_midway},
        {"a long job", engine_rule::every_update_ends, &self::download_many},
        {"an engine that is destroyed where it reports its last result", engine_rule::engine_can_be_destroyed,
         &self::destroy_where_it_reports},
    };
    for (const trial& each : trials)
    {
        if (m_verdict.is_stuck())
        {
            break;
        }
        if (each.is_pause && !m_can_pause)
        {
            continue;
        }
        m_verdict.begin_trial(each.name);
        if (m_options.announce)
        {
            m_options.announce(std::string(each.name) + ": " + std::string(sentence_of(each.rule)));
        }
        m_engine = m_make_engine();
        judgement due = judgement::none;
        try
        {
            m_can_pause = m_engine->can_pause();
            due = (this->*each.perform)();
        }
        catch (...)
        {
            m_verdict.give_up(
                engine_rule::every_update_ends, "the engine has thrown: " + message_of_current_exception());
        }
        m_harness.destroy_engine(std::move(m_engine));
        judge(due);
        m_jobs.clear();
    }
    m_harness.judge_clock();
    return m_verdict.take();
}

WUA_INLINE void engine_trials::judge(judgement due)
{
    if (due == judgement::ended)
    {
        m_verdict.judge_ended(m_jobs, m_options.abort_limit);
    }
    else if (due != judgement::none)
    {
        for (const job_pointer& tested : m_jobs)
        {
            m_verdict.judge(*tested, due == judgement::completed);
        }
    }
}

WUA_INLINE engine_trials::judgement engine_trials::download(std::initializer_list<std::size_t> counts)
{
    bool is_over = true;
    for (const std::size_t count : counts)
    {
        is_over = is_over && m_harness.start(m_engine, add_job(count));
    }
    for (const job_pointer& tested : m_jobs)
    {
        is_over = is_over && m_harness.finish(*m_engine, *tested);
    }
    return completed_if(is_over);
}

WUA_INLINE engine_trials::judgement engine_trials::download_one()
{
    const job_pointer tested = add_job(1);
    tested->watch->linger(std::chrono::milliseconds(20));
    return completed_if(m_harness.start(m_engine, tested) && m_harness.finish(*m_engine, *tested));
}

WUA_INLINE engine_trials::judgement engine_trials::start_first()
{
    struct gate
    {
        std::atomic<std::thread::id> starter;
        std::atomic<bool> has_started{false};
        std::atomic<bool> is_inside{false};
    };
    const auto shared = std::make_shared<gate>();
    const job_pointer tested = add_job(3);
    tested->watch->at(has_bytes, [shared, limit = 2 * m_options.start_limit] {
        if (shared->starter == std::this_thread::get_id())
        {
            shared->is_inside = !shared->has_started;
            return;
        }
        const auto end = std::chrono::steady_clock::now() + limit;
        while (!shared->has_started && std::chrono::steady_clock::now() < end)
        {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
    const bool has_started =
        m_harness.start(m_engine, tested, [shared] { shared->starter = std::this_thread::get_id(); });
    shared->has_started = true;
    if (!has_started)
    {
        return judgement::none;
    }
    if (shared->is_inside && tested->shared_ledger->is_completed())
    {
        m_verdict.complain(engine_rule::start_returns_at_once, "the job was over when it did");
        return judgement::none;
    }
    return completed_if(m_harness.finish(*m_engine, *tested));
}

WUA_INLINE engine_trials::judgement engine_trials::download_unsized()
{
    const job_pointer tested = m_jobs.emplace_back(m_harness.make_unsized_job(m_engine, 2));
    const bool is_over = m_harness.start(m_engine, tested) && m_harness.finish(*m_engine, *tested);
    return is_over ? judgement::reported : judgement::none;
}

WUA_INLINE engine_trials::judgement engine_trials::pass_over()
{
    const job_pointer tested = add_job(5);
    tested->finish_beforehand(0);
    tested->finish_beforehand(2);
    return completed_if(m_harness.start(m_engine, tested) && m_harness.finish(*m_engine, *tested));
}

WUA_INLINE engine_trials::judgement engine_trials::abort_before_start()
{
    const job_pointer tested = add_job(m_options.aborted);
    tested->request_abort();
    return completed_if(m_harness.start(m_engine, tested) && m_harness.finish_abort(*m_engine, *tested));
}

WUA_INLINE engine_trials::judgement engine_trials::abort_after_start()
{
    const job_pointer tested = add_job(m_options.aborted);
    if (!m_harness.start(m_engine, tested) || !m_harness.abort(tested))
    {
        return judgement::none;
    }
    return completed_if(m_harness.finish_abort(*m_engine, *tested));
}

WUA_INLINE engine_trials::judgement engine_trials::abort_at_first_result()
{
    return abort_at([](const progress_snapshot& now) { return now.finished() != 0; });
}

WUA_INLINE engine_trials::judgement engine_trials::abort_at(job_watch::condition is_now)
{
    const job_pointer tested = add_job(m_options.aborted);
    tested->watch->at(is_now, [weak = std::weak_ptr(tested)] {
        if (const job_pointer alive = weak.lock())
        {
            alive->request_abort();
        }
    });
    if (!m_harness.start(m_engine, tested))
    {
        return judgement::none;
    }
    ledger& progress = *tested->shared_ledger;
    m_harness.wait(*m_engine, progress, m_options.job_limit,
                   [&] { return progress.is_abort_requested() || progress.is_completed(); });
    return completed_if(progress.is_abort_requested() ? m_harness.finish_abort(*m_engine, *tested)
                                                      : m_harness.finish(*m_engine, *tested));
}

WUA_INLINE engine_trials::judgement engine_trials::download_after_abort()
{
    const job_pointer aborted = add_job(3);
    aborted->request_abort();
    const job_pointer second = add_job(3);
    return completed_if(m_harness.start(m_engine, aborted) && m_harness.finish_abort(*m_engine, *aborted) &&
                        m_harness.start(m_engine, second) && m_harness.finish(*m_engine, *second));
}

WUA_INLINE bool engine_trials::runs_what_is_posted() const
{
    const auto has_run = std::make_shared<std::atomic<bool>>(false);
    m_engine->post([has_run] { *has_run = true; });
    const auto deadline = std::chrono::steady_clock::now() + m_options.start_limit;
    while (!*has_run && std::chrono::steady_clock::now() < deadline)
    {
        if (!m_harness.has_to_be_driven(*m_engine))
        {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        else if (!m_engine->drive())
        {
            break;
        }
    }
    return *has_run;
}

WUA_INLINE engine_trials::judgement engine_trials::call_back()
{
    if (!runs_what_is_posted())
    {
        m_verdict.give_up(engine_rule::callback_law_is_kept, "posted work is not run");
        return judgement::none;
    }
    struct observers
    {
        progress_witness witness;
        completion_counter counter;
    };
    const auto told = std::make_shared<observers>();
    std::vector<update_pointer> updates;
    for (std::size_t n = 0; n != 3; ++n)
    {
        updates.push_back(m_options.make_update(n));
    }
    const timed_call_result call =
        call_with_timeout(m_options.job_limit, [told, engine = m_engine, updates = std::move(updates)] {
            job_options options;
            options.on_progress = told->counter.on_progress(told->witness.on_progress());
            options.on_completed = told->counter.on_completed();
            engine->start_job(engine, updates, std::move(options)).wait();
        });
    if (!call.is_in_time)
    {
        m_verdict.give_up(engine_rule::callback_law_is_kept, "waiting for the job does not return");
        return judgement::none;
    }
    for (const std::string& complaint : {call.exception, told->counter.complaint(), told->witness.complaint()})
    {
        if (!complaint.empty())
        {
            m_verdict.complain(engine_rule::callback_law_is_kept, complaint);
            break;
        }
    }
    return judgement::none;
}

WUA_INLINE bool engine_trials::resume(const job_pointer& tested)
{
    return m_harness.ask(engine_rule::pause_is_obeyed, "the end of the pause itself", [tested] {
        tested->shared_ledger->want_pause(false);
    });
}

WUA_INLINE engine_trials::judgement engine_trials::pause_before_start()
{
    const job_pointer tested = add_job(3);
    tested->was_paused = true;
    tested->shared_ledger->want_pause(true);
    if (!m_harness.start(m_engine, tested) || !stands_still(tested))
    {
        return judgement::none;
    }
    if (tested->shared_ledger->snapshot().started() != 0)
    {
        m_verdict.complain(engine_rule::pause_is_obeyed, "an update began");
    }
    return completed_if(resume(tested) && m_harness.finish(*m_engine, *tested));
}

WUA_INLINE engine_trials::judgement engine_trials::pause_at_first_byte()
{
    const job_pointer tested = paused_job();
    if (!tested || !stands_still(tested))
    {
        return judgement::none;
    }
    return completed_if(resume(tested) && m_harness.finish(*m_engine, *tested));
}

WUA_INLINE engine_trials::judgement engine_trials::pause_one()
{
    const job_pointer tested = add_job(5);
    tested->was_paused = true;
    ledger& progress = *tested->shared_ledger;
    progress.want_pause(1, true);
    if (!m_harness.start(m_engine, tested) || !comes_to_rest(tested) || !stands_still(tested))
    {
        return judgement::none;
    }
    if (const std::size_t finished = progress.snapshot().finished(); finished != 4)
    {
        m_verdict.complain(engine_rule::pause_is_obeyed, engine_verdict::count_of(progress));
    }
    const bool goes_on = m_harness.ask(engine_rule::pause_is_obeyed, "the end of the pause itself", [tested] {
        tested->shared_ledger->want_pause(1, false);
    });
    return completed_if(goes_on && m_harness.finish(*m_engine, *tested));
}

WUA_INLINE engine_trials::judgement engine_trials::abort_while_paused()
{
    const job_pointer tested = paused_job();
    if (!tested || !m_harness.abort(tested))
    {
        return judgement::none;
    }
    return completed_if(m_harness.finish_abort(*m_engine, *tested));
}

WUA_INLINE engine_trials::judgement engine_trials::destroy_while_paused()
{
    return paused_job() ? judgement::ended : judgement::none;
}

WUA_INLINE job_pointer engine_trials::paused_job()
{
    const job_pointer tested = add_job(5);
    tested->was_paused = true;
    tested->watch->at(has_bytes, [weak = std::weak_ptr(tested->shared_ledger)] {
        if (const std::shared_ptr<ledger> alive = weak.lock())
        {
            alive->want_pause(true);
        }
    });
    return m_harness.start(m_engine, tested) && comes_to_rest(tested) ? tested : nullptr;
}

WUA_INLINE bool engine_trials::comes_to_rest(const job_pointer& tested)
{
    ledger& progress = *tested->shared_ledger;
    const auto is_at_rest = [&] {
        const progress_snapshot now = progress.snapshot();
        return now.is_paused() || now.is_completed();
    };
    if (m_harness.wait(*m_engine, progress, m_options.job_limit, is_at_rest))
    {
        return true;
    }
    m_verdict.give_up(engine_rule::pause_is_obeyed, "the job is not reported as paused");
    m_harness.abandon(tested->shared_ledger);
    m_harness.wait(*m_engine, progress, m_options.abort_limit, [&] { return progress.is_completed(); });
    return false;
}

WUA_INLINE bool engine_trials::stands_still(const job_pointer& tested)
{
    ledger& progress = *tested->shared_ledger;
    const progress_snapshot before = progress.snapshot();
    m_harness.wait(*m_engine, progress, std::chrono::milliseconds(5), [] { return false; }, std::chrono::seconds(1));
    const progress_snapshot after = progress.snapshot();
    if (!before.is_paused() || (after.is_paused() && after.bytes_downloaded() == before.bytes_downloaded()))
    {
        return true;
    }
    m_verdict.give_up(engine_rule::pause_is_obeyed, "the job went on by itself");
    m_harness.abandon(tested->shared_ledger);
    m_harness.wait(*m_engine, progress, m_options.abort_limit, [&] { return progress.is_completed(); });
    return false;
}

WUA_INLINE engine_trials::judgement engine_trials::destroy_after_start()
{
    const job_pointer first = add_job(5);
    const job_pointer second = add_job(5);
    const bool has_started = m_harness.start(m_engine, first) && m_harness.start(m_engine, second);
    return has_started ? judgement::ended : judgement::none;
}

WUA_INLINE engine_trials::judgement engine_trials::destroy_midway()
{
    const job_pointer tested = add_job(5);
    const auto is_midway = std::make_shared<std::atomic<bool>>(false);
    tested->watch->at(has_bytes, [is_midway] { *is_midway = true; });
    if (!m_harness.start(m_engine, tested))
    {
        return judgement::none;
    }
    ledger& progress = *tested->shared_ledger;
    m_harness.wait(*m_engine, progress, m_options.job_limit, [&] { return *is_midway || progress.is_completed(); });
    return judgement::ended;
}

WUA_INLINE engine_trials::judgement engine_trials::destroy_where_it_reports()
{
    const job_pointer tested = add_job(5);
    engine_under_test& engine = *m_engine;
    const auto last = std::make_shared<last_engine_reference>(std::move(m_engine));
    tested->watch->at_the_end([last, &engine] { engine.post([last] { last->drop(); }); });
    const bool has_to_be_driven = m_harness.has_to_be_driven(engine);
    const bool has_started = m_harness.start(last->get(), tested, [last] { last->note_starter(); });
    last->note_started();
    if (has_started)
    {
        ledger& progress = *tested->shared_ledger;
        if (has_to_be_driven) // a driven engine goes on, on this thread, until it is destroyed
        {
            m_harness.wait(engine, progress, m_options.job_limit, [&] { return last->is_destroyed(); });
        }
        else // any other engine may have been destroyed by now
        {
            progress.wait_until(std::chrono::steady_clock::now() + m_options.job_limit);
        }
        if (!last->wait(m_options.destruction_limit))
        {
            m_verdict.give_up(engine_rule::engine_can_be_destroyed);
            return judgement::none;
        }
    }
    m_engine = last->take();
    return completed_if(has_started);
}

} // namespace wua::detail
