// SPDX-License-Identifier: MIT
#pragma once

// The job in Prometheus' text exposition format, version 0.0.4. docs/machines.md lists the metrics.

#include "swarm_numbers.hpp"
#include <wua/job/job.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/text/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace poller
{

// What the snapshot does not contain.
struct metrics_context
{
    // A label of every sample, which distinguishes the files of several pollers on one machine.
    std::string poller;

    std::string engine;
    swarm_source swarm{};
    std::chrono::system_clock::time_point started;
    std::optional<std::chrono::system_clock::time_point> ended;
};

class metrics_text
{
public:
    explicit metrics_text(std::string_view poller) : m_poller(label("poller", poller)) {}

    // Begins a metric; all its samples must follow. `type` is "gauge" or "counter".
    void begin(std::string_view name, std::string_view type, std::string_view help)
    {
        m_name = name;
        fmt::format_to(std::back_inserter(m_text), "# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
    }

    // `labels` are made by label(), and separated by commas.
    template <class Number>
    void sample(Number value, std::string_view labels = "")
    {
        fmt::format_to(std::back_inserter(m_text), "{}{{{}{}{}}} {}\n", m_name, m_poller, labels.empty() ? "" : ",",
                       labels, value);
    }

    template <class Number>
    void add(std::string_view name, std::string_view type, std::string_view help, Number value)
    {
        begin(name, type, help);
        sample(value);
    }

    // Makes the value printable, and escapes the format's special characters.
    static std::string label(std::string_view name, std::string_view value)
    {
        std::string text(name);
        text += "=\"";
        for (const char letter : wua::printable(value))
        {
            text += letter == '\\' ? "\\\\" : letter == '"' ? "\\\"" : std::string(1, letter);
        }
        return text + '"';
    }

    std::string take() &&
    {
        return std::move(m_text);
    }

private:
    std::string m_poller;
    std::string m_name;
    std::string m_text;
};

inline double seconds_since_epoch(std::chrono::system_clock::time_point time)
{
    return static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count()) /
           1000;
}

// Larger jobs have no metrics of single updates, since each would be a time series of its own.
constexpr std::size_t max_updates_with_metrics = 100;

inline std::vector<std::string> update_labels(const wua::job& job)
{
    std::vector<std::string> labels;
    for (std::size_t i = 0; i != job.updates().size(); ++i)
    {
        labels.push_back(metrics_text::label("update", std::to_string(i)) + ',' +
                         metrics_text::label("title", job.updates()[i]->title));
    }
    return labels;
}

inline void add_update_metrics(metrics_text& text, const wua::job& job)
{
    const std::vector<std::string> labels = update_labels(job);
    std::vector<wua::update_progress> updates;
    for (std::size_t i = 0; i != job.updates().size(); ++i)
    {
        updates.push_back(job.update(i));
    }
    text.begin("wua_update_downloaded_bytes", "gauge", "Downloaded bytes of the update; may fall after a retry.");
    for (std::size_t i = 0; i != updates.size(); ++i)
    {
        text.sample(updates[i].bytes_downloaded, labels[i]);
    }
    text.begin("wua_update_size_bytes", "gauge", "Size of the update, if known.");
    for (std::size_t i = 0; i != updates.size(); ++i)
    {
        if (updates[i].bytes_to_download)
        {
            text.sample(*updates[i].bytes_to_download, labels[i]);
        }
    }
    text.begin("wua_update_attempts_total", "counter", "Attempts to fetch the update.");
    for (std::size_t i = 0; i != updates.size(); ++i)
    {
        text.sample(updates[i].attempt, labels[i]);
    }
    text.begin("wua_update_state", "gauge", "1 for the update's current state.");
    for (std::size_t i = 0; i != updates.size(); ++i)
    {
        text.sample(1, labels[i] + ',' + metrics_text::label("state", fmt::format("{:h}", updates[i].result.code)));
    }
}

// What swarms have contributed; without labels, for the whole job.
inline void add_swarm_metrics(metrics_text& text, const std::string& what, const std::vector<std::string>& labels,
                              const std::vector<wua::swarm_file_status>& swarms)
{
    const auto add = [&](const char* name, const char* type, const char* help, auto&& sample) {
        text.begin(what + name, type, help);
        for (std::size_t i = 0; i != labels.size(); ++i)
        {
            sample(labels[i], swarms[i]);
        }
    };
    add("_swarm_peers", "gauge", "Connected peers.",
        [&](const std::string& label, const auto& swarm) { text.sample(swarm.peers, label); });
    add("_swarm_received_bytes_total", "counter", "Bytes received, from peers and from URLs.",
        [&](const std::string& label, const auto& swarm) {
            const std::string before = label.empty() ? label : label + ',';
            text.sample(swarm.bytes_of_peers, before + metrics_text::label("source", "peers"));
            text.sample(swarm.bytes_of_origin, before + metrics_text::label("source", "origin"));
        });
    add("_swarm_sent_bytes_total", "counter", "Bytes sent to peers.",
        [&](const std::string& label, const auto& swarm) { text.sample(swarm.bytes_to_peers, label); });
}

inline void add_swarm_metrics(metrics_text& text, const wua::job& job, const swarm_source& source)
{
    add_swarm_metrics(text, "wua_job", {""}, {swarm_of(source, job)});
    if (job.updates().size() > max_updates_with_metrics)
    {
        return;
    }
    std::vector<wua::swarm_file_status> swarms;
    for (std::size_t i = 0; i != job.updates().size(); ++i)
    {
        swarms.push_back(source(*job.updates()[i]));
    }
    add_swarm_metrics(text, "wua_update", update_labels(job), swarms);
}

// The content for node_exporter's textfile collector at that instant.
inline std::string metrics_of(const wua::job& job, const wua::progress_snapshot& now, const metrics_context& context)
{
    metrics_text text(context.poller);
    text.begin("wua_job_info", "gauge", "1; a label names the engine.");
    text.sample(1, metrics_text::label("engine", context.engine));
    text.add("wua_job_start_time_seconds", "gauge", "When the job began, since the epoch.",
             seconds_since_epoch(context.started));
    if (context.ended)
    {
        text.add("wua_job_end_time_seconds", "gauge", "When the job ended, since the epoch; absent before that.",
                 seconds_since_epoch(*context.ended));
        text.add("wua_job_succeeded", "gauge", "1 if every update of the ended job succeeded, else 0.",
                 job.result().is_success() ? 1 : 0);
    }
    text.begin("wua_job_state", "gauge", "1 for the job's current state, 0 for the others.");
    for (const wua::job_state state :
         {wua::job_state::running, wua::job_state::paused, wua::job_state::aborting, wua::job_state::completed})
    {
        text.sample(now.state() == state ? 1 : 0, metrics_text::label("state", wua::to_text(state)));
    }
    text.add("wua_job_downloaded_bytes_total", "counter", "Downloaded bytes; retried ones count once.",
             now.bytes_downloaded());
    if (now.bytes_to_download())
    {
        text.add("wua_job_size_bytes", "gauge", "Size of all updates; absent while one is unknown.",
                 *now.bytes_to_download());
    }
    text.add("wua_job_progress_ratio", "gauge", "From 0 to 1; 1 when the job has ended.", now.percent() / 100.0);
    text.add("wua_job_speed_bytes_per_second", "gauge", "Smoothed over some seconds.",
             static_cast<std::uint64_t>(now.bytes_per_second()));
    if (const auto left = now.time_left())
    {
        text.add("wua_job_time_left_seconds", "gauge", "Estimated from the speed so far; absent while unknown.",
                 left->count());
    }
    text.add("wua_job_stalled_seconds", "gauge", "How long no bytes have come although they should.",
             now.stalled_for().value_or(std::chrono::seconds(0)).count());
    text.add("wua_job_retries_total", "counter", "Attempts beyond the first of each update.", now.retries());
    const wua::outcome_tally tally = now.tally();
    text.begin("wua_job_updates", "gauge", "Updates by state.");
    const std::size_t started = std::max(now.started(), now.finished()); // some updates end without being started
    for (const auto& [state, count] :
         {std::pair<const char*, std::size_t>("not started", now.update_count() - started),
          {"in progress", started - now.finished()},
          {"succeeded", tally.succeeded()},
          {"succeeded with errors", tally.with_errors()},
          {"failed", tally.failed()},
          {"aborted", tally.aborted()}})
    {
        text.sample(count, metrics_text::label("state", state));
    }
    if (now.update_count() <= max_updates_with_metrics)
    {
        add_update_metrics(text, job);
    }
    if (context.swarm)
    {
        add_swarm_metrics(text, job, context.swarm);
    }
    return std::move(text).take();
}

} // namespace poller
