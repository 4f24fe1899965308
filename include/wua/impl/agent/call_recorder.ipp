// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/call_recorder.hpp>.

#include <wua/agent/call_recorder.hpp>
#include <wua/agent/recording/recorded_call.hpp>
#include <wua/agent/recording/recording.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace wua
{

WUA_COLD recorder_options recorder_options_of_environment()
{
    recorder_options options;
#if defined(_WIN32)
    const wchar_t* const log = _wgetenv(L"WUA_SCENARIO_LOG");
#else
    const char* const log =
        std::getenv("WUA_SCENARIO_LOG"); // NOLINT(concurrency-mt-unsafe): set at the start, if at all
#endif
    const char* const reports = std::getenv("WUA_SCENARIO_REPORT"); // NOLINT(concurrency-mt-unsafe): likewise
    if (log != nullptr)
    {
        options.log = log;
    }
    options.reports = reports != nullptr && *reports != '\0' && std::string_view(reports) != "0";
    return options;
}

WUA_COLD call_recorder::call_recorder(const recorder_options& options)
    : m_recording(std::make_shared<detail::recording>(options.log)),
      m_reports(options.reports)
{}

WUA_COLD call_recorder::~call_recorder()
{
    try
    {
        end();
    }
    catch (...)
    {
        return; // when memory runs out, there are no findings
    }
}

WUA_COLD com_ptr<IUnknown> call_recorder::shown(com_ptr<IUnknown> object)
{
    com_ptr<IUnknown> seen;
    seen.attach(m_recording->shown(object.detach()));
    m_recording->write_life("created", m_recording->label_of(seen.get()));
    return seen;
}

WUA_COLD std::vector<client_finding> call_recorder::end()
{
    const bool is_first = m_recording->end();
    const std::vector<client_finding>& all = m_recording->findings();
    if (is_first && m_reports)
    {
        std::string text = all.empty() ? "wua: the client kept the rules\n" : "wua: against the rules\n";
        for (const client_finding& one : all)
        {
            text += "  " + one.name + (one.object.empty() ? "" : " " + one.object) + ": " + one.text + "\n";
        }
        std::fputs(text.c_str(), stderr);
        std::fflush(stderr);
    }
    return all;
}

WUA_COLD update_agent recorded(update_agent agent, std::shared_ptr<call_recorder> recorder)
{
    if (recorder != nullptr)
    {
        agent.shown = [recorder = std::move(recorder)](com_ptr<IUnknown> made) {
            return recorder->shown(std::move(made));
        };
    }
    return agent;
}

WUA_COLD update_agent recorded_as_asked(update_agent agent)
{
    const recorder_options options = recorder_options_of_environment();
    const bool is_asked = !options.log.empty() || options.reports;
    return recorded(std::move(agent), is_asked ? std::make_shared<call_recorder>(options) : nullptr);
}

} // namespace wua
