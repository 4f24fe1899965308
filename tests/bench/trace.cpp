// SPDX-License-Identifier: MIT
// What it costs to record a job of 100,000 updates, to read the trace and to play it.

#include "row.hpp"
#include <wua/engine/recording_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/engine/trace_json.hpp>
#include <wua/job/job.hpp>

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace
{

using namespace bench;

constexpr std::size_t queue_length = 100'000;

template <class F>
double seconds_of(F&& f)
{
    const auto before = std::chrono::steady_clock::now();
    f();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
}

wua::scenario script()
{
    wua::scenario made;
    made.parallelism = 8;
    made.reports_per_update = 4;
    return made;
}

std::vector<wua::update_pointer> items()
{
    std::vector<wua::update_pointer> made;
    for (std::size_t i = 0; i != queue_length; ++i)
    {
        made.push_back(wua::make_item("An update", "http://localhost/update.cab", 1'000'000));
    }
    return made;
}

template <class Engine>
double seconds_of_job(std::shared_ptr<Engine> engine, const std::vector<wua::update_pointer>& updates,
                      const wua::downloader_options& options = {})
{
    return seconds_of([&] {
        wua::job job = wua::start(std::move(engine), updates, {.downloader = options});
        if (!job.wait().is_success())
        {
            throw std::runtime_error("the job did not succeed");
        }
    });
}

std::vector<row> measure(effort)
{
    const std::vector<wua::update_pointer> updates = items();
    const double plain = seconds_of_job(std::make_shared<wua::simulated_engine>(script()), updates);
    const auto out = std::make_shared<std::ostringstream>();
    const double recorded = seconds_of_job(
        std::make_shared<wua::recording_engine<wua::simulated_engine>>(
            std::make_shared<wua::simulated_engine>(script()),
            [&](const wua::transfer& job) { return std::make_shared<wua::trace_writer>(out, job); }),
        updates);
    const std::string text = out->str();
    wua::written_trace trace;
    const double read = seconds_of([&] { trace = wua::parse_trace(text); });
    const double parsed = seconds_of([&] {
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);)
        {
            if (!nlohmann::json::parse(line).is_object())
            {
                throw std::runtime_error("a line is no object");
            }
        }
    });
    const double played =
        seconds_of_job(std::make_shared<wua::simulated_engine>(trace.script), trace.updates, trace.options);
    return {{"trace_record", recorded, plain, "the same simulated job of 100,000 updates, not recorded, s",
             recorded / plain, ""},
            {"trace_read", read, parsed, "nlohmann/json parsing each line, s", read / parsed, "<= 3"},
            {"trace_replay", played, plain, "the simulated job itself, s", played / plain, "<= 3"}};
}

const suite traces("traces", &measure);

} // namespace
