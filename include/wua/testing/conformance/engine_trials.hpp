// SPDX-License-Identifier: MIT
#pragma once
// The trials of the engine conformance suite.

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

/// The last reference to an engine, to be dropped where the engine reports, once start() has returned.
class last_engine_reference
{
public:
    explicit last_engine_reference(engine_pointer engine) : m_engine(std::move(engine)) {}

    void note_starter()
    {
        m_starter = std::this_thread::get_id();
    }

    /// To be called when start() has returned, or failed.
    void note_started();

    /// Waits until start() has returned. Called within start(), where the caller still uses the engine, it drops
    /// nothing.
    void drop();

    bool is_destroyed() const;

    /// Returns true if drop() has returned in time.
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

/// Each trial creates an engine and jobs, has the engine do something with them, then destroys the engine and judges
/// the jobs. Keeps a reference to the options.
class engine_trials
{
public:
    engine_trials(engine_factory make_engine, const conformance_options& options);

    std::vector<engine_violation> run();

private:
    /// How the jobs of a trial are judged after the end of its engine.
    enum class judgement : std::uint8_t
    {
        none,      ///< the trial has judged them already
        completed, ///< they must have run to completion, with the right results
        reported,  ///< the same, with any results
        ended,     ///< the engine's end must have ended them
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

    /// A job of one update, whose first bytes take long to report.
    judgement download_one();

    /// Nothing may happen before start() has returned, unless start() itself does it.
    judgement start_first();

    /// Sizes that only the engine can find out. It need not be able to: its reports are judged, but not the results.
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

    /// Aborts within the first report after which is_now() returns true.
    judgement abort_at(job_watch::condition is_now);

    judgement download_after_abort();

    judgement call_back();

    bool runs_what_is_posted() const;

    // For engines that can pause.

    judgement pause_before_start();

    judgement pause_at_first_byte();

    judgement pause_one();

    judgement abort_while_paused();

    judgement destroy_while_paused();

    /// Starts a job, pauses it within the report of its first bytes, and waits until it is at rest; null, with a
    /// violation, if that does not happen.
    job_pointer paused_job();

    /// Returns false, with a violation, if the job neither comes to rest in time nor ends.
    bool comes_to_rest(const job_pointer& tested);

    /// Returns false, with a violation, if a job at rest moves.
    bool stands_still(const job_pointer& tested);

    /// Returns false, with a violation, if resume() does not return.
    bool resume(const job_pointer& tested);

    judgement destroy_after_start();

    judgement destroy_midway();

    /// The listener of the last report drops the last reference to the engine: within the report itself, or, if the
    /// engine is driven, in a piece of work posted to it then.
    judgement destroy_where_it_reports();

    static bool has_bytes(const progress_snapshot& now)
    {
        return now.bytes_downloaded() != 0;
    }

    const engine_factory m_make_engine;
    const conformance_options& m_options;
    engine_verdict m_verdict;
    engine_harness m_harness;
    engine_pointer m_engine; // of the present trial
    bool m_can_pause = true; // until an engine turns out not to
    std::vector<job_pointer> m_jobs;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/conformance/engine_trials.ipp>
#endif
