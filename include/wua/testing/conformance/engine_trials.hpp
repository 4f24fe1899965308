// SPDX-License-Identifier: MIT
#pragma once
// What the engine conformance suite has an engine do.

#include <wua/separate_compilation.hpp>
#include <wua/testing/conformance/conformance_options.hpp>
#include <wua/testing/conformance/engine_harness.hpp>
#include <wua/testing/conformance/engine_rule.hpp>
#include <wua/testing/conformance/engine_under_test.hpp>
#include <wua/testing/conformance/engine_verdict.hpp>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace wua::detail
{

/// The last reference to an engine, dropped where the engine reports. Its starter must have returned before.
class last_engine_reference
{
public:
    explicit last_engine_reference(engine_pointer engine) : m_engine(std::move(engine)) {}

    void note_starter()
    {
        m_starter = std::this_thread::get_id();
    }

    /// start() has returned, or failed.
    void note_started();

    /// Waits until the engine is started. Inside start() the engine is its caller's: nothing is dropped then.
    void drop();

    bool is_destroyed() const;

    /// True when drop() has returned in time.
    bool wait(std::chrono::nanoseconds limit);

    engine_pointer get() const;

    engine_pointer take();

private:
    enum class end : std::uint8_t
    {
        outstanding,
        refused,
        destroyed,
    };

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    engine_pointer m_engine;
    std::thread::id m_starter;
    bool m_has_started = false;
    end m_end = end::outstanding;
};

/// Each trial has an engine of its own: it makes jobs and has the engine do something with them, then the engine is
/// destroyed and the jobs are judged. Refers to the options.
class engine_trials
{
public:
    engine_trials(engine_factory make_engine, const conformance_options& options);

    std::vector<engine_violation> run();

private:
    /// What is to be said of the jobs of a trial after the end of its engine.
    enum class judgement : std::uint8_t
    {
        none,      ///< it was said already
        completed, ///< they have run to their ends
        reported,  ///< the same, whatever their results
        ended,     ///< the end of the engine has ended them
    };

    static judgement completed_if(bool is_over) noexcept
    {
        return is_over ? judgement::completed : judgement::none;
    }

    void judge(judgement due);

    const job_pointer& add_job(std::size_t count)
    {
        return m_jobs.emplace_back(m_harness.make_job(m_engine, count, count != 1));
    }

    judgement download(std::initializer_list<std::size_t> counts);

    /// Of one update, whose first bytes take long to report.
    judgement download_one();

    /// Nothing goes on before start() has returned, unless start() itself does it.
    judgement start_first();

    /// Sizes that only the engine can know. It need not: what it reports is judged, and not the results.
    judgement download_unsized();

    judgement download_some()
    {
        return download({5});
    }

    judgement download_at_once()
    {
        return download({3, 3, 3, 3});
    }

    judgement download_many()
    {
        return download({m_options.many});
    }

    judgement pass_over();

    judgement abort_before_start();

    judgement abort_after_start();

    judgement abort_at_first_byte()
    {
        return abort_at(has_bytes);
    }

    judgement abort_at_first_result();

    /// Aborts inside the first report after which is_now() holds.
    judgement abort_at(job_watch::condition is_now);

    judgement download_after_abort();

    judgement call_back();

    bool runs_what_is_posted() const;

    // Of engines that can pause.

    judgement pause_before_start();

    judgement pause_at_first_byte();

    judgement pause_one();

    judgement abort_while_paused();

    judgement destroy_while_paused();

    /// Starts a job that is paused inside the report of its first bytes, and waits until it stands still; null, with a
    /// violation, when it does not.
    job_pointer paused_job();

    /// False, with a violation, when the job neither comes to rest in time nor ends.
    bool comes_to_rest(const job_pointer& tested);

    /// False, with a violation, when a job that stands still does not.
    bool stands_still(const job_pointer& tested);

    /// False, with a violation, when that does not return.
    bool resume(const job_pointer& tested);

    judgement destroy_after_start();

    judgement destroy_midway();

    /// Who hears the last report drops the last reference to the engine: in the report itself, or, when the engine is
    /// driven, in a piece of work that it is given then.
    judgement destroy_where_it_reports();

    static bool has_bytes(const progress_snapshot& now)
    {
        return now.bytes_downloaded() != 0;
    }

    const engine_factory m_make_engine;
    const conformance_options& m_options;
    engine_verdict m_verdict;
    engine_harness m_harness;
    engine_pointer m_engine; // of the trial
    bool m_can_pause = true; // until the first engine says otherwise
    std::vector<job_pointer> m_jobs;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/conformance/engine_trials.ipp>
#endif
