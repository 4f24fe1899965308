// SPDX-License-Identifier: MIT
// How many endings make one.

#include "catch.hpp"
#include <wua/model/outcome.hpp>
#include <wua/wuapi/errors.hpp>

#include <vector>

namespace
{

wua::outcome combined(const std::vector<wua::outcome>& all)
{
    wua::outcome_tally tally;
    for (const wua::outcome& one : all)
    {
        tally.add(one);
    }
    return tally.combined();
}

const wua::outcome good = wua::outcome::succeeded();
const wua::outcome there = wua::outcome::succeeded(wua::wu_s_already_downloaded);
const wua::outcome with_errors{wua::orcSucceededWithErrors, wua::s_ok, {}, {}};
const wua::outcome bad = wua::outcome::failed(wua::wu_e_dm_incorrectfilehash);
const wua::outcome stopped = wua::outcome::aborted();

} // namespace

TEST_CASE("the outcomes of a job's updates combine by the recorded rule", "[outcome]")
{
    const wua::outcome partly{wua::orcSucceededWithErrors, wua::wu_s_update_error, {}, {}};
    const wua::outcome none = wua::outcome::failed(wua::wu_e_all_updates_failed);

    CHECK(combined({good}) == good);
    CHECK(combined({good, there}) == good);
    CHECK(combined({there}) == good);
    CHECK(combined({bad}) == none);
    CHECK(combined({bad, bad}) == none);
    CHECK(combined({good, bad}) == partly);
    CHECK(combined({bad, good}) == partly);
    CHECK(combined({with_errors}) == partly);
    CHECK(combined({with_errors, good}) == partly);
    CHECK(combined({with_errors, bad}) == partly);
    CHECK(combined({stopped}) == stopped);
    CHECK(combined({stopped, good}) == stopped);
    CHECK(combined({bad, stopped}) == stopped);
}

TEST_CASE("a tally counts each kind of ending", "[outcome]")
{
    wua::outcome_tally tally;
    for (const wua::outcome& one : {good, good, bad, stopped, with_errors, bad, good})
    {
        tally.add(one);
    }
    CHECK(tally.succeeded() == 3);
    CHECK(tally.failed() == 2);
    CHECK(tally.aborted() == 1);
}

TEST_CASE("an outcome is final once it says how the update ended", "[outcome]")
{
    CHECK_FALSE(wua::outcome{}.is_final());
    CHECK_FALSE(wua::outcome::in_progress().is_final());
    CHECK_FALSE(wua::outcome{static_cast<wua::OperationResultCode>(6), wua::s_ok, {}, {}}.is_final());
    for (const wua::outcome& one : {good, with_errors, bad, stopped})
    {
        CHECK(one.is_final());
    }
}

TEST_CASE("a success with errors is a success only to COM", "[outcome]")
{
    CHECK(good.is_success());
    CHECK(good.is_success_or_with_errors());
    CHECK_FALSE(with_errors.is_success());
    CHECK(with_errors.is_success_or_with_errors());
    for (const wua::outcome& one : {bad, stopped, wua::outcome{}, wua::outcome::in_progress()})
    {
        CHECK_FALSE(one.is_success());
        CHECK_FALSE(one.is_success_or_with_errors());
    }
}

TEST_CASE("a job half of whose updates failed is no success", "[outcome]")
{
    wua::outcome_tally tally;
    tally.add(good);
    tally.add(bad);
    CHECK_FALSE(tally.combined().is_success());
    CHECK(tally.combined().is_success_or_with_errors());
}

TEST_CASE("an outcome that contradicts itself is made a failure, and one without a code gets one", "[outcome]")
{
    using wua::outcome;
    struct made
    {
        outcome before;
        outcome after;
        bool was_plausible;
    };
    for (const made& one : {
             made{outcome::succeeded(), outcome::succeeded(), true},
             made{outcome::succeeded(wua::wu_s_already_downloaded), outcome::succeeded(wua::wu_s_already_downloaded),
                  true},
             made{outcome::succeeded(wua::e_fail), outcome::failed(wua::e_fail), false},
             made{outcome::failed(wua::e_fail), outcome::failed(wua::e_fail), true},
             made{outcome::failed(wua::s_ok), outcome::failed(wua::wu_e_download_failed), true},
             made{{wua::orcAborted, wua::s_ok, {}, {}}, outcome::aborted(), true},
             made{{wua::orcAborted, wua::e_abort, {}, {}}, {wua::orcAborted, wua::e_abort, {}, {}}, true},
         })
    {
        outcome result = one.before;
        CHECK(wua::make_plausible(result) == one.was_plausible);
        CHECK(result == one.after);
    }
}
