// SPDX-License-Identifier: MIT
// The simulated engine acts out its scenario, the same way however its time is moved.

#include "catch.hpp"
#include "engine/simulated_job.hpp"

#include <thread>

using namespace std::chrono_literals;
using fakes::simulated_job;
using fakes::unsized;
using fakes::updates;

namespace {

// One update at 1000 bytes per second from the first instant on, without anything else.
wua::scenario steady(std::uint64_t size)
{
    wua::scenario script;
    script.others.size = size;
    script.others.bytes_per_second = 1000;
    script.others.latency = 0ms;
    script.others.verify_time = 0ms;
    return script;
}

} // namespace

// ---- what went wrong once ----

TEST_CASE("many small steps of time download as much as a big one", "[simulated_engine]")
{
    wua::simulated_engine small(steady(10000));
    wua::simulated_engine big(steady(10000));
    simulated_job by_steps(small, updates({unsized}));
    simulated_job at_once(big, updates({unsized}));
    for (int i = 0; i != 95; ++i)
    {
        small.advance(99us);
    }
    big.advance(95 * 99us);
    CHECK(at_once.bytes() == 9);
    CHECK(by_steps.bytes() == 9);
}

TEST_CASE("jobs that move at the same time report in the order of their starts", "[simulated_engine]")
{
    wua::simulated_engine engine(steady(1000000));
    std::string trace;
    std::vector<std::unique_ptr<simulated_job>> jobs;
    for (int i = 0; i != 20; ++i)
    {
        jobs.push_back(std::make_unique<simulated_job>(engine, updates({unsized})));
    }
    for (int i = 19; i >= 0; --i)
    {
        jobs[static_cast<std::size_t>(i)]->on_changed([&trace, i] { trace += static_cast<char>('a' + i); });
    }
    engine.advance(1ms); // begins them
    trace.clear();
    engine.advance(1ms);
    CHECK(trace == "abcdefghijklmnopqrst");
}

TEST_CASE("time that runs to its end neither overflows nor goes back", "[simulated_engine]")
{
    wua::scenario script = steady(1000000);
    script.others.bytes_per_second = 1;
    script.others.stalls = {{10, std::chrono::nanoseconds::max()}, {20, std::chrono::nanoseconds::max()}};
    wua::simulated_engine engine(script);
    simulated_job job(engine, updates({unsized}));
    engine.advance(5s);
    CHECK(job.bytes() == 5);
    engine.advance(std::chrono::nanoseconds::max());
    engine.advance(1s);
    CHECK(engine.now() == std::chrono::nanoseconds::max());
    CHECK(job->result() == wua::outcome::succeeded());
    CHECK(job.broken() == "");
}

TEST_CASE("moving the time from inside an event does nothing instead of hanging", "[simulated_engine]")
{
    wua::simulated_engine engine(steady(1000));
    simulated_job job(engine, updates({unsized}));
    int moved = 0;
    job.on_changed([&] {
        engine.advance(1s);
        moved += engine.step() || engine.drive() ? 1 : 0;
    });
    engine.advance(500ms);
    CHECK(engine.now() == 500ms);
    CHECK(job.bytes() == 500);
    CHECK(moved == 0);
    engine.run();
    CHECK(job->result() == wua::outcome::succeeded());
}

TEST_CASE("a clock that is sped up or slowed down beyond reason does not overflow", "[simulated_engine]")
{
    wua::scenario script = steady(1000);
    script.others.stalls = {{500, std::chrono::hours(24 * 365 * 100)}};
    SECTION("sped up, a century passes at once")
    {
        wua::simulated_engine engine(script);
        simulated_job job(engine, updates({unsized}));
        engine.run_in_real_time(1e300);
        CHECK(job->wait_until(std::chrono::steady_clock::now() + 1min));
        CHECK(job->result() == wua::outcome::succeeded());
    }
    SECTION("slowed down, nothing happens, and the engine still ends at once")
    {
        const auto engine = std::make_unique<wua::simulated_engine>(script);
        simulated_job job(*engine, updates({unsized}));
        engine->run_in_real_time(1e-300);
        CHECK_FALSE(job->wait_until(std::chrono::steady_clock::now()));
    }
}

TEST_CASE("an engine that is destroyed inside an event acts out nothing more", "[simulated_engine]")
{
    auto engine = std::make_unique<wua::simulated_engine>(steady(1000));
    wua::simulated_engine& same = *engine;
    simulated_job job(same, updates({unsized}));
    int changes_after = 0;
    job.on_changed([&] {
        if (engine && job.bytes() >= 500)
        {
            engine.reset();
        }
        else if (!engine)
        {
            ++changes_after;
        }
    });
    same.run();
    CHECK(engine == nullptr);
    CHECK(job->result() == wua::outcome::failed(wua::wu_e_all_updates_failed));
    CHECK(job.result(0) == wua::outcome::failed(wua::wu_e_service_stop));
    CHECK(job.completions() == 1);
    CHECK(changes_after == 1); // the failure itself
}

TEST_CASE("work that was posted before the engine's end runs before the jobs end", "[simulated_engine]")
{
    auto engine = std::make_unique<wua::simulated_engine>(steady(1000));
    simulated_job job(*engine, updates({unsized}));
    std::string trace;
    job.on_completed([&] { trace += "completed "; });
    engine->post([&] { trace += "posted "; });
    engine.reset();
    CHECK(trace == "posted completed ");
}

TEST_CASE("recorded percentages far beyond 100 stay beyond 100", "[simulated_engine]")
{
    wua::scenario script = steady(1000);
    script.recorded.resize(2);
    script.recorded[0].percent = 250;
    script.recorded[0].update_percent = -300;
    script.recorded[1].at = 10ms;
    script.recorded[1].percent = 101;
    wua::simulated_engine engine(script);
    simulated_job job(engine, updates({unsized}), {}, false);
    engine.advance(1ms);
    CHECK(job->snapshot().percent() == 127);
    CHECK(job->snapshot().current_update_percent() == 0);
    engine.advance(10ms);
    CHECK(job->snapshot().percent() == 101);
}

TEST_CASE("an update that ignores the abort is ended by the job's limit, to the nanosecond of virtual time", "[simulated_engine]")
{
    wua::scenario script = steady(1000000);
    script.others.ignores_abort = true;
    script.others.stalls = {{1500, 1h}};
    wua::simulated_engine engine(script);
    simulated_job job(engine, updates({unsized}));
    engine.advance(1s);
    job->request_abort();
    std::chrono::nanoseconds end{0};
    job.on_completed([&] { end = engine.now(); });
    engine.run();
    CHECK(end == 1s + simulated_job::abort_limit);
    CHECK(job->result() == wua::outcome::aborted());
    CHECK(job.bytes() == 1500);
    CHECK(job.broken() == "");
}
