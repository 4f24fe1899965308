// SPDX-License-Identifier: MIT
// swarm_engine where all goes well: from URLs, from peers, and from both.

#include "engine/swarm_fixture.hpp"

#include <string>
#include <vector>

using namespace wua_test;

TEST_CASE("a file with a swarm of nobody else comes from its URL, by the swarm", "[swarm_engine]")
{
    const published_file file(700'000);
    nginx server;
    write_file(server.root() / "update.bin", file.content);
    temporary_folder output;
    wua::swarm_engine engine(local_options(output.path()));
    watched_job job(file.update(server.url("update.bin")));
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(has_content(output / "update.bin", file.content));
    CHECK(names_in(output.path()) == std::vector<std::string>{"update.bin"});
    CHECK(engine.status().bytes_of_web_seeds == file.content.size());
}

TEST_CASE("a second engine takes the file from the first, and nothing from the origin", "[swarm_engine]")
{
    const published_file file(3'000'000);
    nginx server;
    write_file(server.root() / "update.bin", file.content);
    temporary_folder first_output;
    temporary_folder second_output;
    wua::swarm_options options = local_options(first_output.path());
    options.seeding.time = 60s;
    wua::swarm_engine first(options);
    watched_job job(file.update(server.url("update.bin")));
    first.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    REQUIRE(holds_soon([&] { return first.status().seeding == 1 && first.status().port != 0; }));

    wua::swarm_options others = local_options(second_output.path());
    others.uses_web_seeds = false;
    others.lonely_time = 10s;
    others.stall_time = 10s;
    others.peers = {"127.0.0.1:" + std::to_string(first.status().port)};
    wua::swarm_engine second(others);
    watched_job again(file.update(server.url("absent.bin")));
    second.start(again.transfer());
    REQUIRE(again.wait());
    CHECK(again.result() == wua::outcome::succeeded());
    CHECK(has_content(second_output / "update.bin", file.content));
    CHECK(holds_soon([&] { return second.status().bytes_of_peers == file.content.size(); }));
    CHECK(second.status().bytes_of_web_seeds == 0);
}
