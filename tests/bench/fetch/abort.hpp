// SPDX-License-Identifier: MIT
#pragma once

// How soon an aborted download ends, in the states in which that takes longest.

#include "../row.hpp"
#include "servers/mute_server.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/job/job.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace bench
{

// The 99th percentile of the time that an abort takes. Each download is left alone until it has at least so many bytes.
inline row abort_latency(const std::string& name, const std::string& url, std::uint64_t bytes, std::size_t rounds)
{
    using namespace std::chrono_literals;
    wua::curl_options options;
    options.directory = std::filesystem::temp_directory_path() / "wua-abort";
    const auto engine = std::make_shared<wua::curl_engine>(options);
    std::vector<double> latencies;
    for (std::size_t round = 0; round != rounds; ++round)
    {
        wua::job job = wua::start(engine, {wua::make_item("An update", url)}, {.is_forced = true});
        while (job.progress().started() == 0 || job.progress().bytes_downloaded() < bytes)
        {
            std::this_thread::sleep_for(1ms);
        }
        std::this_thread::sleep_for(5ms);
        const auto asked = std::chrono::steady_clock::now();
        job.request_abort();
        job.wait();
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - asked;
        latencies.push_back(took.count());
    }
    std::error_code ignored;
    std::filesystem::remove_all(options.directory, ignored);
    std::sort(latencies.begin(), latencies.end());
    const double slow = latencies[rounds - 1 - rounds / 100];
    return {"abort_latency_" + name, slow, 100, "100 ms, p99 in ms", slow / 100, "<= 1.0"};
}

} // namespace bench
