// SPDX-License-Identifier: MIT
#pragma once
// Makes an engine start jobs, work and end, all within limits.

#include <wua/separate_compilation.hpp>
#include <wua/testing/conformance/conformance_options.hpp>
#include <wua/testing/conformance/engine_under_test.hpp>
#include <wua/testing/conformance/engine_verdict.hpp>
#include <wua/testing/conformance/job_under_test.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace wua::detail
{

/// Reports to the verdict what the engine fails to do in time. Keeps references to the options and the verdict.
class engine_harness
{
    using nanoseconds = std::chrono::nanoseconds;

public:
    engine_harness(const conformance_options& options, engine_verdict& verdict) : m_options(options), m_verdict(verdict)
    {}

    job_pointer make_job(const engine_pointer& engine, std::size_t count, bool may_fail);

    /// The same with updates that do not state their sizes.
    job_pointer make_unsized_job(const engine_pointer& engine, std::size_t count);

    /// Returns false, with a violation, if the job could not be started. Calls first() on the thread that starts it.
    bool start(const engine_pointer& engine, const job_pointer& tested, const std::function<void()>& first = {});

    /// Calls f as a client, on a thread of its own, since it may run the engine's code. Returns false, with a violation
    /// of the rule, if f does not return in time.
    bool ask(engine_rule rule, const std::string& what, std::function<void()> f);

    /// Aborts a job; the call must return in time as well.
    bool abort(const job_pointer& tested);

    /// To be called after all trials, since an engine may do little in a single one: complains of a clock that stands
    /// still while the engine works.
    void judge_clock();

    /// Lets the engine work until done() returns true; returns false if the time is over, or nothing is left to do.
    /// `limit` is in real time, `engine_limit` in the engine's own time.
    bool wait(engine_under_test& engine, ledger& progress, nanoseconds limit, const std::function<bool()>& done,
              nanoseconds engine_limit = nanoseconds::max());

    /// Returns false, with a violation, if an update of the job never ends; the job is then aborted.
    bool finish(engine_under_test& engine, job_under_test& tested);

    /// Returns false, with a violation, if an aborted job does not end in time.
    bool finish_abort(engine_under_test& engine, job_under_test& tested);

    /// True for an engine that makes progress only while wait() drives it.
    bool has_to_be_driven(const engine_under_test& engine) const noexcept
    {
        return engine.is_driven() && !m_options.drives_itself;
    }

    /// Aborts a job of an engine that has been given up.
    static void abandon(const std::shared_ptr<ledger>& progress);

    /// Destroys whatever the reference is the last one to: an engine, or the owner of one.
    void destroy(std::shared_ptr<void> last);

    /// Returns when the engine is gone. Another thread that is reading its clock may keep it alive a little longer.
    void destroy_engine(engine_pointer last);

private:
    job_pointer make_job_of(const engine_pointer& engine, std::vector<update_pointer> updates,
                            std::vector<bool> must_fail) const;

    /// Complains, once, of a clock that has gone back, or has jumped far beyond the time that has passed.
    void look_at_clock(const engine_under_test& engine);

    /// An engine that only fails and retries counts as silent after this many retries.
    static constexpr std::uint64_t max_retries = 50;

    nanoseconds time_of(const engine_under_test& engine) const
    {
        return has_to_be_driven(engine) ? engine.now() : nanoseconds(0);
    }

    const conformance_options& m_options;
    engine_verdict& m_verdict;
    std::size_t m_made = 0; // updates made so far

    struct
    {
        const engine_under_test* of = nullptr;
        nanoseconds last{0};
        std::chrono::steady_clock::time_point at;
        bool is_wrong = false;
        bool has_moved = false;
        nanoseconds watched{0}; // in real time
    } m_clock;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/conformance/engine_harness.ipp>
#endif
