// SPDX-License-Identifier: MIT
#pragma once

// The output for programs: one JSON object per line.

#include <wua/job/job.hpp>
#include <wua/model/file_result.hpp>
#include <wua/model/progress_snapshot.hpp>
#include <wua/text/text.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace poller
{

// {"state","percent","bytes","total","bytes_per_second","seconds_left","seconds_stalled","pause_reason","finished",
// "update":{...}};
// unknown values are null. "update" is the current update.
inline std::string json_line(const wua::progress_snapshot& snapshot)
{
    const auto number_or_null = [](const auto& value) { return value ? nlohmann::json(*value) : nlohmann::json(); };
    nlohmann::ordered_json line;
    line["state"] = fmt::format("{}", snapshot.state());
    line["percent"] = snapshot.percent();
    line["bytes"] = snapshot.bytes_downloaded();
    line["total"] = number_or_null(snapshot.bytes_to_download());
    line["bytes_per_second"] = static_cast<std::uint64_t>(snapshot.bytes_per_second());
    const auto left = snapshot.time_left();
    line["seconds_left"] = left ? nlohmann::json(left->count()) : nlohmann::json();
    line["pause_reason"] = std::string(snapshot.pause_reason());
    line["seconds_stalled"] = snapshot.stalled_for().value_or(std::chrono::seconds(0)).count();
    line["finished"] = snapshot.finished();
    const wua::outcome_tally tally = snapshot.tally();
    line["succeeded"] = tally.succeeded();
    line["failed"] = tally.failed() + tally.with_errors();
    line["aborted"] = tally.aborted();
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
    return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// {"origin","url","path","size","etag","last_modified"}, of a file that is complete.
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

// {"result","hresult","updates":[{"title","result","hresult","detail","files":[...]},...]}: the last line.
inline std::string json_line(const wua::progress_snapshot& last, const wua::outcome& result, const wua::job& job)
{
    const auto describe = [](nlohmann::ordered_json& line, const wua::outcome& one) {
        line["result"] = fmt::format("{:h}", one.code);
        line["hresult"] = fmt::format("0x{:08X}", static_cast<std::uint32_t>(one.hresult));
    };
    nlohmann::ordered_json line;
    describe(line, result);
    line["updates"] = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i != last.update_count(); ++i)
    {
        nlohmann::ordered_json update;
        const wua::outcome one = last.result(i);
        update["title"] = last.updates()[i]->title;
        describe(update, one);
        update["native"] = wua::to_text(one.native);
        update["detail"] = one.detail;
        update["files"] = nlohmann::ordered_json::array();
        for (const wua::file_result& file : job.files(i))
        {
            update["files"].push_back(json_of(file));
        }
        line["updates"].push_back(std::move(update));
    }
    return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace poller
