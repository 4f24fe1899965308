// SPDX-License-Identifier: MIT
// swarm_engine where all goes well: from URLs, from peers, and from both.

#include "engine/swarm_fixture.hpp"
#include <wua/com/hresult.hpp>
#include <wua/testing/bad_peer.hpp>
#include <wua/testing/fault_server.hpp>
#include <wua/wuapi/errors.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
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
    const wua::update_pointer update = file.update("");
    const wua::content_file& fetched = update->files.front();
    const wua::swarm_file_status of_second = second.status_of(fetched);
    CHECK(of_second.bytes_of_peers == file.content.size());
    CHECK(of_second.bytes_of_origin == 0);
    CHECK(of_second.peers <= 1);
    CHECK(first.status_of(fetched).bytes_of_origin == file.content.size());
    CHECK(holds_soon([&] { return first.status_of(fetched).bytes_to_peers == file.content.size(); }));
}

TEST_CASE("what the engine fetches without the swarm came from the origin, too", "[swarm_engine]")
{
    const published_file file(five_pieces);
    nginx server;
    write_file(server.root() / "update.bin", file.content);
    temporary_folder output;
    wua::swarm_options options = local_options(output.path());
    options.uses_web_seeds = false;
    options.lonely_time = 100ms;
    wua::swarm_engine engine(options);
    std::string digits = file.made.info_hash;
    digits[digits.find_first_of("abcdef")] -= 'a' - 'A'; // which says the same
    const wua::update_pointer update =
        file.update(server.url("update.bin"), {.torrent = file.made.torrent, .source = {}, .info_hash = digits});
    watched_job job(update);
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    const wua::swarm_file_status its = engine.status_of(update->files.front());
    CHECK(its == wua::swarm_file_status{.bytes_of_origin = file.content.size()});
    CHECK(engine.status_of(file.update("")->files.front()) == its);
    CHECK(engine.status_of(wua::content_file{}) == wua::swarm_file_status());
}

TEST_CASE("URLs whose requests are not to be like any others are asked by the engine, and not by the swarm",
          "[swarm_engine]")
{
    const published_file file(five_pieces);
    wua::fault_server server;
    const wua::update_pointer update = file.update(server.serve("/update.bin", file.content));
    temporary_folder output;
    wua::swarm_options options = local_options(output.path());
    options.web_seed_delay = 0ms;
    options.lonely_time = 100ms;
    auto item = std::make_shared<wua::update_item>(*update);
    const wua::request_details details{.headers = {{"X-Key", "key"}}};
    bool has_header = true;
    SECTION("since the update says so")
    {
        item->requests = std::make_shared<const wua::request_details>(details);
    }
    SECTION("since the options say so")
    {
        options.http.requests.details = details;
    }
    SECTION("since a policy says where they may lead")
    {
        options.http.policy.allowed_hosts = {"127.0.0.1"};
        has_header = false;
    }
    wua::swarm_engine engine(options);
    watched_job job(item);
    engine.start(job.transfer());
    REQUIRE(job.wait());
    CHECK(job.result() == wua::outcome::succeeded());
    CHECK(engine.status().bytes_of_web_seeds == 0);
    for (const wua::http_request& each : server.requests())
    {
        CHECK(each.field("X-Key").has_value() == has_header);
    }
    CHECK(engine.status_of(item->files.front()).bytes_of_origin == file.content.size());
}

