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

/// What the engine does not do in time goes to the verdict. Refers to the options and the verdict.
class engine_harness
{
    using nanoseconds = std::chrono::nanoseconds;

public:
    engine_harness(const conformance_options& options, engine_verdict& verdict) : m_options(options), m_verdict(verdict)
    {}

    job_pointer make_job(const engine_pointer& engine, std::size_t count, bool may_fail);

    /// The same of updates that do not say how large they are.
    job_pointer make_unsized_job(const engine_pointer& engine, std::size_t count);

    /// False, with a violation, when the job has not begun. Calls first() on the thread that starts it.
    bool start(const engine_pointer& engine, const job_pointer& tested, const std::function<void()>& first = {});

    /// Has what the client does be done by a thread of its own, since it may run code of the engine's. False, with a
    /// violation of the rule, when that does not return.
    bool ask(engine_rule rule, const std::string& what, std::function<void()> f);

    /// Aborts a job, which must return as soon.
    bool abort(const job_pointer& tested);

    /// Of all trials together, for it may do little in one of them: complains of a clock that stands while the engine
    /// works.
    void judge_clock();

    /// Lets the engine work until done() holds; false when the time is over, or nothing is left to be done. `limit` is
    /// in real time, `engine_limit` in the engine's own.
    bool wait(engine_under_test& engine, ledger& progress, nanoseconds limit, const std::function<bool()>& done,
              nanoseconds engine_limit = nanoseconds::max());

    /// False, with a violation, when an update of the job never ends. Then the job is aborted.
    bool finish(engine_under_test& engine, job_under_test& tested);

    /// False, with a violation, when the end of an aborted job does not come in time.
    bool finish_abort(engine_under_test& engine, job_under_test& tested);

    /// True for an engine that goes on only while wait() drives it.
    bool has_to_be_driven(const engine_under_test& engine) const noexcept
    {
        return engine.is_driven() && !m_options.drives_itself;
    }

    /// Aborts a job of an engine that has been given up.
    static void abandon(const std::shared_ptr<ledger>& progress);

    /// Ends whatever this is the last reference to: an engine, or what owns one.
    void destroy(std::shared_ptr<void> last);

    /// Returns when the engine is gone: who reads its clock in that moment has it as long as that takes.
    void destroy_engine(engine_pointer last);

private:
    job_pointer make_job_of(const engine_pointer& engine, std::vector<update_pointer> updates,
                            std::vector<bool> must_fail) const;

    /// Complains, once, of a clock that has gone back, or far beyond the time that has passed.
    void look_at_clock(const engine_under_test& engine);

    /// Who only fails and tries again is silent from there on.
    static constexpr std::uint64_t max_retries = 50;

    nanoseconds time_of(const engine_under_test& engine) const
    {
        return has_to_be_driven(engine) ? engine.now() : nanoseconds(0);
    }

    const conformance_options& m_options;
    engine_verdict& m_verdict;
    std::size_t m_made = 0; // updates

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
