// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/running_job.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace
{

wua::detail::job_setup setup_of(const std::shared_ptr<wua::simulated_engine>& engine)
{
    wua::detail::job_setup setup;
    setup.engine = wua::detail::engine_handle(engine);
    setup.executor = wua::detail::make_executor(setup.engine);
    setup.updates = fakes::updates({100, 200});
    return setup;
}

} // namespace

// ---- what went wrong once ----

TEST_CASE("a job that never begins leaves nothing behind", "[running_job]")
{
    const auto engine = std::make_shared<wua::simulated_engine>();
    std::optional<wua::detail::running_job> job(std::in_place, setup_of(engine));
    const wua::detail::weak_handle<wua::detail::ledger> ledger(job->job_ledger());
    CHECK_FALSE(ledger.expired());
    job.reset();
    CHECK(ledger.expired());
}

// ---- from beginning to end ----

TEST_CASE("a job is its engine's from its beginning to its end, and leaves nothing behind either", "[running_job]")
{
    const auto engine = std::make_shared<wua::simulated_engine>();
    std::optional<wua::detail::running_job> job(std::in_place, setup_of(engine));
    const wua::detail::weak_handle<wua::detail::ledger> ledger(job->job_ledger());
    CHECK(job->stage() == wua::detail::job_stage::running);
    CHECK_FALSE(job->is_completed());
    job->begin();
    job->delivery().open();
    CHECK(job->wait(std::nullopt));
    CHECK(job->stage() == wua::detail::job_stage::completed);
    job.reset();
    CHECK(ledger.expired());
}

TEST_CASE("a job whose updates are all there already ends as it begins", "[running_job]")
{
    const auto engine = std::make_shared<wua::simulated_engine>();
    wua::detail::job_setup setup = setup_of(engine);
    const auto there = wua::outcome::succeeded(wua::wu_s_already_downloaded);
    wua::detail::running_job job(std::move(setup));
    job.job_ledger()->finish(0, there);
    job.job_ledger()->finish(1, there);
    CHECK_FALSE(job.is_completed());
    job.begin();
    job.delivery().open();
    CHECK(job.wait(std::nullopt));
    CHECK(job.is_completed());
    CHECK(job.job_ledger()->progress_of(1).result == wua::outcome::succeeded(wua::wu_s_already_downloaded));
}
