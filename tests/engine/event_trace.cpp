// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "engine/trace_support.hpp"
#include "job/fakes.hpp"
#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/event_trace.hpp>
#include <wua/engine/recorded_jobs.hpp>
#include <wua/model/update_details.hpp>
#include <wua/wuapi/errors.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using wua_test::played;
using wua_test::recorded_job;
using wua_test::recording;

TEST_CASE("a recorded job of the simulated engine is played to the last bit", "[event_trace]")
{
    wua::scenario script;
    script.parallelism = 2;
    script.updates.resize(4);
    script.updates[0].faults.push_back({.at_byte = 500'000, .is_retried = true, .retry_delay = 300ms});
    script.updates[1].known = wua::size_known::late;
    script.updates[1].size_learnt_at = 4'000'000;
    script.updates[1].stalls.push_back({.at_byte = 5'000'000, .duration = 2s});
    script.updates[2].faults.push_back({.in_verify_phase = true, .hresult = wua::wu_e_dm_incorrectfilehash});
    script.updates[3].is_already_downloaded = true;
    const auto engine = std::make_shared<wua::simulated_engine>(script);
    const recording original = wua_test::recorded_job(
        engine, fakes::updates({1'000'000, fakes::unsized, 2'000'000, 3}), {}, [&](wua::job& job) {
            for (bool is_done = false; !is_done;)
            {
                is_done = job.wait_for(70ms); // bytes at odd times, and a speed that falls
            }
        });
    REQUIRE(original.shown.size() > 100);
    const recording again = played(original);
    CHECK(again.shown == original.shown);
    CHECK(again.results == original.results);
    CHECK(again.stories == original.stories);
    CHECK(again.stories.front().attempts.size() == 2);
}

TEST_CASE("a job that is recorded is paused and resumed as any other, and played with its pauses", "[event_trace]")
{
    const recording original = wua_test::recorded_job(
        std::make_shared<wua::simulated_engine>(), fakes::updates({10'000'000, 10'000'000}), {}, [](wua::job& job) {
            CHECK(job.controls() == wua::simulated_engine().controls());
            job.wait_for(300ms);
            job.pause();
            job.wait_for(5s);
            CHECK(job.progress().is_paused());
            job.pause(1);
            job.resume();
            job.wait_for(100s);
            CHECK(job.result(0) == wua::outcome::succeeded());
            CHECK(job.progress().is_paused());
            job.resume(1);
            job.wait();
        });
    const recording again = played(original);
    CHECK(again.shown == original.shown);
    CHECK(again.results == original.results);
}

TEST_CASE("an abort that was recorded comes when it came, and another one ends what is played at once", "[event_trace]")
{
    wua::scenario script;
    script.updates.resize(3);
    script.updates[1].abort_latency = 3s;
    script.parallelism = 2;
    const auto engine = std::make_shared<wua::simulated_engine>(script);
    const recording original =
        wua_test::recorded_job(engine, fakes::updates({10'000'000, 90'000'000, 7}), {}, [](wua::job& job) {
            job.wait_for(500ms);
            job.request_abort();
            job.wait_for(1s);
            job.wait();
        });
    CHECK(original.results[1] == wua::outcome::aborted());
    const recording again = played(original);
    CHECK(again.shown == original.shown);
    CHECK(again.results == original.results);

    const recording shorter = played(original, [](wua::job& job) {
        job.wait_for(200ms);
        job.request_abort();
        CHECK(job.wait_for(1ns));
    });
    CHECK(shorter.results == std::vector<wua::outcome>(3, wua::outcome::aborted()));
}

TEST_CASE("what was over before an engine got the job is in its recording", "[event_trace]")
{
    wua::update_item there = *fakes::updates({7}).front();
    wua::update_details details;
    details.is_downloaded = true;
    there.details = std::make_shared<const wua::update_details>(details);
    std::vector<wua::update_pointer> updates = fakes::updates({1'000'000, 2'000'000});
    updates.insert(updates.begin() + 1, std::make_shared<const wua::update_item>(there));
    const recording original = wua_test::recorded_job(std::make_shared<wua::simulated_engine>(), updates, {});
    CHECK(original.results[1] == wua::outcome::succeeded(wua::wu_s_already_downloaded));
    const recording again = played(original);
    CHECK(again.results == original.results);
    CHECK(again.shown == original.shown);
}

TEST_CASE("an abort limit that strikes is played, too", "[event_trace]")
{
    wua::scenario script;
    script.others.ignores_abort = true;
    const auto engine = std::make_shared<wua::simulated_engine>(script);
    const recording original =
        wua_test::recorded_job(engine, fakes::updates({1'000'000'000}), {.abort_limit = 2s}, [](wua::job& job) {
            job.wait_for(1s);
            job.request_abort();
            job.wait();
        });
    const recording again = played(original);
    CHECK(again.shown == original.shown);
    CHECK(again.shown.back().first == 3s);
}

TEST_CASE("numbers that follow no contract are played as they were shown", "[event_trace]")
{
    for (const wua::recorded_job& odd : wua::recorded_jobs())
    {
        INFO(sentence_of(odd.quirk));
        const auto engine = std::make_shared<wua::simulated_engine>(odd.script);
        const recording original = wua_test::recorded_job(engine, odd.updates, {.keeps_contract = false});
        const recording again = played(original);
        CHECK(again.shown == original.shown);
        CHECK(again.results == original.results);
    }
}

TEST_CASE("a job of an engine with threads is recorded in the order in which it accepted reports", "[event_trace]")
{
    const auto engine = std::make_shared<wua::blocking_engine>(
        [](wua::update_reporter& report) {
            report.set_size(400'000);
            for (std::uint64_t bytes = 0; bytes <= 400'000; bytes += 1000)
            {
                report.set_bytes(bytes);
            }
            if (report.index() % 3 == 0)
            {
                report.add_attempt({.url = "https://host/a", .result = wua::outcome::failed(wua::e_fail)});
                report.retry(1000);
                report.set_bytes(399'999);
            }
            report.start_verifying();
            return report.index() % 2 == 0 ? wua::outcome::succeeded()
                                           : wua::outcome::failed(wua::e_fail, {"engine", -7}, "it did not work");
        },
        4);
    const recording original = wua_test::recorded_job(
        engine, fakes::updates({400'000, fakes::unsized, 400'000, fakes::unsized, 400'000, 400'000, 400'000, 5}), {});
    const recording again = played(original);
    CHECK(again.shown == original.shown);
    CHECK(again.results == original.results);
    CHECK(again.stories == original.stories);
}

TEST_CASE("a replay whose recording ends early fails what has no result", "[event_trace]")
{
    const auto trace = std::make_shared<wua::event_trace>();
    const wua::outcome fine = wua::outcome::succeeded();
    trace->add({.at = 1s, .kind = wua::transfer_event_kind::finish, .index = 0, .result = &fine});
    trace->add({.at = 2s, .kind = wua::transfer_event_kind::bytes, .index = 1, .number = 5});
    wua::scenario script;
    script.replay = trace;
    wua::job job = wua::start(wua::simulated_engine(script), fakes::updates({10, 10}));
    job.wait();
    CHECK(job.result(0) == fine);
    CHECK(job.result(1) == wua::outcome::failed(wua::wu_e_dm_unexpected, {}, "the recording ends here"));
}

TEST_CASE("the times of a recording never go back, however late a report comes, with or without its engine",
          "[event_trace]")
{
    fakes::clock clock;
    std::atomic<bool> is_engine_gone = false; // whose clock then says that it is very late
    wua::detail::ledger_options options;
    options.clock = [&] { return is_engine_gone ? std::chrono::nanoseconds::max() : clock(); };
    clock.advance(1s);
    const auto job = std::make_shared<wua::detail::ledger>(fakes::updates({1000}), std::move(options));
    const auto trace = std::make_shared<wua_test::watching_trace>();
    job->record(trace);
    clock.advance(5s);
    job->start(0);
    clock.advance(-2s); // another thread's look at the clock, a while ago
    job->set_bytes(0, 10);
    clock.advance(4s);
    job->set_bytes(0, 20);
    is_engine_gone = true;
    job->request_abort();
    job->finish(0, wua::outcome::aborted());
    std::vector<std::chrono::nanoseconds> times;
    for (const wua::transfer_event& event : trace->events->events())
    {
        times.push_back(event.at);
    }
    CHECK(times == std::vector<std::chrono::nanoseconds>{5s, 5s, 7s, 7s, 7s});
    CHECK(trace->events->is_whole());
    CHECK(trace->shown.back().first == 7s);
}

TEST_CASE("a senseless event is not added to a trace", "[event_trace]")
{
    wua::event_trace trace;
    trace.add({.at = 1s, .kind = wua::transfer_event_kind::tick});
    CHECK_THROWS_AS(trace.add({.at = 0s, .kind = wua::transfer_event_kind::tick}), std::invalid_argument);
    for (const auto kind :
         {wua::transfer_event_kind::finish, wua::transfer_event_kind::finish_rest, wua::transfer_event_kind::attempt,
          wua::transfer_event_kind::show_recorded, wua::transfer_event_kind::hold})
    {
        CHECK_THROWS_AS(trace.add({.at = 1s, .kind = kind}), std::invalid_argument);
    }
    CHECK(trace.events().size() == 1);
}

TEST_CASE("each of two recorders of a job receives everything", "[recording_engine]")
{
    const auto inner = std::make_shared<wua::event_trace>();
    const auto outer = std::make_shared<wua::event_trace>();
    const auto recorded = std::make_shared<wua::recording_engine<wua::simulated_engine>>(
        std::make_shared<wua::simulated_engine>(), [&](const wua::transfer&) { return inner; });
    wua::job job = wua::start(wua::recording_engine<wua::recording_engine<wua::simulated_engine>>(
                                  recorded, [&](const wua::transfer&) { return outer; }),
                              {wua::make_item("an update", "https://host/", 1'000)});
    job.wait();
    REQUIRE(!inner->events().empty());
    REQUIRE(inner->events().size() == outer->events().size());
    for (std::size_t n = 0; n != inner->events().size(); ++n)
    {
        CHECK(inner->events()[n].kind == outer->events()[n].kind);
        CHECK(inner->events()[n].at == outer->events()[n].at);
        CHECK(inner->events()[n].number == outer->events()[n].number);
    }
}

TEST_CASE("an engine that is recorded needs both an engine and recorders, and may record no job", "[recording_engine]")
{
    using recorder = wua::recording_engine<wua::simulated_engine>;
    const auto engine = std::make_shared<wua::simulated_engine>();
    CHECK_THROWS_AS(recorder(nullptr, [](const wua::transfer&) { return nullptr; }), std::invalid_argument);
    CHECK_THROWS_AS(recorder(engine, nullptr), std::invalid_argument);
    static_assert(wua::driven_engine<recorder>);
    static_assert(wua::timed_engine<recorder>);
    static_assert(wua::controlled_engine<recorder>);
    static_assert(wua::engine<wua::recording_engine<wua::blocking_engine>>);
    static_assert(!wua::controlled_engine<wua::recording_engine<wua::blocking_engine>>);
    static_assert(!wua::driven_engine<wua::recording_engine<wua::blocking_engine>>);
    wua::job job = wua::start(recorder(engine, [](const wua::transfer&) { return nullptr; }), fakes::updates({10}));
    CHECK(job.wait() == wua::outcome::succeeded());
    CHECK(engine->now() > 0s);
}
