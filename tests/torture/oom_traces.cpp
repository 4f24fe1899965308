// SPDX-License-Identifier: MIT
// Jobs that are recorded and played.

#include "torture/oom_job.hpp"
#include "torture/oom_point.hpp"
#include <wua/engine/event_trace.hpp>
#include <wua/engine/recording_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/engine/trace_json.hpp>
#include <wua/job/job.hpp>
#include <wua/model/download_story.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace
{

using oom::point;
using namespace std::chrono_literals;

constexpr const char* text = "a text that is too long for the place inside a string";

std::vector<wua::update_pointer> items()
{
    return {wua::make_item(text, "https://host/a-path-that-is-long-enough", 1000), wua::make_item(text, text, 1000)};
}

wua::scenario script()
{
    wua::scenario made;
    made.reports_per_update = 2;
    made.updates.resize(2);
    made.updates[0].faults = {{500, false, wua::wu_e_download_failed, {"http", 503}, true, true, 10ms}};
    made.updates[1].faults = {{0, true, wua::wu_e_dm_incorrectfilehash, {}, false, false, 0ms}};
    return made;
}

// Runs a job to its end; false if it could not be started.
template <class Engine>
bool run(point& at, std::shared_ptr<Engine> engine, std::vector<wua::update_pointer> updates)
{
    std::optional<wua::job> job;
    if (!at.survives([&] { // a trace without its beginning reports that later
            job.emplace(wua::start(std::move(engine), std::move(updates), {.downloader = {.keeps_successes = true}}));
        }))
    {
        return false;
    }
    if (!at.survives([&] { job->wait(); }))
    {
        job->wait();
    }
    oom::check_ended(at, *job->running()->job_ledger());
    at.survives([&] { job->story(0); });
    return true;
}

void recorded(point& at)
{
    const auto out = std::make_shared<std::ostringstream>();
    std::shared_ptr<wua::trace_writer> writer;
    const auto engine = std::make_shared<wua::recording_engine<wua::simulated_engine>>(
        std::make_shared<wua::simulated_engine>(script()), [&](const wua::transfer& job) {
            writer = std::make_shared<wua::trace_writer>(out, job);
            return writer;
        });
    if (run(at, engine, items()))
    {
        at.expect(writer->has_failed() || wua::parse_trace(out->str()).is_complete,
                  "a trace is not complete and does not say so");
    }
}

void recorded_in_memory(point& at)
{
    const auto trace = std::make_shared<wua::event_trace>();
    const auto engine = std::make_shared<wua::recording_engine<wua::simulated_engine>>(
        std::make_shared<wua::simulated_engine>(script()), [&](const wua::transfer&) { return trace; });
    if (run(at, engine, items()) && trace->is_whole())
    {
        wua::scenario replay;
        replay.replay = trace;
        run(at, std::make_shared<wua::simulated_engine>(replay), items());
    }
}

constexpr std::array operations{
    oom::operation{"a job that is recorded in a trace", recorded},
    oom::operation{"a job that is recorded in memory", recorded_in_memory},
};

} // namespace

std::span<const oom::operation> oom::trace_operations()
{
    return operations;
}
