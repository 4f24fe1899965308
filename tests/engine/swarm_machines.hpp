// SPDX-License-Identifier: MIT
#pragma once

// Two machines of a swarm: one that serves a file as its options say, and one that can get it only from the first.

#include "engine/swarm_fixture.hpp"
#include <wua/testing/fault_server.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace wua_test
{

using option_change = std::function<void(wua::swarm_options&)>;

// A machine that has downloaded a file from its URL, and serves it as its options say.
class sharing_machine
{
public:
    sharing_machine(const published_file& file, const option_change& change) : m_engine(options(change))
    {
        watched_job job(file.update(m_origin.serve("/" + file.name, file.content)));
        m_engine.start(job.transfer());
        REQUIRE(job.wait());
        REQUIRE(job.result().is_success());
    }

    bool is_sharing() const
    {
        return m_engine.status().seeding == 1;
    }

    wua::swarm_status status() const
    {
        return m_engine.status();
    }

    std::string address(const std::string& host = "127.0.0.1") const
    {
        REQUIRE(holds_soon([&] { return is_sharing() && m_engine.status().port != 0; }));
        return host + ':' + std::to_string(m_engine.status().port);
    }

private:
    wua::swarm_options options(const option_change& change) const
    {
        wua::swarm_options made = local_options(m_folder.path());
        made.web_seed_delay = 0ms;
        made.seeding.time = 1h;
        change(made);
        return made;
    }

    wua::fault_server m_origin;
    temporary_folder m_folder;
    wua::swarm_engine m_engine;
};

// A machine that knows only the first one, and has no usable URL.
class taking_machine
{
public:
    taking_machine(
        const published_file& file, const std::string& peer, const option_change& change = [](auto&) {})
        : m_file(file),
          m_engine(options(peer, change)),
          m_job(m_file.update("http://127.0.0.1:1/" + file.name))
    {
        m_engine.start(m_job.transfer());
    }

    wua::outcome wait()
    {
        REQUIRE(m_job.wait(30s));
        return m_job.result();
    }

    std::uint64_t bytes_of_peers() const
    {
        return m_engine.status().bytes_of_peers;
    }

    bool is_stored() const
    {
        return has_content(m_folder / m_file.name, m_file.content);
    }

private:
    wua::swarm_options options(const std::string& peer, const option_change& change) const
    {
        wua::swarm_options made = local_options(m_folder.path());
        made.peers = {peer};
        made.uses_web_seeds = false;
        made.lonely_time = 1500ms;
        made.stall_time = 1500ms;
        made.http.retry.busy_deadline = 1ms;
        change(made);
        return made;
    }

    const published_file& m_file;
    temporary_folder m_folder;
    wua::swarm_engine m_engine;
    watched_job m_job;
};

} // namespace wua_test
