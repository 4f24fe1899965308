// SPDX-License-Identifier: MIT
// One job that acts out its scenario. What scenarios can say is in simulated_engine.cpp.

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/engine/simulated/scenario_actor.hpp>

#include <memory>
#include <utility>

using namespace std::chrono_literals;
using namespace wua::detail;

namespace
{

struct stage
{
    explicit stage(wua::scenario script)
        : job(fakes::updates({1000, 1000})),
          actor(scenario_actor::make(
              wua::transfer(job.job), std::make_shared<const wua::scenario>(std::move(script)), time))
    {}

    void tell(event_kind what, std::uint32_t index = 0)
    {
        actor->act({.target = actor, .kind = what, .index = index});
    }

    fakes::watched_job job;
    virtual_timeline time;
    shared_handle<scenario_actor> actor;
};

wua::scenario slow()
{
    wua::scenario script;
    script.others.bytes_per_second = 1000;
    script.others.latency = 0ns;
    return script;
}

} // namespace

TEST_CASE("an actor does nothing until its job begins, and is over with it", "[scenario_actor]")
{
    stage on(slow());
    CHECK_FALSE(on.time.step());
    on.tell(event_kind::begin);
    while (on.time.step())
    {}
    CHECK(on.actor->is_over());
    CHECK(on.job->result() == wua::outcome::succeeded());
    CHECK(on.job.watch->broken() == "");
}

TEST_CASE("to show a moment changes nothing of what comes", "[scenario_actor]")
{
    wua::scenario script = slow();
    script.reports_per_update = 1;
    stage on(script);
    on.tell(event_kind::begin);
    REQUIRE(on.time.step()); // the first byte
    for (const auto& when : {250ms, 500ms})
    {
        on.actor->show(when);
        CHECK(on.job->snapshot().bytes_downloaded() == static_cast<std::uint64_t>(when.count()));
    }
    CHECK(on.time.now() == 0ns);
}

TEST_CASE("events that come too late for their update are void", "[scenario_actor]")
{
    stage on(slow());
    on.tell(event_kind::begin);
    on.tell(event_kind::abort_update, 0);
    CHECK(on.job.result(0) == wua::outcome::aborted());
    on.tell(event_kind::abort_update, 0);
    on.tell(event_kind::bytes, 0);
    CHECK(on.job->engine_faults() == 0);
}

TEST_CASE("an actor that is dropped before its job is over fails the rest", "[scenario_actor]")
{
    stage on(slow());
    on.tell(event_kind::begin);
    on.actor.reset();
    CHECK(on.job->is_completed());
    CHECK(on.job.result(1).detail == wua::transfer::dropped_detail);
    CHECK_FALSE(on.time.step());
}
