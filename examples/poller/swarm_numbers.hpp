// SPDX-License-Identifier: MIT
#pragma once

// What swarms have contributed to the updates of a job, for the outputs for other programs.

#include <wua/engine/swarm_options.hpp>
#include <wua/job/job.hpp>
#include <wua/model/update_item.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <functional>

namespace poller
{

// Returns it for one update. Empty if the engine does not use swarms.
using swarm_source = std::function<wua::swarm_file_status(const wua::update_item&)>;

// The sum over those files that have a swarm.
template <class Engine>
wua::swarm_file_status swarm_of(const Engine& engine, const wua::update_item& update)
{
    wua::swarm_file_status sum;
    for (const wua::content_file& file : update.files)
    {
        sum += engine.status_of(file);
    }
    return sum;
}

// The sum over all updates of the job.
inline wua::swarm_file_status swarm_of(const swarm_source& source, const wua::job& job)
{
    wua::swarm_file_status sum;
    for (std::size_t i = 0; i != job.updates().size(); ++i)
    {
        sum += source(*job.updates()[i]);
    }
    return sum;
}

inline nlohmann::ordered_json json_of(const wua::swarm_file_status& status)
{
    nlohmann::ordered_json line;
    line["peers"] = status.peers;
    line["bytes_from_peers"] = status.bytes_of_peers;
    line["bytes_from_origin"] = status.bytes_of_origin;
    line["bytes_to_peers"] = status.bytes_to_peers;
    return line;
}

} // namespace poller
