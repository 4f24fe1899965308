// SPDX-License-Identifier: MIT
#pragma once

// How much servers that flood their client slow down its other downloads.

#include "../row.hpp"
#include "abort.hpp"
#include "servers/nginx.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/testing/fault_server.hpp>
#include <wua/testing/fault_server_tls.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace bench
{

class flooding_server
{
public:
    flooding_server()
    {
        wua_test::write_file(m_folder / "ca.pem", m_authority->certificate_pem());
    }

    wua::curl_options options() const
    {
        wua::curl_options chosen;
        chosen.directory = m_folder / "out";
        chosen.ca_file = m_folder / "ca.pem";
        chosen.sync = wua::sync_policy::never;
        return chosen;
    }

    wua::update_pointer flood(const wua::misbehaviour& behaviour)
    {
        return wua::make_item("A flood", m_server.serve('/' + std::string(behaviour.name), m_content, behaviour));
    }

    std::uint64_t bytes_sent() const
    {
        return m_server.bytes_sent();
    }

private:
    wua_test::temporary_folder m_folder;
    std::shared_ptr<wua::test_authority> m_authority = std::make_shared<wua::test_authority>();
    const wua::patterned_bytes m_content{std::uint64_t{5} << 20U};
    wua::fault_server m_server{m_authority};
};

// How soon an aborted download from a silent server ends while another server floods: the slowest p99 of all floods.
inline row abort_latency_flooded(std::size_t rounds)
{
    using namespace std::chrono_literals;
    flooding_server server;
    const wua_test::mute_server silent(4'096);
    double slowest = 0;
    for (const wua::misbehaviour& behaviour : wua::all_misbehaviours())
    {
        std::vector<double> latencies;
        for (std::size_t round = 0; behaviour.is_flood && round != rounds; ++round)
        {
            const auto engine = std::make_shared<wua::curl_engine>(server.options());
            wua::job job = wua::start(engine, {wua::make_item("An update", silent.url())}, {.is_forced = true});
            const std::uint64_t enough = server.bytes_sent() + 100'000;
            wua::job flooded = wua::start(engine, {server.flood(behaviour)}, {.is_forced = true});
            while (server.bytes_sent() < enough && !flooded.wait_for(1ms))
            {}
            const auto asked = std::chrono::steady_clock::now();
            job.request_abort();
            job.wait();
            const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - asked;
            latencies.push_back(took.count());
        }
        std::sort(latencies.begin(), latencies.end());
        const double slow = latencies.empty() ? 0 : latencies[latencies.size() - 1 - latencies.size() / 100];
        if (behaviour.is_flood)
        {
            std::printf("   %-28s aborted in %.1f ms\n", std::string(behaviour.name).c_str(), slow);
        }
        slowest = std::max(slowest, slow);
    }
    return {"abort_latency_flooded", slowest, 100, "100 ms, the slowest p99 of all floods in ms",
            slowest / 100,           "<= 1.0"};
}

// How fast a download is beside each flood, compared with no flood: the slowest one.
inline row speed_beside_floods(const wua_test::nginx& nginx, std::uint64_t bytes)
{
    wua_test::write_file(nginx.root() / "beside", {});
    std::filesystem::resize_file(nginx.root() / "beside", bytes);
    flooding_server server;
    const auto speed_beside = [&](const wua::misbehaviour* behaviour) {
        const auto engine = std::make_shared<wua::curl_engine>(server.options());
        const auto began = std::chrono::steady_clock::now();
        wua::job job = wua::start(engine, {wua::make_item("An update", nginx.url("beside"))}, {.is_forced = true});
        std::optional<wua::job> flooded;
        if (behaviour != nullptr)
        {
            flooded.emplace(wua::start(engine, {server.flood(*behaviour)}, {.is_forced = true}));
        }
        job.wait();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        return static_cast<double>(bytes) / took.count() / 1e6;
    };
    const double alone = std::max(speed_beside(nullptr), speed_beside(nullptr));
    double slowest = alone;
    for (const wua::misbehaviour& behaviour : wua::all_misbehaviours())
    {
        if (behaviour.is_flood)
        {
            const double speed = speed_beside(&behaviour);
            std::printf(
                "   %-28s %.1f MB/s beside it, %.1f without\n", std::string(behaviour.name).c_str(), speed, alone);
            slowest = std::min(slowest, speed);
        }
    }
    return {"speed_beside_floods", slowest, alone, "the same download without, MB/s", slowest / alone, ">= 0.9"};
}

} // namespace bench
