// SPDX-License-Identifier: MIT
// The simulated engine acts out its scenario, the same way however its time is moved.

#include "catch.hpp"
#include "engine/simulated_job.hpp"
#include <wua/engine/simulated_engine.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <atomic>
#include <limits>
#include <stdexcept>
#include <thread>

using namespace std::chrono_literals;
using fakes::simulated_job;
using fakes::unsized;
using fakes::updates;

namespace
{

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
        auto engine = std::make_unique<wua::simulated_engine>(script);
        simulated_job job(*engine, updates({unsized}));
        engine->run_in_real_time(1e300);
        CHECK(job->wait_until(std::chrono::steady_clock::now() + 1min));
        CHECK(job->result() == wua::outcome::succeeded());
        engine.reset(); // and with it its thread, which may still be calling the listener
    }
    SECTION("slowed down, nothing happens, and the engine still ends at once")
    {
        auto engine = std::make_unique<wua::simulated_engine>(script);
        simulated_job job(*engine, updates({unsized}));
        engine->run_in_real_time(1e-300);
        CHECK_FALSE(job->wait_until(std::chrono::steady_clock::now()));
        engine.reset();
        CHECK(job.result(0) == wua::outcome::failed(wua::wu_e_service_stop));
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

TEST_CASE("an update that ignores the abort is ended by the job's limit, to the nanosecond of virtual time",
          "[simulated_engine]")
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

TEST_CASE("what was still to come for a job that has ended does not carry the time along", "[simulated_engine]")
{
    wua::scenario script = steady(1000);
    script.others.stalls = {{500, 1000h}};
    wua::simulated_engine engine(script);
    simulated_job job(engine, updates({unsized}));
    engine.advance(1s);
    job->request_abort();
    engine.run();
    CHECK(job->result() == wua::outcome::aborted());
    CHECK(engine.now() == 1s);
    CHECK_FALSE(engine.drive());
}

// ---- the same way however its time is moved ----

namespace
{

// Something of everything.
wua::scenario rich(std::uint64_t seed = 5)
{
    wua::scenario script;
    script.updates.resize(5);
    script.updates[0].size = 30000;
    script.updates[0].bytes_per_second = 7001;
    script.updates[0].stalls = {{10000, 1500ms}, {20000, 1ms}};
    script.updates[1].size = 50000;
    script.updates[1].bytes_per_second = 9999;
    script.updates[1].known = wua::size_known::late;
    script.updates[1].size_learnt_at = 12345;
    script.updates[1].faults = {
        {20000, false, wua::e_fail, {}, true, true, 700ms}, {1, false, wua::e_fail, {}, true, false, 0ms}};
    script.updates[2].size = 9000;
    script.updates[2].bytes_per_second = 3333;
    script.updates[2].known = wua::size_known::never;
    script.updates[2].faults = {{0, true, wua::wu_e_dm_incorrectfilehash, {}, true, false, 1s}};
    script.updates[3].is_already_downloaded = true;
    script.updates[4].size = 0;
    script.order = wua::start_order::shuffled;
    script.parallelism = 2;
    script.seed = seed;
    script.reports_per_update = 17;
    return script;
}

std::vector<wua::update_pointer> five()
{
    return updates({30000, unsized, unsized, 77, 0});
}

// Each change of a job that is moved event by event.
std::string trace_of(const wua::scenario& script)
{
    wua::simulated_engine engine(script);
    simulated_job job(engine, five());
    std::string trace;
    job.on_changed([&] { trace += std::to_string(engine.now().count()) + ": " + job.line() + '\n'; });
    engine.run();
    CHECK(job->is_completed());
    CHECK(job->engine_faults() == 0);
    CHECK(job.broken() == "");
    return trace;
}

} // namespace

TEST_CASE("the same scenario gives the same trace, and another seed another one", "[simulated_engine]")
{
    const std::string trace = trace_of(rich());
    CHECK(std::count(trace.begin(), trace.end(), '\n') > 50);
    CHECK(trace_of(rich()) == trace);
    CHECK(trace_of(rich(6)) != trace);
}

TEST_CASE("at each instant the numbers are the same, however the time got there", "[simulated_engine]")
{
    std::vector<std::string> by_one_leap;
    std::vector<std::string> by_small_steps;
    std::vector<std::string> by_events;
    wua::simulated_engine stepped(rich());
    wua::simulated_engine evented(rich());
    simulated_job stepped_job(stepped, five());
    simulated_job evented_job(evented, five());
    for (int second = 1; second != 30; ++second)
    {
        const auto at = std::chrono::seconds(second);
        wua::simulated_engine leaping(rich());
        simulated_job job(leaping, five());
        leaping.advance(at);
        by_one_leap.push_back(job.line());
        while (stepped.now() < at)
        {
            stepped.advance(std::min<std::chrono::nanoseconds>(3333us, at - stepped.now()));
        }
        by_small_steps.push_back(stepped_job.line());
        // Whole events, and only the rest by the clock.
        for (int steps = 0; steps != 3 && evented.now() + 500ms < at; ++steps)
        {
            evented.step();
        }
        evented.advance(at - evented.now());
        by_events.push_back(evented_job.line());
    }
    CHECK(by_small_steps == by_one_leap);
    CHECK(by_events == by_one_leap);
    stepped.run();
    evented.advance(1h);
    CHECK(stepped_job->is_completed());
    CHECK(stepped_job.line() == evented_job.line());
    CHECK(stepped_job.broken() == "");
    CHECK(evented_job.broken() == "");
}

TEST_CASE("nothing happens until somebody moves the time", "[simulated_engine]")
{
    wua::simulated_engine engine(steady(1000));
    simulated_job job(engine, updates({unsized}));
    CHECK(job->snapshot().started() == 0);
    engine.advance(0ms);
    CHECK(job->snapshot().started() == 1);
    CHECK(engine.now() == 0ms);
    engine.advance(-5s);
    CHECK(engine.now() == 0ms);
}

// ---- what a scenario can say ----

TEST_CASE("bytes come at the script's rate after its latency, and are verified at the end", "[simulated_engine]")
{
    wua::scenario script = steady(10000);
    script.others.latency = 2s;
    script.others.verify_time = 3s;
    wua::simulated_engine engine(script);
    simulated_job job(engine, updates({unsized}));
    engine.advance(2s - 1ns);
    CHECK(job->progress_of(0).phase == wua::dphInitializing);
    engine.advance(1ns);
    CHECK(job->progress_of(0).phase == wua::dphDownloading);
    CHECK(job.bytes() == 0);
    engine.advance(1234ms);
    CHECK(job.bytes() == 1234);
    engine.advance(10s - 1234ms);
    CHECK(job.bytes() == 10000);
    CHECK(job->progress_of(0).phase == wua::dphVerifying);
    engine.advance(3s - 1ns);
    CHECK_FALSE(job->is_completed());
    engine.advance(1ns);
    CHECK(job->result() == wua::outcome::succeeded());
    CHECK(job.broken() == "");
}

TEST_CASE("a stall holds the bytes for its duration", "[simulated_engine]")
{
    wua::scenario script = steady(10000);
    script.others.stalls = {{5000, 60s}};
    wua::simulated_engine engine(script);
    simulated_job job(engine, updates({unsized}));
    engine.advance(5s);
    CHECK(job.bytes() == 5000);
    engine.advance(60s);
    CHECK(job.bytes() == 5000);
    engine.advance(1s);
    CHECK(job.bytes() == 6000);
    CHECK(job.broken() == "");
}

TEST_CASE("a fault ends its update with its code, and the others go on", "[simulated_engine]")
{
    wua::scenario script = steady(10000);
    script.updates = {script.others, script.others};
    script.updates[0].faults = {{4000, false, wua::wu_e_download_failed, {"http", 503}, false, false, 0ms}};
    wua::simulated_engine engine(script);
    simulated_job job(engine, updates({unsized, unsized}));
    engine.advance(4s);
    CHECK(job.result(0) == wua::outcome::failed(wua::wu_e_download_failed, {"http", 503}));
    engine.run();
    CHECK(job.result(1) == wua::outcome::succeeded());
    CHECK(job.bytes() == 14000);
    CHECK(job->result().hresult == wua::wu_s_update_error);
    CHECK(job.broken() == "");
}

TEST_CASE("a retry begins after its delay with the bytes that are kept", "[simulated_engine]")
{
    const bool keeps = GENERATE(false, true);
    wua::scenario script = steady(10000);
    script.others.faults = {{4000, false, wua::e_fail, {}, true, keeps, 10s}};
    wua::simulated_engine engine(script);
    simulated_job job(engine, updates({unsized}));
    engine.advance(4s);
    CHECK(job->progress_of(0).attempt == 2);
    CHECK(job->progress_of(0).bytes_downloaded == (keeps ? 4000 : 0));
    engine.advance(10s + 1s);
    CHECK(job->progress_of(0).bytes_downloaded == (keeps ? 5000 : 1000));
    CHECK(job.bytes() == (keeps ? 5000 : 4000));
    engine.run();
    CHECK(engine.now() == (keeps ? 20s : 24s));
    CHECK(job.bytes() == 10000);
    CHECK(job->result() == wua::outcome::succeeded());
    CHECK(job.broken() == "");
}

TEST_CASE("a failed verification ends the update with all its bytes there", "[simulated_engine]")
{
    wua::scenario script = steady(10000);
    script.others.verify_time = 1s;
    script.others.faults = {{0, true, wua::wu_e_dm_incorrectfilehash, {}, false, false, 0ms}};
    wua::simulated_engine engine(script);
    simulated_job job(engine, updates({unsized}));
    engine.advance(11s - 1ns);
    CHECK_FALSE(job->is_completed());
    engine.run();
    CHECK(engine.now() == 11s);
    CHECK(job.result(0) == wua::outcome::failed(wua::wu_e_dm_incorrectfilehash));
    CHECK(job.bytes() == 10000);
}

TEST_CASE("a size is known at the start, learnt late, or never", "[simulated_engine]")
{
    wua::scenario script = steady(10000);
    script.others.known = GENERATE(wua::size_known::at_start, wua::size_known::late, wua::size_known::never);
    script.others.size_learnt_at = 3000;
    wua::simulated_engine engine(script);
    simulated_job job(engine, updates({unsized}));
    const std::optional<std::uint64_t> known = 10000;
    engine.advance(3s - 1ms);
    CHECK(job->snapshot().bytes_to_download() ==
          (script.others.known == wua::size_known::at_start ? known : std::nullopt));
    engine.advance(2ms);
    CHECK(job->snapshot().bytes_to_download() ==
          (script.others.known == wua::size_known::never ? std::nullopt : known));
    engine.run();
    CHECK(job->snapshot().bytes_to_download() == known);
    CHECK(job.broken() == "");
}

TEST_CASE("what is downloaded already ends at once, unless it is forced", "[simulated_engine]")
{
    wua::scenario script = steady(10000);
    script.others.is_already_downloaded = true;
    wua::simulated_engine engine(script);
    simulated_job job(engine, updates({unsized, 500}));
    simulated_job forced(engine, updates({unsized}), {wua::dpNormal, true, {}});
    engine.advance(1ms);
    CHECK(job.result(0) == wua::outcome::succeeded(wua::wu_s_already_downloaded));
    CHECK(job->is_completed());
    CHECK_FALSE(forced->is_completed());
    engine.run();
    CHECK(forced.bytes() == 10000);
    CHECK(forced.result(0) == wua::outcome::succeeded());
}

TEST_CASE("updates start in the scenario's order, as many at a time as it says", "[simulated_engine]")
{
    wua::scenario script = steady(1000);
    script.parallelism = 2;
    SECTION("as given")
    {
        wua::simulated_engine engine(script);
        simulated_job job(engine, updates({unsized, unsized, unsized}));
        engine.advance(500ms);
        CHECK(job->snapshot().started() == 2);
        CHECK(job->progress_of(0).bytes_downloaded == 500);
        CHECK(job->progress_of(1).bytes_downloaded == 500);
        engine.advance(600ms);
        CHECK(job->snapshot().finished() == 2);
        CHECK(job->progress_of(2).bytes_downloaded == 100);
    }
    SECTION("reversed")
    {
        script.order = wua::start_order::reversed;
        wua::simulated_engine engine(script);
        simulated_job job(engine, updates({unsized, unsized, unsized}));
        engine.advance(500ms);
        CHECK(job.result(0) == wua::outcome{});
        CHECK(job->snapshot().current_update_index() == 2);
    }
    SECTION("none at a time is one")
    {
        script.parallelism = 0;
        wua::simulated_engine engine(script);
        simulated_job job(engine, updates({unsized, unsized}));
        engine.advance(500ms);
        CHECK(job->snapshot().started() == 1);
    }
}

TEST_CASE("a shuffled order depends only on the seed", "[simulated_engine]")
{
    const auto order = [](std::uint64_t seed) {
        wua::scenario script = steady(1000);
        script.order = wua::start_order::shuffled;
        script.seed = seed;
        wua::simulated_engine engine(script);
        simulated_job job(engine, std::vector<wua::update_pointer>(10, updates({unsized}).front()));
        std::string indices;
        for (int i = 0; i != 10; ++i)
        {
            engine.advance(500ms);
            indices += static_cast<char>('0' + job->snapshot().current_update_index());
            engine.advance(500ms);
        }
        return indices;
    };
    const std::string one = order(1);
    CHECK(order(1) == one);
    CHECK(order(2) != one);
    std::string sorted = one;
    std::sort(sorted.begin(), sorted.end());
    CHECK(sorted == "0123456789");
    CHECK(one != sorted);
}

// ---- aborts ----

TEST_CASE("an abort before the first event ends all updates as aborted", "[simulated_engine]")
{
    wua::simulated_engine engine(steady(1000));
    simulated_job job(engine, updates({unsized, unsized}));
    job->request_abort();
    CHECK_FALSE(job->is_completed());
    engine.advance(0ms);
    CHECK(job.result(0) == wua::outcome::aborted());
    CHECK(job.result(1) == wua::outcome::aborted());
    CHECK(job.completions() == 1);
    CHECK(job.broken() == "");
}

TEST_CASE("a job that was aborted before the engine got it ends too", "[simulated_engine]")
{
    wua::simulated_engine engine(steady(1000));
    fakes::watched_job job(updates({unsized, unsized}));
    job->request_abort();
    engine.start(wua::transfer(job.job));
    engine.run();
    CHECK(job->result() == wua::outcome::aborted());
    CHECK(job.watch->completions() == 1);
}

TEST_CASE("until the abort latency is over bytes go on coming", "[simulated_engine]")
{
    wua::scenario script = steady(10000);
    script.others.abort_latency = 2s;
    wua::simulated_engine engine(script);
    simulated_job job(engine, updates({unsized, unsized}));
    engine.advance(3s);
    job->request_abort();
    engine.advance(2s - 1ms);
    CHECK(job.result(1) == wua::outcome::aborted());
    CHECK(job.result(0) == wua::outcome::in_progress());
    CHECK(job.bytes() == 4999);
    engine.advance(1ms);
    CHECK(job.result(0) == wua::outcome::aborted());
    CHECK(job.bytes() == 5000);
    CHECK(job.broken() == "");
}

TEST_CASE("an update that is nearly there succeeds within the abort latency", "[simulated_engine]")
{
    wua::scenario script = steady(10000);
    script.others.abort_latency = 2s;
    wua::simulated_engine engine(script);
    simulated_job job(engine, updates({unsized, unsized}));
    engine.advance(9s);
    job->request_abort();
    engine.run();
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.result(1) == wua::outcome::aborted());
    CHECK(job->result() == wua::outcome::aborted());
}

