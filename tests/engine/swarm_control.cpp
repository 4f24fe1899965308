// SPDX-License-Identifier: MIT
// swarm_engine under way: aborts, pauses, limits, restarts, and several engines that find each other.

#include "engine/swarm_fixture.hpp"
#include <wua/testing/bad_peer.hpp>
#include <wua/testing/http_conformance.hpp>
#include <wua/testing/loopback_tracker.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

using namespace wua_test;

namespace
{

struct slow_swarm
{
    explicit slow_swarm(std::uint64_t bandwidth) : file(3'000'000)
    {
        write_file(server.root() / "update.bin", file.content);
        options = local_options(output.path());
        options.http.engine_bandwidth = bandwidth;
        options.http.journal_every = 10ms;
    }

    wua::update_pointer update() const
    {
        return file.update(server.url("update.bin"));
    }

    nginx server;
    published_file file;
    temporary_folder output;
    wua::swarm_options options;
};

} // namespace

TEST_CASE("a swarm is left at once when its job is aborted", "[swarm_control]")
{
    const published_file file(five_pieces);
    const wua::bad_peer peer(wua::peer_fault::stalls, 5);
    temporary_folder output;
    wua::swarm_options options = local_options(output.path());
    options.peers = {peer.address()};
    options.stall_time = 60s;
    options.lonely_time = 60s;
    wua::swarm_engine engine(options);
    watched_job job(file.update("http://127.0.0.1:1/update.bin"));
    engine.start(job.transfer());
    REQUIRE(holds_soon([&] { return peer.requests() != 0; }));
    const auto began = std::chrono::steady_clock::now();
    job.ledger().request_abort();
    REQUIRE(job.wait());
    CHECK(std::chrono::steady_clock::now() - began < 1s); // 100 ms where nothing else runs
    CHECK(job.result() == wua::outcome::aborted());
    CHECK(holds_soon([&] { return engine.status().downloading == 0; }));
}

TEST_CASE("what a swarm has brought is continued after an abort, by a swarm or without", "[swarm_control]")
{
    slow_swarm slow(1'500'000);
    {
        wua::swarm_engine engine(slow.options);
        watched_job job(slow.update());
        engine.start(job.transfer());
        REQUIRE(job.wait_for([](const auto& now) { return now.bytes_downloaded() > 500'000; }));
        job.ledger().request_abort();
        REQUIRE(job.wait());
    }
    slow.options.http.engine_bandwidth = 0;
    const bool has_swarm = GENERATE(true, false);
    watched_job job(has_swarm ? slow.update() : to_update_item(slow.server.url("update.bin"), slow.file.content));
    std::uint64_t first = 0;
    const auto look = [&](const auto& now) {
        first = first == 0 ? now.bytes_downloaded() : first;
        return now.is_completed();
    };
    if (has_swarm)
    {
        wua::swarm_engine engine(slow.options);
        engine.start(job.transfer());
        CHECK(job.wait_for(look));
    }
    else
    {
        wua::curl_engine engine(slow.options.http);
        engine.start(job.transfer());
        CHECK(job.wait_for(look));
    }
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(first >= 400'000);
    CHECK(has_content(slow.output / "update.bin", slow.file.content));
}

TEST_CASE("a swarm obeys pauses and limits", "[swarm_control]")
{
    slow_swarm slow(1'000'000);
    wua::swarm_engine engine(slow.options);
    watched_job job(slow.update());
    const auto began = std::chrono::steady_clock::now();
    engine.start(job.transfer());
    REQUIRE(job.wait_for([](const auto& now) { return now.bytes_downloaded() > 200'000; }));
    job.ledger().want_pause(true);
    REQUIRE(job.wait_for([](const auto& now) { return now.is_current_update_paused(); }));
    const std::uint64_t there = job.look().bytes_downloaded();
    CHECK(holds_soon([&] { return engine.status().downloading == 0; }));
    CHECK(job.look().bytes_downloaded() == there);
    CHECK(there < 2'500'000);
    CHECK(std::chrono::steady_clock::now() - began > 100ms);
    engine.set_bandwidth(0);
    job.ledger().want_pause(false);
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(slow.output / "update.bin", slow.file.content));
}

TEST_CASE("engines that share a tracker find each other, and spare the origin", "[swarm_control]")
{
    wua::loopback_tracker tracker;
    wua::torrent_options with;
    with.trackers = {tracker.url()};
    const published_file file(4'000'000, 1, with);
    nginx server;
    write_file(server.root() / "update.bin", file.content);
    constexpr std::size_t count = 3;
    std::vector<std::unique_ptr<temporary_folder>> folders;
    std::vector<std::unique_ptr<wua::swarm_engine>> engines;
    std::vector<std::unique_ptr<watched_job>> jobs;
    for (std::size_t i = 0; i != count; ++i)
    {
        folders.push_back(std::make_unique<temporary_folder>());
        wua::swarm_options options = local_options(folders.back()->path());
        options.seeding.time = 60s;
        options.stall_time = 5s;
        options.http.engine_bandwidth = 4'000'000; // so that they are at it together
        engines.push_back(std::make_unique<wua::swarm_engine>(options));
        jobs.push_back(std::make_unique<watched_job>(file.update(server.url("update.bin"))));
        engines.back()->start(jobs.back()->transfer());
    }
    std::uint64_t of_peers = 0;
    for (std::size_t i = 0; i != count; ++i)
    {
        REQUIRE(jobs[i]->wait());
        CHECK(jobs[i]->result() == wua::outcome::succeeded());
        CHECK(has_content(*folders[i] / "update.bin", file.content));
        of_peers += engines[i]->status().bytes_of_peers;
    }
    CHECK(of_peers > 0);
    CHECK(tracker.peers() == 2 * count); // with the hashes of both versions
}

TEST_CASE("the swarm engine conforms, with swarms and without", "[swarm_control]")
{
    temporary_folder output;
    temporary_folder sources;
    write_file(sources / "content", wua::patterned_bytes(wua::http_updates::size).str());
    wua::http_updates updates;
    wua::conformance_options options;
    options.many = 20;
    options = updates.applied_to(std::move(options));
    options.make_update = [&, count = std::size_t(0)](std::size_t) mutable {
        wua::update_item item = *updates.make();
        if (++count % 2 == 0)
        {
            const std::string name = item.files[0].urls[0].substr(item.files[0].urls[0].rfind('/') + 1);
            std::filesystem::create_hard_link(sources / "content", sources / name);
            const wua::made_torrent made = wua::make_torrent(sources / name);
            wua::file_details details;
            details.swarm =
                std::make_shared<const wua::content_swarm>(wua::content_swarm{made.torrent, {}, made.info_hash});
            item.files[0].details = std::make_shared<const wua::file_details>(std::move(details));
        }
        return std::make_shared<const wua::update_item>(std::move(item));
    };
    CHECK(wua::engine_violations(
              [&] {
                  wua::swarm_options chosen = local_options(output.path());
                  chosen.http.sync = wua::sync_policy::never;
                  return wua::swarm_engine(std::move(chosen));
              },
              options) == std::vector<std::string>());
}
