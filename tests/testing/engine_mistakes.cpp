// SPDX-License-Identifier: MIT
// What authors of engines get wrong, as they would write it: the conformance suite names each, in seconds.

#include "catch.hpp"
#include "testing/mistaken_engine.hpp"
#include <wua/testing/engine_conformance.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace engine_mistakes_test
{

// Has no threads, and throws where it works.
class engine_that_throws
{
public:
    void start(wua::transfer job)
    {
        m_jobs.push_back(std::move(job));
    }

    bool drive()
    {
        if (!m_work.empty())
        {
            const std::function<void()> work = std::move(m_work.front());
            m_work.pop_front();
            work();
            return true;
        }
        throw std::runtime_error("the socket is gone");
    }

    void post(std::function<void()> work)
    {
        m_work.push_back(std::move(work));
    }

private:
    std::vector<wua::transfer> m_jobs;
    std::deque<std::function<void()>> m_work;
};

struct named_mistake
{
    mistake made;
    engine_rule breaks;
};

TEST_CASE("each mistake of an engine's author is named by its rule, in seconds", "[engine_conformance]")
{
    const named_mistake expected = GENERATE(values<named_mistake>({
        {mistake::reports_percentages, engine_rule::success_has_all_bytes},
        {mistake::reports_pieces, engine_rule::success_has_all_bytes},
        {mistake::reports_only_results, engine_rule::success_has_all_bytes},
        {mistake::takes_zero_for_unknown, engine_rule::bytes_within_size},
        {mistake::fails_what_is_aborted, engine_rule::abort_spoils_nothing},
        {mistake::fails_what_comes_after_a_failure, engine_rule::results_are_right},
        {mistake::keeps_one_job_only, engine_rule::transfer_is_kept},
        {mistake::keeps_its_lock_while_it_reports, engine_rule::abort_is_obeyed},
        {mistake::keeps_who_aborts_waiting, engine_rule::abort_is_obeyed},
        {mistake::retries_for_ever, engine_rule::every_update_ends},
        {mistake::ticks_for_ever, engine_rule::every_update_ends},
        {mistake::has_a_clock_that_stands, engine_rule::time_goes_forward},
        {mistake::has_no_clock, engine_rule::every_update_ends},
    }));
    CAPTURE(std::string(sentence_of(expected.breaks)));
    const auto begin = std::chrono::steady_clock::now();
    const auto violations = wua::check_engine(
        [&] { return std::make_shared<engine_of_threads>(expected.made); },
        options_of_mistakes(expected.made == mistake::keeps_its_lock_while_it_reports ||
                            expected.made == mistake::retries_for_ever || expected.made == mistake::ticks_for_ever));
    CHECK(rules_in(violations) == std::set{expected.breaks});
    CHECK(std::chrono::steady_clock::now() - begin < 30s); // a job may take 60
}

TEST_CASE("an engine that throws where it is driven is found", "[engine_conformance]")
{
    wua::conformance_options options = options_of_mistakes();
    options.make_failing_update = {};
    CHECK(wua::engine_violations([] { return engine_that_throws(); }, options) ==
          std::vector<std::string>{"every update of a job gets its result; with a job of one update: the engine has "
                                   "thrown: the socket is gone"});
}

} // namespace engine_mistakes_test