TEST_CASE("an update that stalls for ever is ended by an abort", "[simulated_engine]")
{
    wua::scenario script = steady(10000);
    script.others.bytes_per_second = 0;
    wua::simulated_engine engine(script);
    simulated_job job(engine, updates({unsized}));
    engine.run();
    CHECK_FALSE(job->is_completed());
    job->request_abort();
    engine.run();
    CHECK(job->result() == wua::outcome::aborted());
    CHECK(engine.now() == 0ms);
}

// ---- driving ----

TEST_CASE("posted work comes first and in order, also when it is posted by work", "[simulated_engine]")
{
    wua::simulated_engine engine(steady(1000));
    simulated_job job(engine, updates({unsized}));
    std::string trace;
    engine.post([&] {
        trace += 'a';
        engine.post([&] { trace += 'c'; });
    });
    engine.post([&] { trace += 'b'; });
    CHECK(engine.step());
    CHECK(engine.step());
    CHECK(engine.step());
    CHECK(trace == "abc");
    CHECK(job->snapshot().started() == 0);
    CHECK(engine.drive());
    CHECK(job->snapshot().started() == 1);
    engine.run();
    CHECK_FALSE(engine.drive());
}

TEST_CASE("posted work may move the time itself", "[simulated_engine]")
{
    wua::simulated_engine engine(steady(1000));
    simulated_job job(engine, updates({unsized}));
    engine.post([&] {
        engine.advance(500ms);
        CHECK(job.bytes() == 500);
        engine.run();
    });
    engine.step();
    CHECK(job->result() == wua::outcome::succeeded());
}

