// SPDX-License-Identifier: MIT
// Servers that keep their client busy for nothing: whoever else it has to do with must not notice.

#include "engine/curl_fixture.hpp"
#include "engine/dripped_content.hpp"
#include "engine/unhindered_time.hpp"
#include <wua/engine/curl_engine.hpp>
#include <wua/testing/fault_server.hpp>
#include <wua/testing/fault_server_tls.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace wua_test;

namespace
{

std::vector<wua::misbehaviour> floods()
{
    std::vector<wua::misbehaviour> found;
    for (const wua::misbehaviour& each : wua::all_misbehaviours())
    {
        if (each.is_flood)
        {
            found.push_back(each);
        }
    }
    return found;
}

// A server of floods, and one on a thread of its own that behaves well.
class flooded_world
{
public:
    flooded_world()
    {
        write_file(m_folder / "ca.pem", m_authority->certificate_pem());
    }

    wua::curl_options options(const temporary_folder& output) const
    {
        wua::curl_options chosen = quick_options(output.path());
        chosen.ca_file = m_folder / "ca.pem";
        chosen.retry.first_delay = 500ms;
        chosen.sync = wua::sync_policy::never;
        return chosen;
    }

    wua::update_pointer flood(const wua::misbehaviour& behaviour)
    {
        const std::string path = '/' + std::string(behaviour.name);
        return to_update_item(m_bad.serve(path, m_served, behaviour), m_content);
    }

    // Waits until the flood has begun, or is over.
    bool wait_for_flood(watched_job& job) const
    {
        const std::uint64_t enough = m_bad.bytes_sent() + (1U << 18U);
        return job.wait_for([&](const auto& now) { return m_bad.bytes_sent() >= enough || now.is_completed(); }, 5s);
    }

    wua::fault_server& good()
    {
        return m_good;
    }

private:
    std::shared_ptr<wua::test_authority> m_authority = std::make_shared<wua::test_authority>();
    temporary_folder m_folder;
    const std::string m_content = some_bytes(5U << 20U);
    const wua::served_content m_served{m_content};
    wua::fault_server m_bad{m_authority};
    wua::fault_server m_good;
};

// 10,000 bytes every 10 ms.
constexpr wua::misbehaviour steady{
    .name = "steady", .meaning = "A steady rate.", .expected = wua::expectation::delivers, .respond = drip<10'000, 10>};

} // namespace

TEST_CASE("an abort is prompt under every flood, whichever download is flooded", "[curl_engine]")
{
    flooded_world world;
    const auto behaviours = floods();
    REQUIRE(behaviours.size() >= 25);
    for (const wua::misbehaviour& behaviour : behaviours)
    {
        INFO(behaviour.name);
        temporary_folder output;
        wua::curl_engine engine(world.options(output));
        watched_job other(
            wua::make_item("an update", world.good().serve("/silent", "a", wua::misbehaviour_named("never_answers"))));
        engine.start(other.transfer());
        watched_job flooded(world.flood(behaviour));
        engine.start(flooded.transfer());
        CHECK(world.wait_for_flood(flooded));
        const auto latest = std::chrono::steady_clock::now() + 10s;
        const unhindered_time time;
        other.ledger().request_abort();
        CHECK(other.ledger().wait_until(latest));
        CHECK(time.passed() <= 1s);
        flooded.ledger().request_abort();
        CHECK(flooded.ledger().wait_until(latest));
        CHECK(time.passed() <= 1s);
    }
}

TEST_CASE("a flood takes next to nothing from other hosts", "[curl_engine]")
{
    flooded_world world;
    const std::string content = some_bytes(500'000);
    const std::string url = world.good().serve("/steady", content, steady);
    const auto time_beside = [&](const wua::misbehaviour* behaviour) {
        temporary_folder output;
        wua::curl_engine engine(world.options(output));
        watched_job job(to_update_item(url, content));
        engine.start(job.transfer());
        CHECK(job.wait_for([](const auto& now) { return now.bytes_downloaded() > 0; }));
        std::optional<watched_job> flooded;
        if (behaviour != nullptr)
        {
            flooded.emplace(world.flood(*behaviour));
        }
        const auto began = std::chrono::steady_clock::now();
        if (flooded)
        {
            engine.start(flooded->transfer());
        }
        CHECK(job.wait());
        CHECK(job.result() == wua::outcome::succeeded());
        return std::chrono::steady_clock::now() - began;
    };
    // Other programs on the machine take time as well, but not each time.
    constexpr int rounds = 12;
    auto alone = time_beside(nullptr);
    for (const wua::misbehaviour& behaviour : floods())
    {
        INFO(behaviour.name);
        bool is_unnoticed = false;
        for (int round = 0; round != rounds && !is_unnoticed; ++round)
        {
            alone = round == 0 ? alone : time_beside(nullptr);
            is_unnoticed = time_beside(&behaviour) <= alone * 10 / 9;
        }
        CHECK(is_unnoticed);
    }
}
