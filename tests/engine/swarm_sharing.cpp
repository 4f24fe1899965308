// SPDX-License-Identifier: MIT
// What swarm_engine gives to whom: for how long, how much, how fast, where, and how openly.

#include "engine/swarm_machines.hpp"
#include <wua/job/job.hpp>
#include <wua/testing/bad_peer.hpp>
#include <wua/testing/swarm/loopback_service.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

using namespace wua_test;

namespace
{

// A peer that has nothing, and names another one by BEP 11.
class gossip
{
public:
    explicit gossip(std::uint16_t other) : m_other(other) {}

    std::string address() const
    {
        return "127.0.0.1:" + std::to_string(m_service.port());
    }

    bool has_told() const
    {
        return m_has_told;
    }

private:
    class session final : public wua::detail::loopback_session
    {
    public:
        explicit session(gossip& its) : m_gossip(its) {}

        bool answer(std::string& received, std::string& sent) override
        {
            using namespace std::string_literals;
            if (sent.empty() && !m_has_shaken_hands && received.size() >= 68)
            {
                m_has_shaken_hands = true;
                sent = "\x13"
                       "BitTorrent protocol\0\0\0\0\0\x10\0\0"s +
                       received.substr(28, 20) + "-XX0001-abcdefghijkl" + extended('\0', "d1:md6:ut_pexi1eee");
            }
            constexpr std::string_view word = "6:ut_pexi";
            const std::size_t found = received.find(word);
            const std::size_t number = found + word.size();
            if (!m_has_told && found != std::string::npos && received.size() > number)
            {
                m_has_told = true;
                const std::string peer{
                    127, 0, 0, 1, static_cast<char>(m_gossip.m_other >> 8U), static_cast<char>(m_gossip.m_other)};
                sent += extended(static_cast<char>(received[number] - '0'), "d5:added6:" + peer + "7:added.f1:\0e"s);
                m_gossip.m_has_told = true;
            }
            return true;
        }

    private:
        static std::string extended(char number, const std::string& text)
        {
            return std::string{0, 0, 0, static_cast<char>(text.size() + 2), 20, number} + text;
        }

        gossip& m_gossip;
        bool m_has_shaken_hands = false;
        bool m_has_told = false;
    };

    const std::uint16_t m_other;
    std::atomic<bool> m_has_told{false};
    wua::detail::loopback_service m_service{[this] { return std::make_unique<session>(*this); }};
};

// What a machine says to somebody who asks for a file without encryption.
std::string open_answer(const sharing_machine& machine, const published_file& file)
{
    using namespace std::string_literals;
    std::string hash;
    for (std::size_t i = 0; i != 40; i += 2)
    {
        hash += static_cast<char>(std::stoi(file.made.tracker_hashes.front().substr(i, 2), nullptr, 16));
    }
    std::string question = "\x13"
                           "BitTorrent protocol\0\0\0\0\0\0\0\0"s +
                           hash + "-XX0001-abcdefghijkl";
    std::string heard;
    const std::string address = machine.address();
    auto caller = wua::detail::loopback_socket::connecting(
        static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
    CHECK(holds_soon([&] {
        question.erase(0, caller.send(question).bytes);
        std::array<char, 1'000> bytes{};
        const wua::detail::socket_result got = caller.receive(bytes);
        heard.append(bytes.data(), got.bytes);
        return got.finished || heard.size() >= 68;
    }));
    return heard;
}

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

TEST_CASE("a file is seeded for as long as may_seed agrees", "[swarm_sharing]")
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

TEST_CASE("peers outside of the policy's networks are neither asked nor told of the torrent", "[swarm_sharing]")
{
    const published_file file(five_pieces);
    const wua::bad_peer stranger(wua::peer_fault::stalls, 5);
    taking_machine taker(file, stranger.address(), [](auto& of) { of.seeding.networks = {"10.0.0.0/8", "fd00::/8"}; });
    CHECK(!taker.wait().is_success());
    CHECK(stranger.handshakes() == 0);
    CHECK(stranger.requests() == 0);
}

TEST_CASE("peers outside of the policy's networks are given nothing", "[swarm_sharing]")
{
    const published_file file(five_pieces);
    const sharing_machine machine(file, [](auto& of) { of.seeding.networks = {"10.0.0.0/8"}; });
    taking_machine taker(file, machine.address());
    CHECK(!taker.wait().is_success());
    CHECK(machine.status().bytes_to_peers == 0);
}

TEST_CASE("peers that must encrypt find each other, and talk to no others", "[swarm_sharing]")
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
    SECTION("somebody who calls openly")
    {
        CHECK(open_answer(sharing_machine(file, encrypts), file) == "");
        CHECK(open_answer(sharing_machine(file, [](auto&) {}), file)
                  .starts_with("\x13"
                               "BitTorrent protocol"));
    }
}

TEST_CASE("whom a peer names is asked only if peers may name others", "[swarm_sharing]")
{
    const published_file file(five_pieces);
    const bool may_name = GENERATE(false, true);
    const wua::bad_peer named(wua::peer_fault::stalls, 5);
    const gossip peer(named.port());
    const taking_machine taker(file, peer.address(), [&](auto& of) {
        of.exchanges_peers = may_name;
        of.stall_time = 10s;
    });
    REQUIRE(holds_soon([&] { return peer.has_told(); }));
    CHECK(holds_soon([&] { return named.handshakes() != 0; }, may_name ? 10'000ms : 300ms) == may_name);
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