TEST_CASE("a scenario that is set later is that of later jobs", "[simulated_engine]")
{
    wua::simulated_engine engine(steady(1000));
    simulated_job early(engine, updates({unsized}));
    engine.set_scenario(steady(3000));
    simulated_job late(engine, updates({unsized}));
    engine.run();
    CHECK(early.bytes() == 1000);
    CHECK(late.bytes() == 3000);
    CHECK(engine.now() == 3s);
}

TEST_CASE("destroying the engine fails its running jobs and leaves the others alone", "[simulated_engine]")
{
    auto engine = std::make_unique<wua::simulated_engine>(steady(1000));
    simulated_job done(*engine, updates({unsized}));
    engine->run();
    simulated_job running(*engine, updates({unsized, unsized}));
    engine->advance(1500ms);
    simulated_job fresh(*engine, updates({unsized}));
    engine.reset();
    CHECK(done.result(0) == wua::outcome::succeeded());
    CHECK(running.result(0) == wua::outcome::succeeded());
    CHECK(running.result(1) == wua::outcome::failed(wua::wu_e_service_stop));
    CHECK(fresh.result(0) == wua::outcome::failed(wua::wu_e_service_stop));
    for (const simulated_job* job : {&done, &running, &fresh})
    {
        CHECK(job->completions() == 1);
        CHECK(job->broken() == "");
    }
}