TEST_CASE("a file is given to others as long as its policy says, and no longer", "[swarm_engine]")
{
    const published_file file(five_pieces);
    nginx server;
    write_file(server.root() / "update.bin", file.content);
    temporary_folder output;
    std::atomic<bool> may_seed = true;
    std::atomic<int> asked = 0;
    wua::swarm_options options = local_options(output.path());
    options.seeding.time = 60s;
    options.web_seed_delay = 0ms;
    const auto fetch_with = [&](wua::swarm_engine& engine) {
        watched_job job(file.update(server.url("update.bin")));
        engine.start(job.transfer());
        REQUIRE(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
    };
    SECTION("until the program says no")
    {
        options.seeding.may_seed = [&] {
            ++asked;
            return may_seed.load();
        };
        wua::swarm_engine engine(options);
        fetch_with(engine);
        REQUIRE(holds_soon([&] { return engine.status().seeding == 1 && asked != 0; }));
        may_seed = false;
        CHECK(holds_soon([&] { return engine.status().seeding == 0; }));
        CHECK(asked < 20); // about once a second
    }
    SECTION("what the program throws is a no")
    {
        options.seeding.may_seed = [&]() -> bool {
            ++asked;
            throw 7;
        };
        wua::swarm_engine engine(options);
        fetch_with(engine);
        CHECK(holds_soon([&] { return engine.status().seeding == 0 && asked != 0; }));
    }
    SECTION("until others have had so many bytes of it")
    {
        options.seeding.max_bytes = 100'000;
        wua::swarm_engine engine(options);
        fetch_with(engine);
        REQUIRE(holds_soon([&] { return engine.status().seeding == 1 && engine.status().port != 0; }));
        temporary_folder elsewhere;
        wua::swarm_options others = local_options(elsewhere.path());
        others.peers = {"127.0.0.1:" + std::to_string(engine.status().port)};
        others.uses_web_seeds = false;
        others.stall_time = 1s;
        others.lonely_time = 1s;
        wua::swarm_engine second(others);
        fetch_with(second);
        CHECK(has_content(elsewhere / "update.bin", file.content));
        CHECK(holds_soon([&] { return engine.status().seeding == 0; }));
        const std::uint64_t given = engine.status().bytes_to_peers;
        CHECK(given > 0);
        CHECK(given <= 100'000);
    }
}

TEST_CASE("engines that require encryption talk to each other, and to no peer without it", "[swarm_engine]")
{
    const published_file file(five_pieces);
    nginx server;
    write_file(server.root() / "update.bin", file.content);
    temporary_folder first_output;
    temporary_folder second_output;
    wua::swarm_options options = local_options(first_output.path());
    options.encryption = wua::swarm_encryption::required;
    options.web_seed_delay = 0ms;
    options.seeding.time = 60s;
    wua::swarm_engine first(options);
    watched_job job(file.update(server.url("update.bin")));
    first.start(job.transfer());
    REQUIRE(job.wait());
    REQUIRE(holds_soon([&] { return first.status().seeding == 1 && first.status().port != 0; }));

    const wua::bad_peer plain(wua::peer_fault::stalls, 5);
    options.http = quick_options(second_output.path());
    options.uses_web_seeds = false;
    options.peers = {plain.address(), "127.0.0.1:" + std::to_string(first.status().port)};
    wua::swarm_engine second(options);
    watched_job again(file.update(server.url("absent.bin")));
    second.start(again.transfer());
    REQUIRE(again.wait());
    CHECK(again.result() == wua::outcome::succeeded());
    CHECK(has_content(second_output / "update.bin", file.content));
    CHECK(second.status().bytes_of_peers == file.content.size());
    CHECK(plain.handshakes() == 0);
}

TEST_CASE("a swarm engine that was moved from says so", "[swarm_engine]")
{
    temporary_folder output;
    wua::swarm_engine engine(local_options(output.path()));
    const wua::swarm_engine taken(std::move(engine));
    CHECK(taken.status() == wua::swarm_status());
    const auto code_of = [](auto&& f) {
        try
        {
            f();
        }
        catch (const wua::hresult_error& error)
        {
            return error.code();
        }
        return wua::s_ok;
    };
    CHECK(code_of([&] { engine.status(); }) == wua::wu_e_invalid_operation);
    CHECK(code_of([&] { engine.status_of({}); }) == wua::wu_e_invalid_operation);
    CHECK(code_of([&] { engine.set_bandwidth(7); }) == wua::wu_e_invalid_operation);
    CHECK(code_of([&] { engine.ask_may_fetch(); }) == wua::wu_e_invalid_operation);
}
