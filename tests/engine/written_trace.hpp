// SPDX-License-Identifier: MIT
#pragma once

// A job that is recorded as text together with everything it showed, and the job that plays the text.

#include "engine/trace_support.hpp"
#include <wua/engine/trace_json.hpp>

#include <memory>
#include <sstream>
#include <string>
#include <utility>

namespace wua_test
{

class written_recording final : public wua::transfer_recorder
{
public:
    explicit written_recording(const wua::transfer& job) : m_writer(m_out, job) {}

    void on_event(const wua::transfer_event& event, const wua::progress_values& before) noexcept override
    {
        m_writer.on_event(event, before);
        m_shown.emplace_back(event.at, before);
    }

    void on_completed(std::chrono::nanoseconds at, const wua::progress_values& last) noexcept override
    {
        m_writer.on_completed(at, last);
        m_shown.emplace_back(at, last);
    }

    // To be called after the end of the job.
    std::string text() const
    {
        return m_out->str();
    }
    const shown_numbers& shown() const
    {
        return m_shown;
    }

private:
    const std::shared_ptr<std::ostringstream> m_out = std::make_shared<std::ostringstream>();
    wua::trace_writer m_writer;
    shown_numbers m_shown;
};

struct written_replay
{
    bool is_complete;
    recording played;
};

inline written_replay replay_of(const std::string& text)
{
    const wua::written_trace trace = wua::parse_trace(text);
    const auto engine = std::make_shared<wua::simulated_engine>(trace.script);
    return {.is_complete = trace.is_complete, .played = recorded_job(engine, trace.updates, trace.options)};
}

// The recording, as text, of a job of the engine from its start to its end.
template <class Engine>
std::string written_job(std::shared_ptr<Engine> engine, std::vector<wua::update_pointer> updates,
                        const wua::downloader_options& options = {})
{
    const auto out = std::make_shared<std::ostringstream>();
    wua::job job = wua::start(
        wua::recording_engine(
            std::move(engine),
            [&](const wua::transfer& transfer) { return std::make_shared<wua::trace_writer>(out, transfer); }),
        std::move(updates), {.downloader = options});
    job.wait();
    return out->str();
}

} // namespace wua_test