TEST_CASE("five terabytes take about as many events as reports", "[simulated_engine]")
{
    wua::scenario script = steady(5000000000000);
    script.others.bytes_per_second = 1;
    script.reports_per_update = 100;
    wua::simulated_engine engine(script);
    simulated_job job(engine, updates({unsized}));
    int events = 0;
    while (engine.step())
    {
        ++events;
    }
    CHECK(events <= 110);
    CHECK(job.bytes() == 5000000000000);
    CHECK(job->result() == wua::outcome::succeeded());
    CHECK(job.broken() == "");
}

TEST_CASE("a thousand jobs on one engine all end", "[simulated_engine]")
{
    wua::scenario script = rich();
    script.reports_per_update = 3;
    wua::simulated_engine engine(script);
    std::vector<std::unique_ptr<simulated_job>> jobs;
    for (int i = 0; i != 1000; ++i)
    {
        jobs.push_back(std::make_unique<simulated_job>(engine, five()));
    }
    engine.run();
    CHECK(std::all_of(jobs.begin(), jobs.end(), [](const auto& job) {
        return job->completions() == 1 && job->broken().empty() &&
               job->operator->()->result() == wua::outcome::succeeded();
    }));
}

TEST_CASE("two threads may drive one engine at once", "[simulated_engine]")
{
    wua::simulated_engine engine(rich());
    std::vector<std::unique_ptr<simulated_job>> jobs;
    for (int i = 0; i != 20; ++i)
    {
        jobs.push_back(std::make_unique<simulated_job>(engine, five()));
    }
    std::thread stepping([&] { engine.run(); });
    std::thread advancing([&] {
        for (int i = 0; i != 200; ++i)
        {
            engine.advance(50ms);
        }
    });
    advancing.join();
    stepping.join();
    engine.run();
    CHECK(std::all_of(jobs.begin(), jobs.end(), [](const auto& job) {
        return job->completions() == 1 && job->broken().empty() && job->operator->()->engine_faults() == 0;
    }));
}

