// SPDX-License-Identifier: MIT
// What swarm_engine gives to whom: for how long, how much, how fast, where, and how openly.

#include "engine/swarm_trial.hpp"
#include <wua/job/job.hpp>
#include <wua/testing/bad_peer.hpp>
#include <wua/testing/fault_server.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

using namespace wua_test;

namespace
{

using option_change = std::function<void(wua::swarm_options&)>;

// A machine that has got a file from its URL, and gives it as its options say.
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

// One that knows nobody but that one, and has no URL that is of use.
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

} // namespace

TEST_CASE("nothing is given when the job is over, unless the policy says so", "[swarm_sharing]")
{
    const published_file file(five_pieces);
    const sharing_machine machine(file, [](auto& of) { of.seeding = {}; });
    CHECK(holds_soon([&] { return !machine.is_sharing(); }));
    CHECK(machine.status().bytes_to_peers == 0);
}

TEST_CASE("a file is given for as long as the policy says", "[swarm_sharing]")
{
    const published_file file(five_pieces);
    const sharing_machine machine(file, [](auto& of) { of.seeding.time = 1s; });
    const auto over = std::chrono::steady_clock::now();
    CHECK(holds_soon([&] { return machine.is_sharing(); }));
    CHECK(holds_soon([&] { return !machine.is_sharing(); }));
    CHECK(std::chrono::steady_clock::now() - over > 900ms);
}

TEST_CASE("times that are longer than any clock counts mean forever", "[swarm_sharing]")
{
    const published_file file(five_pieces);
    const option_change for_ever = [](auto& of) {
        of.seeding.time = std::chrono::seconds::max();
        of.stall_time = std::chrono::milliseconds::max();
        of.lonely_time = std::chrono::milliseconds::max();
        of.web_seed_delay = std::chrono::milliseconds::max(); // the peer alone, then
    };
    const sharing_machine machine(file, [&](auto& of) {
        for_ever(of);
        of.web_seed_delay = 0ms;
    });
    taking_machine taker(file, machine.address(), for_ever);
    CHECK(taker.wait().is_success());
    CHECK(taker.bytes_of_peers() == file.content.size());
    CHECK(machine.is_sharing());
}

TEST_CASE("a file is given for as long as whoever is asked agrees", "[swarm_sharing]")
{
    const published_file file(five_pieces);
    const auto agrees = std::make_shared<std::atomic<bool>>(true);
    const sharing_machine machine(file, [&](auto& of) { of.seeding.may_seed = [agrees] { return agrees->load(); }; });
    CHECK(holds_soon([&] { return machine.is_sharing(); }));
    *agrees = false;
    CHECK(holds_soon([&] { return !machine.is_sharing(); }, 3s));
}

TEST_CASE("no more of a file is given than the policy says", "[swarm_sharing]")
{
    const published_file file(8'000'000);
    const sharing_machine machine(file, [](auto& of) {
        of.seeding.max_bytes = 1'000'000;
        of.seeding.rate = 4'000'000;
    });
    taking_machine taker(file, machine.address());
    taker.wait();
    CHECK(machine.status().bytes_to_peers > 0);
    CHECK(machine.status().bytes_to_peers <= 1'000'000);
    CHECK(!machine.is_sharing());
}

TEST_CASE("files are given at the rate that the policy says", "[swarm_sharing]")
{
    const published_file file(1'500'000);
    const sharing_machine machine(file, [](auto& of) { of.seeding.rate = 500'000; });
    const std::string address = machine.address();
    const auto began = std::chrono::steady_clock::now();
    taking_machine taker(file, address);
    CHECK(taker.wait().is_success());
    CHECK(taker.is_stored());
    CHECK(std::chrono::steady_clock::now() - began > 2s);
}

TEST_CASE("who is not of the policy's networks is neither asked nor told of the torrent", "[swarm_sharing]")
{
    const published_file file(five_pieces);
    const wua::bad_peer stranger(wua::peer_fault::stalls, 5);
    taking_machine taker(file, stranger.address(), [](auto& of) { of.seeding.networks = {"10.0.0.0/8", "fd00::/8"}; });
    CHECK(!taker.wait().is_success());
    CHECK(stranger.handshakes() == 0);
    CHECK(stranger.requests() == 0);
}

TEST_CASE("who is not of the policy's networks is given nothing", "[swarm_sharing]")
{
    const published_file file(five_pieces);
    const sharing_machine machine(file, [](auto& of) { of.seeding.networks = {"10.0.0.0/8"}; });
    taking_machine taker(file, machine.address());
    CHECK(!taker.wait().is_success());
    CHECK(machine.status().bytes_to_peers == 0);
}

TEST_CASE("peers that must encrypt find each other, and talk to nobody else", "[swarm_sharing]")
{
    const published_file file(five_pieces);
    const option_change encrypts = [](auto& of) { of.encryption = wua::swarm_encryption::required; };
    SECTION("each other")
    {
        const sharing_machine machine(file, encrypts);
        taking_machine taker(file, machine.address(), encrypts);
        CHECK(taker.wait().is_success());
        CHECK(taker.bytes_of_peers() == file.content.size());
    }
    SECTION("somebody who speaks openly")
    {
        const wua::bad_peer open(wua::peer_fault::stalls, 5);
        taking_machine taker(file, open.address(), encrypts);
        CHECK(!taker.wait().is_success());
        CHECK(open.handshakes() == 0);
    }
}

TEST_CASE("peers find each other by IPv6", "[swarm_sharing]")
{
    const published_file file(five_pieces);
    const option_change by_ipv6 = [](auto& of) { of.listen = "[::1]:0"; };
    const sharing_machine machine(file, [&](auto& of) {
        by_ipv6(of);
        of.seeding.networks = {"::1/128"};
    });
    taking_machine taker(file, machine.address("[::1]"), by_ipv6);
    CHECK(taker.wait().is_success());
    CHECK(taker.is_stored());
    CHECK(taker.bytes_of_peers() == file.content.size());
}

TEST_CASE("a swarm and URLs share the limits of the engine and of the job", "[swarm_sharing]")
{
    const published_file file(1'000'000);
    const sharing_machine machine(file, [](auto&) {});
    nginx server;
    const std::string plain = some_bytes(1'000'000, 2);
    write_file(server.root() / "plain.bin", plain);
    temporary_folder folder;
    wua::swarm_options options = local_options(folder.path());
    options.peers = {machine.address()};
    options.uses_web_seeds = false;
    options.http.parallel.job = 2;
    (GENERATE(true, false) ? options.http.engine_bandwidth : options.http.job_bandwidth) = 600'000;
    const auto began = std::chrono::steady_clock::now();
    wua::job job =
        wua::start(wua::swarm_engine(options),
                   {file.update("http://127.0.0.1:1/update.bin"), to_update_item(server.url("plain.bin"), plain)});
    const wua::outcome result = job.wait();
    CHECK(result == wua::outcome::succeeded());
    CHECK(std::chrono::steady_clock::now() - began > 2'600ms);
    CHECK(has_content(folder / "update.bin", file.content));
}
