// SPDX-License-Identifier: MIT
#pragma once
// Judges an engine's jobs by the rules.

#include <wua/separate_compilation.hpp>
#include <wua/testing/conformance/engine_rule.hpp>
#include <wua/testing/conformance/job_under_test.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace wua::detail
{

/// Collects the violations of all trials.
class engine_verdict
{
public:
    /// Names what the engine is to do now; violations mention it.
    void begin_trial(std::string name)
    {
        m_trial = std::move(name);
    }

    void complain(engine_rule rule, const std::string& what = {});

    /// The same, and ends the trials.
    void give_up(engine_rule rule, const std::string& what = {});

    bool is_stuck() const noexcept
    {
        return m_is_stuck;
    }

    bool is_clean() const noexcept
    {
        return m_violations.empty();
    }

    std::vector<engine_violation> take() noexcept
    {
        return std::move(m_violations);
    }

    /// Judges a job that is over.
    void judge(job_under_test& tested, bool judges_results = true);

    /// Judges jobs whose engine is gone. It must have ended them, with any results, within the limit.
    void judge_ended(const std::vector<job_pointer>& jobs, std::chrono::nanoseconds limit);

    static std::string count_of(const ledger& progress);

private:
    // Each returns true, with a violation, after which the other checks would only repeat it.

    bool judge_passing_over(const job_under_test& tested);

    bool judge_reports(const job_under_test& tested);

    bool judge_results(const job_under_test& tested);

    static std::string name_of(std::size_t index)
    {
        return "update " + std::to_string(index);
    }

    std::vector<engine_violation> m_violations;
    std::string m_trial;
    bool m_is_stuck = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/conformance/engine_verdict.ipp>
#endif
