// SPDX-License-Identifier: MIT
// Jobs that are recorded, and traces that are read and played.

#include "torture/oom_job.hpp"
#include "torture/oom_point.hpp"
#include <wua/engine/event_trace.hpp>
#include <wua/engine/recording_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/engine/story_json.hpp>
#include <wua/engine/trace_json.hpp>
#include <wua/job/job.hpp>

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

// The whole of a job; false when it could not be started.
template <class Engine>
bool run(point& at, std::shared_ptr<Engine> engine, std::vector<wua::update_pointer> updates)
{
    std::optional<wua::job> job;
    if (!at([&] {
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
    at.survives([&] { wua::story_lines(0, text, job->story(0)); });
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
        const wua::written_trace read = wua::parse_trace(out->str()); // whole lines, whatever failed
        at.expect(read.is_complete || writer->has_failed(), "a trace that is not complete says that it is");
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

void read_and_played(point& at)
{
    const auto out = std::make_shared<std::ostringstream>();
    wua::job original = wua::start(
        wua::recording_engine(std::make_shared<wua::simulated_engine>(script()),
                              [&](const wua::transfer& job) { return std::make_shared<wua::trace_writer>(out, job); }),
        items());
    original.wait();
    const std::string written = out->str();
    wua::written_trace trace;
    if (at([&] { trace = wua::parse_trace(written); }))
    {
        run(at, std::make_shared<wua::simulated_engine>(trace.script), trace.updates);
    }
}

constexpr std::array operations{
    oom::operation{"a job that is recorded in a trace", recorded},
    oom::operation{"a job that is recorded in memory", recorded_in_memory},
    oom::operation{"a trace that is read and played", read_and_played},
};

} // namespace

std::span<const oom::operation> oom::trace_operations()
{
    return operations;
}
