// SPDX-License-Identifier: MIT
// How soon an abort ends a download through a swarm, whatever it is doing.

#include "engine/swarm_trial.hpp"
#include "servers/mute_server.hpp"
#include <wua/testing/bad_peer.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace wua_test;

namespace
{

// What a swarm is doing when it is left.
struct swarm_state
{
    const char* name;
    std::function<void(wua::swarm_options&)> prepare;
    std::string url;
    std::string torrent_url{};

    // Whether it is reached.
    std::function<bool(const wua::swarm_status&, const wua::progress_snapshot&)> is_reached;
};

using latencies = std::vector<std::chrono::nanoseconds>;

// Several machines at a time, each so often.
latencies abort_latencies(const swarm_state& state, const published_file& file, std::size_t rounds)
{
    std::mutex mutex;
    latencies all;
    trial_lanes lanes;
    for (int machine = 0; machine != 5; ++machine)
    {
        lanes.add(state.name, [&] {
            const temporary_folder output;
            wua::swarm_options options = local_options(output.path());
            options.web_seed_delay = 0ms;
            options.lonely_time = 60s;
            options.stall_time = 60s;
            state.prepare(options);
            wua::swarm_engine engine(std::move(options));
            for (std::size_t round = 0; round != rounds; ++round)
            {
                trial_job job(state.torrent_url.empty()
                                  ? file.update(state.url)
                                  : file.update(state.url, {{}, state.torrent_url, file.made.info_hash}));
                engine.start(job.transfer());
                job.wait_for([&](const auto& now) { return state.is_reached(engine.status(), now); }, "began");
                std::this_thread::sleep_for(5ms);
                const auto asked = std::chrono::steady_clock::now();
                job.ledger().request_abort();
                demand(job.ledger().wait_until(asked + 10s), "it never ended");
                const auto took = std::chrono::steady_clock::now() - asked;
                if (job.wait() == wua::outcome::aborted())
                {
                    const std::lock_guard lock(mutex);
                    all.push_back(took);
                }
                demand(holds_soon([&] { return engine.status().downloading == 0; }), "the swarm was never left");
                std::filesystem::remove_all(output / "update.bin");
            }
        });
    }
    CHECK(lanes.wait() == std::vector<std::string>());
    std::sort(all.begin(), all.end());
    return all;
}

} // namespace

TEST_CASE("an abort ends a download through a swarm within 100 ms, whatever it is doing", "[swarm_abort]")
{
    const char* const report = std::getenv("WUA_SWARM_ABORT_REPORT"); // rows; see tests/bench/README.md
    const published_file file(48U << 20U, 1, {.piece_size = 64U << 10U});
    nginx server;
    write_file(server.root() / "update.bin", file.content);
    const giving_machine giver(file);
    mute_server unreachable(0);
    unreachable.fill();
    const mute_server mute(1024);
    const wua::bad_peer stalling(wua::peer_fault::stalls, 768);

    const auto is_in_swarm = [](const wua::swarm_status& status, const auto&) { return status.downloading == 1; };
    const auto has_bytes = [](const wua::swarm_status&, const wua::progress_snapshot& now) {
        return now.bytes_downloaded() != 0;
    };
    const auto has_peer = [](const wua::swarm_status& status, const auto&) { return status.peers != 0; };
    const auto with_peer = [](std::string address) {
        return [address = std::move(address)](wua::swarm_options& options) {
            options.peers = {address};
            options.uses_web_seeds = false;
        };
    };
    const auto is_asked = [](const wua::swarm_status&, const wua::progress_snapshot& now) {
        return now.started() != 0;
    };
    const auto alone = [](wua::swarm_options&) {};
    const std::string url = server.url("update.bin");
    const std::vector<swarm_state> states{
        {.name = "torrent", .prepare = alone, .url = url, .torrent_url = mute.url(), .is_reached = is_asked},
        {.name = "connecting", .prepare = with_peer(unreachable.address()), .url = url, .is_reached = is_in_swarm},
        {.name = "silent_url", .prepare = alone, .url = mute.url(), .is_reached = is_in_swarm},
        {.name = "silent_peer", .prepare = with_peer(stalling.address()), .url = url, .is_reached = has_peer},
        {.name = "full_speed_url", .prepare = alone, .url = url, .is_reached = has_bytes},
        {.name = "full_speed_peer", .prepare = with_peer(giver.address()), .url = url, .is_reached = has_bytes}};
    std::string rows;
    for (const swarm_state& state : states)
    {
        const std::size_t rounds = report != nullptr ? 50 : 1;
        latencies all;
        // A machine that has more to do than processors is no measure.
        for (int attempt = 0; attempt != 3 && (all.empty() || all[all.size() - 1 - all.size() / 100] > 100ms);
             ++attempt)
        {
            all = abort_latencies(state, file, rounds);
        }
        INFO(state.name);
        REQUIRE(!all.empty());
        const std::chrono::duration<double, std::milli> slow = all[all.size() - 1 - all.size() / 100];
        CHECK(slow.count() <= 100);
        CHECK(all.size() >= rounds * 4);
        rows += (rows.empty() ? "" : ",\n") + ("{\"name\":\"abort_latency_swarm_" + std::string(state.name)) +
                "\",\"ours\":" + std::to_string(slow.count()) +
                ",\"reference\":100,\"reference_name\":\"100 ms, p99 in ms\",\"ratio\":" +
                std::to_string(slow.count() / 100) + ",\"goal\":\"<= 1.0\"}";
    }
    if (report != nullptr)
    {
        std::ofstream(report) << '[' << rows << "]\n";
        WARN(rows);
    }
}
