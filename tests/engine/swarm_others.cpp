// SPDX-License-Identifier: MIT
// swarm_engine among others: a client that knows nothing of it, and a tracker that is not ours.

#include "engine/swarm_fixture.hpp"
#include "servers/swarm_clients.hpp"
#include <wua/testing/loopback_tracker.hpp>

#include <cstdint>
#include <filesystem>
#include <string>

using namespace wua_test;

namespace
{

// A torrent without a URL.
wua::swarm_options options_among_peers(const std::filesystem::path& directory)
{
    wua::swarm_options options = local_options(directory);
    options.uses_web_seeds = false;
    options.lonely_time = 20s;
    options.stall_time = 20s;
    return options;
}

// rTorrent takes none without a tracker.
struct published_torrent : published_file
{
    published_torrent() : published_file(1'000'000, 1, {.trackers = {wua::loopback_tracker().url()}})
    {
        write_file(torrent, made.torrent);
    }

    const std::filesystem::path torrent = folder / "update.torrent";
};

} // namespace

TEST_CASE("rTorrent, of version 1, gives a file to a swarm_engine", "[swarm_others]")
{
    if (!has_program("rtorrent"))
    {
        skip("there is no rtorrent");
        return;
    }
    const published_torrent file;
    const rtorrent other(file.folder.path(), file.torrent);
    temporary_folder output;
    wua::swarm_options options = options_among_peers(output.path());
    options.peers = {other.address()};
    wua::swarm_engine engine(options);
    watched_job job(file.update("http://127.0.0.1:1/update.bin"));
    engine.start(job.transfer());
    REQUIRE(job.wait(30s));
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "update.bin", file.content));
    CHECK(engine.status().bytes_of_peers >= file.content.size());
}

TEST_CASE("rTorrent, of version 1, takes a file from a swarm_engine", "[swarm_others]")
{
    if (!has_program("rtorrent"))
    {
        skip("there is no rtorrent");
        return;
    }
    const published_torrent file;
    nginx server;
    write_file(server.root() / "update.bin", file.content);
    temporary_folder theirs;
    const rtorrent other(theirs.path(), file.torrent);
    temporary_folder output;
    wua::swarm_options options = local_options(output.path());
    options.web_seed_delay = 0ms;
    options.seeding.time = 60s;
    options.peers = {other.address()};
    wua::swarm_engine engine(options);
    watched_job job(file.update(server.url("update.bin")));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(holds_soon([&] { return has_content(theirs / "update.bin", file.content); }, 30s));
    CHECK(holds_soon([&] { return engine.status().bytes_to_peers >= file.content.size(); }));
}

TEST_CASE("engines find each other by opentracker", "[swarm_others]")
{
    if (!has_program("opentracker"))
    {
        skip("there is no opentracker");
        return;
    }
    const std::uint16_t port = server_process::free_port();
    wua::torrent_options with;
    with.trackers = {opentracker::url_at(port)};
    const published_file file(1'000'000, 1, with);
    const opentracker tracker(file.made.tracker_hashes, port);
    nginx server;
    write_file(server.root() / "update.bin", file.content);
    temporary_folder first_output;
    wua::swarm_options options = local_options(first_output.path());
    options.seeding.time = 60s;
    options.stall_time = 10s; // for it looks for peers first: this tracker tells it of itself
    wua::swarm_engine first(options);
    watched_job job(file.update(server.url("update.bin")));
    first.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(first.status().problem.empty());

    temporary_folder output;
    wua::swarm_engine second(options_among_peers(output.path()));
    watched_job again(file.update("http://127.0.0.1:1/update.bin"));
    second.start(again.transfer());
    REQUIRE(again.wait(30s));
    CHECK(again.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "update.bin", file.content));
    CHECK(second.status().bytes_of_peers >= file.content.size());
}
