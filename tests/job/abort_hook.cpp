// SPDX-License-Identifier: MIT
// How an engine hears of an abort.

#include "catch.hpp"
#include <wua/job/abort_hook.hpp>

#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

namespace
{

struct aborted_job
{
    int number = 0;
    wua::detail::abort_hook hook{};
};

struct aborting_engine
{
    std::vector<int> aborted;

    void abort(const std::shared_ptr<aborted_job>& job) noexcept
    {
        aborted.push_back(job->number);
    }
};

std::shared_ptr<aborted_job> make_job(int number)
{
    const auto job = std::make_shared<aborted_job>();
    job->number = number;
    return job;
}

} // namespace

TEST_CASE("a stop request reaches the engine, with the job that it is meant for", "[abort_hook]")
{
    std::stop_source stop;
    const auto engine = std::make_shared<aborting_engine>();
    const auto job = make_job(7);
    job->hook.attach(stop.get_token(), wua::detail::shared_handle(engine), wua::detail::shared_handle(job));
    CHECK(engine->aborted.empty());
    stop.request_stop();
    stop.request_stop();
    CHECK(engine->aborted == std::vector{7});
    CHECK(job.use_count() == 1);
    CHECK(engine.use_count() == 1);
}

TEST_CASE("a stop that was requested before is passed on at once", "[abort_hook]")
{
    std::stop_source stop;
    stop.request_stop();
    const auto engine = std::make_shared<aborting_engine>();
    const auto job = make_job(1);
    job->hook.attach(stop.get_token(), wua::detail::shared_handle(engine), wua::detail::shared_handle(job));
    CHECK(engine->aborted == std::vector{1});
}

TEST_CASE("a stop means nothing once the job or the engine is gone", "[abort_hook]")
{
    std::stop_source first;
    std::stop_source second;
    auto engine = std::make_shared<aborting_engine>();
    auto gone = make_job(1);
    const auto job = make_job(2);
    gone->hook.attach(first.get_token(), wua::detail::shared_handle(engine), wua::detail::shared_handle(gone));
    job->hook.attach(second.get_token(), wua::detail::shared_handle(engine), wua::detail::shared_handle(job));
    gone.reset();
    first.request_stop();
    CHECK(engine->aborted.empty());
    engine.reset();
    CHECK(second.request_stop());
}
