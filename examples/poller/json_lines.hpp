// SPDX-License-Identifier: MIT
#pragma once

// The output for programs: one JSON object per line. docs/machines.md explains the members, line.schema.json has the
// schema.

#include "swarm_numbers.hpp"
#include <wua/engine/story_json.hpp>
#include <wua/job/job.hpp>
#include <wua/model/download_story.hpp>
#include <wua/model/file_result.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/text/text.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace poller
{

// The version of the members and their meanings. New members may be added without a new version.
constexpr int json_version = 1;

inline nlohmann::ordered_json new_line(std::string_view type)
{
    nlohmann::ordered_json line;
    line["type"] = type;
    line["version"] = json_version;
    return line;
}

inline std::string text_of(const nlohmann::ordered_json& line)
{
    return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

template <class T>
nlohmann::ordered_json number_or_null(const std::optional<T>& value)
{
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
}

// Like "2026-01-31T23:59:59Z".
inline std::string utc_text(std::chrono::system_clock::time_point time)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
#if defined(_WIN32)
    ::gmtime_s(&parts, &seconds);
#else
    ::gmtime_r(&seconds, &parts);
#endif
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

// "job", the first line. `page` is a URL or empty.
inline std::string job_line(const wua::job& job, std::string_view engine, std::string_view page)
{
    nlohmann::ordered_json line = new_line("job");
    line["engine"] = engine;
    line["started"] = utc_text(std::chrono::system_clock::now());
    line["page"] = page.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(page);
    line["can_pause"] = job.controls().pause;
    line["updates"] = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i != job.updates().size(); ++i)
    {
        nlohmann::ordered_json update;
        update["index"] = i;
        update["title"] = job.updates()[i]->title;
        update["total"] = number_or_null(job.update(i).bytes_to_download);
        line["updates"].push_back(std::move(update));
    }
    return text_of(line);
}

// "swarm", for one update or all of them; only present if the engine uses swarms.
inline void add_swarm(nlohmann::ordered_json& line, const swarm_source& swarm, const wua::update_item& update)
{
    if (swarm)
    {
        line["swarm"] = json_of(swarm(update));
    }
}
inline void add_swarm(nlohmann::ordered_json& line, const swarm_source& swarm, const wua::job& job)
{
    if (swarm)
    {
        line["swarm"] = json_of(swarm_of(swarm, job));
    }
}

// An update that is in progress.
inline nlohmann::ordered_json json_of(std::size_t index, const wua::update_progress& update)
{
    nlohmann::ordered_json line;
    line["index"] = index;
    line["paused"] = update.is_paused;
    line["phase"] = fmt::format("{:h}", update.phase);
    line["percent"] = update.percent;
    line["bytes"] = update.bytes_downloaded;
    line["total"] = number_or_null(update.bytes_to_download);
    line["attempt"] = update.attempt;
    return line;
}

// "progress": the job and its updates in progress, which are read right after the job; unknown values are null.
inline std::string progress_line(const wua::progress_snapshot& snapshot, double elapsed, const wua::job& job,
                                 const std::vector<std::size_t>& active, const swarm_source& swarm)
{
    nlohmann::ordered_json line = new_line("progress");
    line["elapsed_seconds"] = elapsed;
    line["state"] = fmt::format("{}", snapshot.state());
    line["percent"] = snapshot.percent();
    line["bytes"] = snapshot.bytes_downloaded();
    line["total"] = number_or_null(snapshot.bytes_to_download());
    line["bytes_per_second"] = static_cast<std::uint64_t>(snapshot.bytes_per_second());
    const auto left = snapshot.time_left();
    line["seconds_left"] = left ? nlohmann::ordered_json(left->count()) : nlohmann::ordered_json();
    line["pause_reason"] = std::string(snapshot.pause_reason());
    line["seconds_stalled"] = snapshot.stalled_for().value_or(std::chrono::seconds(0)).count();
    line["finished"] = snapshot.finished();
    const wua::outcome_tally tally = snapshot.tally();
    line["succeeded"] = tally.succeeded();
    line["failed"] = tally.failed() + tally.with_errors();
    line["aborted"] = tally.aborted();
    line["retries"] = snapshot.retries();
    const std::size_t current = snapshot.current_update_index();
    auto& update = line["update"];
    update["index"] = current;
    update["title"] = snapshot.updates()[current]->title;
    update["paused"] = snapshot.is_current_update_paused();
    update["phase"] = fmt::format("{:h}", snapshot.current_update_phase());
    update["percent"] = snapshot.current_update_percent();
    update["bytes"] = snapshot.current_update_bytes_downloaded();
    update["total"] = number_or_null(snapshot.current_update_bytes_to_download());
    update["attempt"] = snapshot.current_update_attempt();
    line["active"] = nlohmann::ordered_json::array();
    for (const std::size_t index : active)
    {
        line["active"].push_back(json_of(index, job.update(index)));
        add_swarm(line["active"].back(), swarm, *job.updates()[index]);
    }
    add_swarm(line, swarm, job);
    return text_of(line);
}

// "attempt", one line each: the attempts since the last ones reported, with the members of docs/traces.md.
inline std::vector<std::string>
attempt_lines(std::size_t index, std::string_view title, wua::download_story story, std::uint64_t told)
{
    if (told > story.forgotten)
    {
        const std::uint64_t again = told - story.forgotten;
        story.attempts.erase(story.attempts.begin(), story.attempts.begin() + static_cast<std::ptrdiff_t>(again));
        story.forgotten = told;
    }
    const std::string text = wua::story_lines(index, title, story);
    // Skips the line that tells how many attempts were left out.
    std::size_t begin = story.forgotten == 0 ? 0 : text.find('\n') + 1;
    std::vector<std::string> lines;
    while (begin != text.size())
    {
        const std::size_t end = text.find('\n', begin);
        lines.push_back(fmt::format(R"({{"type":"attempt","version":{},{})", json_version,
                                    std::string_view(text).substr(begin + 1, end - begin - 1)));
        begin = end + 1;
    }
    return lines;
}

// {"origin","url","path","size","etag","last_modified"}, for a file that is complete.
inline nlohmann::ordered_json json_of(const wua::file_result& file)
{
    nlohmann::ordered_json line;
    line["origin"] = file.origin == wua::file_origin::downloaded ? "downloaded"
                     : file.origin == wua::file_origin::already_there
                         ? "already there"
                         : "not modified";
    line["url"] = file.url;
    line["path"] = file.path;
    line["size"] = file.size;
    line["etag"] = file.validators.etag;
    line["last_modified"] = file.validators.last_modified;
    return line;
}

inline void add_result(nlohmann::ordered_json& line, const wua::outcome& result)
{
    line["result"] = fmt::format("{:h}", result.code);
    line["hresult"] = fmt::format("0x{:08X}", static_cast<std::uint32_t>(result.hresult));
}

// The members for an update that has ended.
inline void add_ended_update(nlohmann::ordered_json& line, std::size_t index, const wua::outcome& result,
                             const wua::job& job, const swarm_source& swarm)
{
    line["title"] = job.updates()[index]->title;
    add_result(line, result);
    line["native"] = wua::to_text(result.native);
    line["detail"] = result.detail;
    line["files"] = nlohmann::ordered_json::array();
    for (const wua::file_result& file : job.files(index))
    {
        line["files"].push_back(json_of(file));
    }
    add_swarm(line, swarm, *job.updates()[index]);
}

// "update_result": an update has ended.
inline std::string update_result_line(std::size_t index, const wua::outcome& result, double elapsed,
                                      const wua::job& job, const swarm_source& swarm)
{
    const wua::update_progress update = job.update(index);
    nlohmann::ordered_json line = new_line("update_result");
    line["elapsed_seconds"] = elapsed;
    line["index"] = index;
    add_ended_update(line, index, result, job, swarm);
    line["bytes"] = update.bytes_downloaded;
    line["total"] = number_or_null(update.bytes_to_download);
    line["attempt"] = update.attempt;
    return text_of(line);
}

// "result": the job and all its updates have ended.
inline std::string result_line(const wua::progress_snapshot& last, const wua::outcome& result, double elapsed,
                               const wua::job& job, const swarm_source& swarm)
{
    nlohmann::ordered_json line = new_line("result");
    line["elapsed_seconds"] = elapsed;
    add_result(line, result);
    line["bytes"] = last.bytes_downloaded();
    line["retries"] = last.retries();
    line["updates"] = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i != last.update_count(); ++i)
    {
        nlohmann::ordered_json update;
        update["index"] = i;
        add_ended_update(update, i, last.result(i), job, swarm);
        line["updates"].push_back(std::move(update));
    }
    add_swarm(line, swarm, job);
    return text_of(line);
}

// "error": why the poller ends with this status, whatever became of the job.
inline std::string error_line(std::string_view message, int exit_status)
{
    nlohmann::ordered_json line = new_line("error");
    line["message"] = message;
    line["exit_status"] = exit_status;
    return text_of(line);
}

} // namespace poller