// ---- real time ----

TEST_CASE("in real time a thread of the engine's own moves the time", "[simulated_engine]")
{
    auto engine = std::make_unique<wua::simulated_engine>(steady(10000));
    simulated_job first(*engine, updates({unsized}));
    engine->run_in_real_time(1000);
    simulated_job second(*engine, updates({unsized}));
    const auto deadline = std::chrono::steady_clock::now() + 1min;
    CHECK(first->wait_until(deadline));
    CHECK(second->wait_until(deadline));
    CHECK(first->result() == wua::outcome::succeeded());
    CHECK(second->result() == wua::outcome::succeeded());
    CHECK(engine->now() >= 10s);
    CHECK_THROWS_AS(engine->run_in_real_time(1), std::logic_error);
    engine.reset();
    CHECK(first.broken() == "");
    CHECK(second.broken() == "");
}

TEST_CASE("in real time an abort and posted work do not wait for the next event", "[simulated_engine]")
{
    wua::scenario script = steady(10000);
    script.others.latency = 24h * 365;
    auto engine = std::make_unique<wua::simulated_engine>(script);
    simulated_job job(*engine, updates({unsized}));
    engine->run_in_real_time(1);
    std::atomic<bool> was_posted{false};
    engine->post([&] {
        was_posted = true;
        job->request_abort();
    });
    CHECK(job->wait_until(std::chrono::steady_clock::now() + 1min));
    CHECK(was_posted);
    CHECK(job->result() == wua::outcome::aborted());
    engine.reset();
    CHECK(job.completions() == 1);
}

TEST_CASE("an invalid speed is refused", "[simulated_engine]")
{
    wua::simulated_engine engine;
    CHECK_THROWS_AS(engine.run_in_real_time(0), std::logic_error);
    CHECK_THROWS_AS(engine.run_in_real_time(-1), std::logic_error);
    CHECK_THROWS_AS(engine.run_in_real_time(std::numeric_limits<double>::quiet_NaN()), std::logic_error);
}
