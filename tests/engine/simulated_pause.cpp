// SPDX-License-Identifier: MIT
// Jobs of the simulated engine that are paused: on virtual time, at any moment.

#include "catch.hpp"
#include "engine/simulated_job.hpp"
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/wuapi/errors.hpp>

#include <functional>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using fakes::simulated_job;
using fakes::updates;

namespace
{

// Updates of 1000 bytes at 1000 bytes per second.
wua::scenario slow_updates(std::size_t parallelism = 1)
{
    wua::scenario script;
    script.others.size = 1000;
    script.others.bytes_per_second = 1000;
    script.others.latency = 100ms;
    script.others.verify_time = 50ms;
    script.parallelism = parallelism;
    return script;
}

} // namespace

TEST_CASE("a paused job stands still, and takes as much longer as it was paused", "[simulated_engine][pause]")
{
    wua::simulated_engine engine(slow_updates());
    simulated_job job(engine, updates({1000}));
    engine.advance(350ms);
    CHECK(job.bytes() == 250);
    job->want_pause(true);
    CHECK_FALSE(job->snapshot().is_paused());
    engine.advance(0ms);
    CHECK(job->snapshot().is_paused());
    const std::string line = job.line();
    engine.advance(10h);
    CHECK(job.line() == line);
    job->want_pause(false);
    engine.advance(249ms);
    CHECK(job.bytes() == 499);
    engine.advance(550ms);
    CHECK_FALSE(job->is_completed());
    engine.advance(1ms);
    CHECK(job->is_completed());
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.broken() == "");
}

TEST_CASE("what was to come during a pause comes as much later: first bytes, stalls and retries",
          "[simulated_engine][pause]")
{
    wua::scenario script = slow_updates();
    script.others.stalls = {{.at_byte = 300, .duration = 2s}};
    script.others.faults = {{.at_byte = 600, .is_retried = true, .keeps_bytes = true, .retry_delay = 1s}};
    const auto end_of = [&](std::chrono::nanoseconds pause_at, std::chrono::nanoseconds pause) {
        wua::simulated_engine engine(script);
        simulated_job job(engine, updates({1000}));
        std::chrono::nanoseconds end{0};
        job.on_completed([&] { end = engine.now(); });
        engine.advance(pause_at);
        job->want_pause(true);
        engine.advance(pause);
        CHECK(job->snapshot().is_paused());
        job->want_pause(false);
        engine.run();
        CHECK(job.broken() == "");
        CHECK(job->engine_faults() == 0);
        return end;
    };
    const std::chrono::nanoseconds whole = end_of(0s, 0s);
    CHECK(whole == 4250ms); // 2 x 100 latency, 2000, 1000, 1000 of bytes, 50
    for (std::chrono::nanoseconds at = 0s; at < whole - 50ms; at += 53ms)
    {
        CHECK(end_of(at, 1min) == whole + 1min);
    }
}

TEST_CASE("an update that verifies is finished although it was paused", "[simulated_engine][pause]")
{
    wua::simulated_engine engine(slow_updates());
    simulated_job job(engine, updates({1000, 1000}));
    engine.advance(1120ms);
    CHECK(job->snapshot().current_update_phase() == wua::dphVerifying);
    job->want_pause(true);
    engine.advance(10ms);
    CHECK_FALSE(job->snapshot().is_paused());
    engine.advance(1h);
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.result(1) == wua::outcome{}); // not started
    CHECK(job->snapshot().is_paused());
    job->want_pause(false);
    engine.run();
    CHECK(job->is_completed());
    CHECK(job.broken() == "");
}

TEST_CASE("a paused update gives its place to others and comes back before anything new starts",
          "[simulated_engine][pause]")
{
    wua::simulated_engine engine(slow_updates());
    simulated_job job(engine, updates({1000, 1000, 1000}));
    engine.advance(350ms);
    job->want_pause(0, true);
    engine.advance(1ms);
    CHECK(job.result(1) == wua::outcome::in_progress());
    CHECK(job->snapshot().is_current_update_paused());
    CHECK_FALSE(job->snapshot().is_paused());
    job->want_pause(0, false);
    engine.advance(100ms);
    CHECK(job->progress_of(0).bytes_downloaded == 250); // there is no room for it
    engine.advance(1049ms);
    CHECK(job.result(1) == wua::outcome::succeeded());
    CHECK(job.result(2) == wua::outcome{});
    engine.advance(100ms);
    CHECK(job->progress_of(0).bytes_downloaded == 350);
    engine.run();
    CHECK(job->is_completed());
    CHECK(job.broken() == "");
}

TEST_CASE("what is paused before its turn is not started, and starts when it is resumed", "[simulated_engine][pause]")
{
    wua::simulated_engine engine(slow_updates());
    simulated_job job(engine, updates({1000, 1000, 1000}));
    job->want_pause(0, true);
    job->want_pause(1, true);
    engine.run();
    CHECK(job.result(0) == wua::outcome{});
    CHECK(job.result(2) == wua::outcome::succeeded());
    CHECK(job->snapshot().is_paused());
    job->want_pause(1, false);
    engine.run();
    CHECK(job.result(1) == wua::outcome::succeeded());
    CHECK(job.result(0) == wua::outcome{});
    job->want_pause(0, false);
    engine.run();
    CHECK(job->is_completed());
    CHECK(job.broken() == "");
}

TEST_CASE("a paused job is aborted, started or not", "[simulated_engine][pause]")
{
    wua::simulated_engine engine(slow_updates());
    simulated_job job(engine, updates({1000, 1000, 1000}));
    job->want_pause(2, true);
    engine.advance(350ms);
    job->want_pause(true);
    engine.advance(1min);
    job->request_abort();
    engine.run();
    CHECK(job->is_completed());
    CHECK(job->snapshot().tally().aborted() == 3);
    CHECK(job.bytes() == 250);
    CHECK(job.broken() == "");
    CHECK(job->engine_faults() == 0);
}

