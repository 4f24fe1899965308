// SPDX-License-Identifier: MIT
// Two machines that need the same file: the first one gets it from the server, the second one from the first.

#include <wua/engine/swarm_engine.hpp>
#include <wua/engine/torrent_maker.hpp>
#include <wua/job/job.hpp>
#include <wua/model/content_swarm.hpp>
#include <wua/model/file_details.hpp>
#include <wua/testing/fault_server.hpp>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>

int main()
{
    using namespace std::chrono_literals;
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "wua-swarm";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const std::string content = wua::patterned_bytes(1'000'000).str();
    std::ofstream(folder / "game", std::ios::binary) << content;
    const wua::made_torrent published =
        wua::make_torrent(folder / "game"); // examples/publish does this for whole folders
    wua::fault_server server;               // well-behaved
    const auto digest = wua::content_digest::sha256("babb9d5e20ba5e96d3c4099d66bb50cf090298ee670fdc5a945e12e387168018");
    auto update = *wua::make_item("Game", server.serve("/game", content), content.size(), digest);
    wua::file_details details;
    details.swarm = std::make_shared<const wua::content_swarm>(
        wua::content_swarm{.torrent = published.torrent, .source = {}, .info_hash = published.info_hash});
    update.files.front().details = std::make_shared<const wua::file_details>(std::move(details));
    const auto item = std::make_shared<const wua::update_item>(std::move(update));

    wua::swarm_options options;
    options.listen = "127.0.0.1:0";
    options.http.directory = folder / "first";
    options.seeding.time = 1min; // after the job
    const auto first = std::make_shared<wua::swarm_engine>(options);
    std::printf("first machine: %s\n", wua::start(first, {item}).wait().is_success() ? "here" : "failed");
    while (first->status().seeding == 0)
    {
        std::this_thread::sleep_for(10ms);
    }
    const std::size_t asked = server.requests("/game").size();

    options.http.directory = folder / "second";
    options.uses_web_seeds = false;
    options.peers = {"127.0.0.1:" + std::to_string(first->status().port)}; // normally a tracker provides this
    const auto second = std::make_shared<wua::swarm_engine>(options);
    std::printf("second machine: %s\n", wua::start(second, {item}).wait().is_success() ? "here" : "failed");
    std::printf("it has asked the server %zu times\n", server.requests("/game").size() - asked);
    std::filesystem::remove_all(folder);
}
