// SPDX-License-Identifier: MIT
// Jobs held against the rules.

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/testing/conformance/engine_verdict.hpp>
#include <wua/wuapi/errors.hpp>

#include <memory>
#include <vector>

using namespace std::chrono_literals;
using wua::detail::engine_verdict;
using wua::detail::job_under_test;

namespace
{

std::vector<wua::engine_rule> rules_of(engine_verdict& verdict)
{
    std::vector<wua::engine_rule> rules;
    for (const wua::engine_violation& violation : verdict.take())
    {
        rules.push_back(violation.rule);
    }
    return rules;
}

using rule_list = std::vector<wua::engine_rule>;

} // namespace

TEST_CASE("a good job has nothing against it", "[engine_verdict]")
{
    engine_verdict verdict;
    job_under_test job(fakes::updates({10, 10}), {}, {false, true});
    job.shared_ledger->set_bytes(0, 10);
    job.shared_ledger->finish(0, wua::outcome::succeeded());
    job.shared_ledger->finish(1, wua::outcome::failed(wua::wu_e_download_failed));
    verdict.judge(job);
    CHECK(verdict.is_clean());
    CHECK(rules_of(verdict).empty());
}

TEST_CASE("a complaint names the rule, the trial and what was seen, and giving up ends the trials", "[engine_verdict]")
{
    engine_verdict verdict;
    verdict.begin_trial("a job of the test's");
    verdict.complain(wua::engine_rule::results_are_right, "nothing came");
    CHECK_FALSE(verdict.is_clean());
    CHECK_FALSE(verdict.is_stuck());
    verdict.give_up(wua::engine_rule::every_update_ends);
    CHECK(verdict.is_stuck());
    const auto violations = verdict.take();
    REQUIRE(violations.size() == 2);
    CHECK(violations[0].message ==
          std::string(sentence_of(wua::engine_rule::results_are_right)) + "; with a job of the test's: nothing came");
    CHECK(violations[1].message ==
          std::string(sentence_of(wua::engine_rule::every_update_ends)) + "; with a job of the test's");
}

TEST_CASE("a wrong result, a dropped transfer and a success without its bytes are distinguished", "[engine_verdict]")
{
    engine_verdict verdict;
    job_under_test job(fakes::updates({10}), {}, {false});
    SECTION("a result that is wrong")
    {
        job.shared_ledger->finish(0, wua::outcome::failed(wua::wu_e_download_failed));
        verdict.judge(job);
        CHECK(rules_of(verdict) == rule_list{wua::engine_rule::results_are_right});
    }
    SECTION("a transfer that is gone")
    {
        {
            const wua::transfer dropped(job.shared_ledger);
        }
        verdict.judge(job);
        CHECK(rules_of(verdict) == rule_list{wua::engine_rule::transfer_is_kept});
    }
    SECTION("bytes that were not reported")
    {
        job.shared_ledger->set_bytes(0, 9);
        job.shared_ledger->finish(0, wua::outcome::succeeded());
        verdict.judge(job);
        CHECK(rules_of(verdict) == rule_list{wua::engine_rule::success_has_all_bytes});
    }
    SECTION("a failure after an abort")
    {
        job.request_abort();
        job.shared_ledger->finish(0, wua::outcome::failed(wua::wu_e_download_failed));
        verdict.judge(job);
        CHECK(rules_of(verdict) == rule_list{wua::engine_rule::abort_spoils_nothing});
    }
}

TEST_CASE("a job that its engine's end leaves unfinished is reported, and nothing more is tried", "[engine_verdict]")
{
    engine_verdict verdict;
    const auto job =
        std::make_shared<job_under_test>(fakes::updates({10}), wua::detail::ledger_options{}, std::vector{false});
    verdict.judge_ended({job}, 0ns);
    CHECK(verdict.is_stuck());
    CHECK(rules_of(verdict) == rule_list{wua::engine_rule::end_of_engine_ends_jobs});
    job->shared_ledger->finish_rest(wua::outcome::aborted());
}
