// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/engine/transfer/web_seed_schedule.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>

namespace
{

using namespace std::chrono_literals;
using wua::detail::swarm_view;
using wua::detail::web_seed_schedule;

struct looking_machine
{
    explicit looking_machine(bool asks = false, std::uint32_t seed = 1) : turn(0ns, 1s, 2s, asks), random(seed) {}

    // Whether it asks after that time.
    bool after(std::chrono::nanoseconds time, const swarm_view& sight)
    {
        now += time;
        turn.look(now, sight, random);
        return turn.asks();
    }

    web_seed_schedule turn;
    std::minstd_rand random;
    std::chrono::nanoseconds now{0};
};

} // namespace

TEST_CASE("a machine looks for peers first, unless none are known", "[web_seed_schedule]")
{
    looking_machine machine;
    CHECK_FALSE(machine.after(0ns, {.orphans = 5}));
    CHECK_FALSE(machine.after(999ms, {.orphans = 5}));
    CHECK(machine.after(1ms, {.orphans = 5}));
    looking_machine unknown;
    CHECK(unknown.after(10ms, {.orphans = 5, .is_unknown = true}));
    CHECK(looking_machine(true).turn.asks());
}

TEST_CASE("a machine asks for what no peer has, and stops when they have all", "[web_seed_schedule]")
{
    looking_machine machine;
    CHECK(machine.after(1s, {.peers = 1, .orphans = 5, .bytes_of_peers = 1}));
    CHECK(machine.after(900ms, {.peers = 1, .orphans = 0, .bytes_of_peers = 2})); // what it costs to begin is not lost
    CHECK_FALSE(machine.after(100ms, {.peers = 1, .orphans = 0, .bytes_of_peers = 3}));
    CHECK_FALSE(machine.after(1900ms, {.peers = 1, .orphans = 0, .bytes_of_peers = 3}));
    CHECK(machine.after(100ms, {.peers = 1, .orphans = 0, .bytes_of_peers = 3})); // they bring nothing
}

TEST_CASE("of machines that know each other about two ask at a time", "[web_seed_schedule]")
{
    std::size_t asking = 0;
    constexpr std::uint32_t machines = 400;
    for (std::uint32_t seed = 1; seed <= machines; ++seed)
    {
        looking_machine machine(false, seed * 7919);
        asking += machine.after(3s, {.peers = 19, .orphans = 5, .bytes_of_peers = 1}) ? 1U : 0U;
    }
    CHECK(asking >= machines / 20);
    CHECK(asking <= machines / 5);
}
