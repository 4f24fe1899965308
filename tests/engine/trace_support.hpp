// SPDX-License-Identifier: MIT
#pragma once

// A job that is recorded together with everything it showed, and the same job when played.

#include <wua/engine/event_trace.hpp>
#include <wua/engine/recording_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/model/download_story.hpp>

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

namespace wua_test
{

// The numbers that a job showed before each event, with the event's time, and at its end.
using shown_numbers = std::vector<std::pair<std::chrono::nanoseconds, wua::progress_values>>;

class watching_trace final : public wua::transfer_recorder
{
public:
    void on_event(const wua::transfer_event& event, const wua::progress_values& before) noexcept override
    {
        events->on_event(event, before);
        shown.emplace_back(event.at, before);
    }

    void on_completed(std::chrono::nanoseconds at, const wua::progress_values& last) noexcept override
    {
        shown.emplace_back(at, last);
    }

    std::shared_ptr<wua::event_trace> events = std::make_shared<wua::event_trace>();
    shown_numbers shown;
};

struct recording
{
    std::vector<wua::update_pointer> updates;
    wua::downloader_options options;
    std::shared_ptr<const wua::event_trace> events;
    shown_numbers shown;
    std::vector<wua::outcome> results;
    std::vector<wua::download_story> stories;
};

// Removes these times, since events are compared by their own.
inline wua::download_story without_times_of_end(wua::download_story story)
{
    for (wua::attempt_record& attempt : story.attempts)
    {
        attempt.ended_at = {};
    }
    return story;
}

inline void wait_for_end(wua::job& job)
{
    job.wait();
}

// Records a job of the engine; `run` brings it to its end.
template <class Engine, class Run = void (*)(wua::job&)>
recording recorded_job(std::shared_ptr<Engine> engine, std::vector<wua::update_pointer> updates,
                       wua::downloader_options options, Run&& run = &wait_for_end)
{
    const auto trace = std::make_shared<watching_trace>();
    recording made{
        .updates = updates, .options = options, .events = trace->events, .shown = {}, .results = {}, .stories = {}};
    wua::job job = wua::start(wua::recording_engine(std::move(engine), [&](const wua::transfer&) { return trace; }),
                              std::move(updates), {.downloader = options});
    run(job);
    for (std::size_t index = 0; index != made.updates.size(); ++index)
    {
        made.results.push_back(job.result(index));
        wua::download_story story = job.story(index);
        made.stories.push_back(without_times_of_end(std::move(story)));
    }
    made.shown = trace->shown;
    return made;
}

// Plays a recording with the simulated engine.
template <class Run = void (*)(wua::job&)>
recording played(const recording& original, Run&& run = &wait_for_end)
{
    wua::scenario script;
    script.replay = original.events;
    wua::downloader_options options = original.options;
    options.abort_limit = std::chrono::nanoseconds::max();
    return recorded_job(
        std::make_shared<wua::simulated_engine>(script), original.updates, options, std::forward<Run>(run));
}

} // namespace wua_test