TEST_CASE("pausing is a flag, and a resume that comes at once changes nothing", "[simulated_engine][pause]")
{
    wua::simulated_engine engine(slow_updates());
    simulated_job job(engine, updates({1000}));
    engine.advance(350ms);
    job->want_pause(true);
    job->want_pause(true);
    job->want_pause(false);
    engine.advance(100ms);
    CHECK(job.bytes() == 350);
    job->want_pause(true);
    engine.advance(100ms);
    job->want_pause(false); // both before the engine sees either
    job->want_pause(true);
    engine.advance(100ms);
    CHECK(job->snapshot().is_paused());
    CHECK(job.bytes() == 350);
    job->want_pause(false);
    engine.run();
    CHECK(job->is_completed());
    CHECK(job.broken() == "");
}

// ---- the C++ face ----

TEST_CASE("a job's callbacks tell of its pause and of its end", "[job][pause]")
{
    const auto engine = std::make_shared<wua::simulated_engine>(slow_updates());
    std::vector<wua::job_state> told;
    wua::job_options options;
    options.on_progress = [&](const wua::progress_snapshot& now) {
        if (told.empty() || told.back() != now.state())
        {
            told.push_back(now.state());
        }
    };
    wua::job job = wua::start(engine, updates({1000, 1000}), std::move(options));
    CHECK(job.controls() == wua::job_controls{.pause = true});
    job.wait_for(350ms);
    job.pause();
    CHECK_FALSE(job.wait_for(1min));
    CHECK(job.progress().is_paused());
    CHECK(job.update(0).is_paused);
    CHECK(job.update(1).is_paused);
    job.resume();
    job.pause(1);
    CHECK_FALSE(job.wait_for(1min));
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.progress().is_paused());
    job.resume(1);
    CHECK(job.wait() == wua::outcome::succeeded());
    using enum wua::job_state;
    CHECK(told == std::vector{running, paused, running, paused, running, completed});
}

TEST_CASE("waiting for a paused job lasts until somebody resumes it", "[job][pause]")
{
    const auto engine = std::make_shared<wua::simulated_engine>(slow_updates());
    wua::job job = wua::start(engine, updates({1000}));
    job.pause();
    engine->advance(1s);
    const wua::detail::shared_handle<wua::detail::running_job> shared = job.running();
    std::thread other([&] {
        while (!shared->snapshot().is_paused())
        {
            std::this_thread::yield();
        }
        shared->pause(false);
    });
    CHECK(job.wait() == wua::outcome::succeeded());
    other.join();
}

TEST_CASE("a callback may pause its job and another callback's job resume it", "[job][pause]")
{
    const auto engine = std::make_shared<wua::simulated_engine>(slow_updates());
    wua::job_options options;
    bool has_paused = false;
    options.on_progress = [&](const wua::progress_snapshot& now, wua::job_handle& self) {
        if (!has_paused && now.bytes_downloaded() != 0)
        {
            has_paused = true;
            self.pause();
        }
        else if (now.is_paused())
        {
            self.resume();
        }
    };
    wua::job job = wua::start(engine, updates({1000}), std::move(options));
    CHECK(job.wait() == wua::outcome::succeeded());
    CHECK(has_paused);
}

TEST_CASE("what an engine cannot change is refused by name, and so is an update that does not exist", "[job][pause]")
{
    struct plain_engine
    {
        void start(wua::transfer job)
        {
            kept.push_back(std::move(job));
        }
        std::vector<wua::transfer> kept;
    };
    const auto code_of = [](const std::function<void()>& f) {
        try
        {
            f();
            return wua::s_ok;
        }
        catch (const wua::hresult_error& error)
        {
            return error.code();
        }
    };
    const auto plain = std::make_shared<plain_engine>();
    wua::job job = wua::start(plain, updates({1000}));
    CHECK(job.controls() == wua::job_controls());
    CHECK(code_of([&] { job.pause(); }) == wua::wu_e_not_supported);
    CHECK(code_of([&] { job.resume(); }) == wua::wu_e_not_supported);
    CHECK(code_of([&] { job.pause(0); }) == wua::wu_e_not_supported);
    CHECK(code_of([&] { job.set_priority(wua::dpHigh); }) == wua::wu_e_not_supported);
    CHECK(code_of([&] { job.set_bandwidth(1); }) == wua::wu_e_not_supported);
    CHECK_FALSE(job.progress().is_paused());
    plain->kept.clear();

    wua::job simulated = wua::start(wua::simulated_engine(slow_updates()), updates({1000}));
    CHECK(code_of([&] { simulated.pause(1); }) == wua::wu_e_invalidindex);
    CHECK(code_of([&] { simulated.set_bandwidth(1); }) == wua::wu_e_not_supported);
    CHECK(simulated.wait() == wua::outcome::succeeded());
    CHECK(code_of([&] { simulated.pause(); }) == wua::s_ok); // too late
    CHECK(simulated.progress().is_completed());
}

TEST_CASE("a wait in real time for a paused job gives its time back", "[job][pause]")
{
    const auto engine = std::make_shared<wua::simulated_engine>(slow_updates());
    engine->run_in_real_time(10);
    wua::job job = wua::start(engine, updates({1000}));
    job.pause();
    while (!job.progress().is_paused())
    {
        REQUIRE_FALSE(job.wait_for(10ms)); // or it was over before the pause
    }
    CHECK_FALSE(job.wait_for(200ms)); // 20 ms
    job.resume();
    CHECK(job.wait() == wua::outcome::succeeded());
}
