// SPDX-License-Identifier: MIT
// What each engine of a fallback_engine is told of a job, and what is believed of it.

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/engine/fallback_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/model/download_story.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fallback_legs_test
{

using namespace wua;
using namespace std::chrono_literals;
using fakes::contract_watch;
using fakes::updates;

// Keeps its jobs, for which the test reports; at the test's own time.
class reported_engine
{
public:
    explicit reported_engine(job_controls obeyed = {}) : m_obeyed(obeyed) {}

    void start(transfer job)
    {
        jobs.push_back(std::make_shared<transfer>(std::move(job)));
    }

    job_controls controls() const noexcept
    {
        return m_obeyed;
    }

    std::chrono::nanoseconds now() const noexcept
    {
        return time;
    }

    std::vector<std::shared_ptr<transfer>> jobs;
    std::chrono::nanoseconds time{0};

private:
    job_controls m_obeyed;
};

struct reported_pair
{
    explicit reported_pair(std::vector<std::uint64_t> sizes, detail::ledger_options options = {},
                           fallback_options rules = {}, DownloadPriority priority = dpNormal)
        : engine(std::make_shared<fallback_engine<reported_engine, reported_engine>>(first, second, std::move(rules)))
    {
        std::vector<update_pointer> items;
        for (const std::uint64_t size : sizes)
        {
            items.push_back(make_item("update", "https://host/", size));
        }
        options.clock = [of = std::weak_ptr(first)] { // which has the job
            const auto alive = of.lock();
            return alive ? alive->now() : 0ns;
        };
        job = std::make_shared<detail::ledger>(std::move(items), std::move(options));
        watch = std::make_shared<contract_watch>(job);
        job->listen(watch);
        engine->start(transfer(job, {.priority = priority}));
    }

    void fail_with_first(std::size_t index) const
    {
        first->jobs[0]->finish(index, outcome::failed(wu_e_download_failed));
    }

    std::shared_ptr<reported_engine> first = std::make_shared<reported_engine>(job_controls{true, true, true});
    std::shared_ptr<reported_engine> second = std::make_shared<reported_engine>(job_controls{true, true, true});
    std::shared_ptr<fallback_engine<reported_engine, reported_engine>> engine;
    std::shared_ptr<detail::ledger> job;
    std::shared_ptr<contract_watch> watch;
};

TEST_CASE("a second engine may begin with more than the first one had", "[fallback_legs]")
{
    const reported_pair on({100'000});
    on.first->jobs[0]->start(0);
    on.first->jobs[0]->set_bytes(0, 60'000);
    on.fail_with_first(0);
    REQUIRE(on.second->jobs.size() == 1);
    on.second->jobs[0]->set_bytes(0, 80'000);
    CHECK(on.job->progress_of(0).bytes_downloaded == 80'000);
    CHECK(on.job->progress_of(0).attempt == 2);
    on.second->jobs[0]->set_bytes(0, 100'000);
    on.second->jobs[0]->finish(0, outcome::succeeded());
    CHECK(on.job->result() == outcome::succeeded());
    CHECK(on.job->engine_faults() == 0);
    CHECK(on.watch->broken().empty());
}

TEST_CASE("a priority reaches whichever engine has the update, also one that begins later", "[fallback_legs]")
{
    const reported_pair on({10}, {}, {}, dpHigh);
    CHECK(on.first->jobs[0]->priority() == dpHigh);
    on.job->set_priority(dpLow);
    CHECK(on.first->jobs[0]->priority() == dpLow);
    on.fail_with_first(0);
    REQUIRE(on.second->jobs.size() == 1);
    CHECK(on.second->jobs[0]->priority() == dpLow);

    const reported_pair unchanged({10}, {}, {}, dpHigh);
    unchanged.fail_with_first(0);
    CHECK(unchanged.second->jobs[0]->priority() == dpHigh);
}

TEST_CASE("two engines obey together nothing that only one of them obeys", "[fallback_legs]")
{
    using pair = fallback_engine<reported_engine, reported_engine>;
    constexpr job_controls all{.pause = true, .priority = true, .bandwidth = true};
    for (const job_controls one :
         {job_controls{.pause = true}, job_controls{.priority = true}, job_controls{.bandwidth = true}})
    {
        CHECK(pair(reported_engine(one), reported_engine(all)).controls() == one);
        CHECK(pair(reported_engine(all), reported_engine(one)).controls() == one);
        CHECK(pair(reported_engine(one), reported_engine()).controls() == job_controls{});
    }
}

TEST_CASE("a job of two engines tells a reason to wait only while all that are at work for it wait", "[fallback_legs]")
{
    const reported_pair on({10, 10});
    const auto reason = [&] { return std::string(on.job->snapshot().pause_reason()); };
    on.fail_with_first(1);
    REQUIRE(on.second->jobs.size() == 1);
    on.first->jobs[0]->hold("metered");
    CHECK(reason().empty());
    on.second->jobs[0]->hold("on battery");
    CHECK(reason() == "metered");
    on.second->jobs[0]->hold("");
    CHECK(reason().empty());
    on.second->jobs[0]->hold("on battery");
    on.first->jobs[0]->finish(0, outcome::succeeded());
    CHECK(reason() == "on battery");
}

TEST_CASE("what stands still of a job whose first engine is given up stays as it is, whatever that one reports",
          "[fallback_legs]")
{
    const reported_pair on({100, 100});
    transfer& first = *on.first->jobs[0];
    first.start(0);
    first.set_bytes(0, 10);
    first.start(1);
    first.set_bytes(1, 50);
    on.job->want_pause(1, true);
    first.set_paused(1);
    REQUIRE(on.job->progress_of(1).is_paused);
    on.first->time += 11s;
    first.tick();
    REQUIRE(first.stop_token().stop_requested());
    first.set_bytes(1, 70);
    CHECK(on.job->progress_of(1).bytes_downloaded == 50);
    CHECK(on.job->progress_of(1).is_paused);
    first.finish_rest(outcome::aborted());
    REQUIRE(on.second->jobs.size() == 1);
    CHECK(on.second->jobs[0]->wants_pause(1));
    CHECK(on.job->progress_of(1).is_paused);
    CHECK(on.job->engine_faults() == 0);
    CHECK(on.watch->broken().empty());
}

TEST_CASE("after a failure with the first engine the story has the second one's success, too", "[fallback_legs]")
{
    detail::ledger_options options;
    options.attempts_kept = 8;
    const reported_pair on({10}, std::move(options));
    CHECK_FALSE(on.first->jobs[0]->wants_attempt(true));
    on.first->jobs[0]->add_attempt(0, {.result = outcome::failed(wu_e_download_failed)});
    on.fail_with_first(0);
    REQUIRE(on.second->jobs.size() == 1);
    CHECK(on.second->jobs[0]->wants_attempt(true));
    on.second->jobs[0]->add_attempt(0, {.bytes = 10, .result = outcome::succeeded()});
    on.second->jobs[0]->finish(0, outcome::succeeded());
    const download_story story = on.job->story(0);
    REQUIRE(story.attempts.size() == 2);
    CHECK(story.attempts[0].result.code == orcFailed);
    CHECK(story.attempts[1].bytes == 10);
}

TEST_CASE("of two engines on virtual time the one goes on whose time it is", "[fallback_legs]")
{
    scenario first;
    first.parallelism = 2;
    first.updates.resize(2);
    first.updates[1].faults.push_back({.at_byte = 0, .hresult = wu_e_download_failed});
    const auto engine = std::make_shared<fallback_engine<simulated_engine, simulated_engine>>(
        simulated_engine(first), simulated_engine());
    const auto job = std::make_shared<detail::ledger>(
        updates({100'000'000, 100'000}), detail::ledger_options{.clock = detail::engine_handle(engine).clock()});
    engine->start(transfer(job));
    while (!job->is_finished(1))
    {
        REQUIRE(engine->drive());
    }
    CHECK(job->progress_of(1).result == outcome::succeeded());
    CHECK_FALSE(job->is_finished(0)); // which takes a hundred times as long
    while (engine->drive())
    {}
    CHECK(job->result() == outcome::succeeded());
}

} // namespace fallback_legs_test
