// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/loop_share.hpp>

#include <chrono>

using namespace std::chrono_literals;
using wua::detail::loop_share;

TEST_CASE("a connection that brings bytes for its time is never in debt", "[loop_share]")
{
    loop_share share;
    for (int i = 1; i != 1'000; ++i)
    {
        share.spend({1ms, true}, 100'000, false, i * 1ms);
    }
    CHECK(share.rest() == 0ns);
    CHECK_FALSE(share.is_flood());
}

TEST_CASE("a connection that takes time for few bytes rests, so that it takes a tenth", "[loop_share]")
{
    loop_share share;
    std::chrono::nanoseconds now = 1s;
    std::chrono::nanoseconds busy{0};
    const std::chrono::nanoseconds began = now;
    while (now - began < 10s)
    {
        share.spend({5ms, true}, 10'000, false, now += 5ms);
        busy += 5ms;
        now += share.rest();
        CHECK_FALSE(share.is_flood());
    }
    CHECK(busy <= (now - began) / 9);
}

TEST_CASE("a connection that takes time for nothing is a flood, unless it takes little", "[loop_share]")
{
    loop_share share;
    int turns = 0;
    while (!share.is_flood())
    {
        share.spend({5ms, true}, 0, false, ++turns * 5ms);
    }
    CHECK(turns == 11);
    share.forgive();
    CHECK_FALSE(share.is_flood());
    for (int i = 1; i != 1'000; ++i)
    {
        share.spend({1ms, true}, 0, false, i * 200ms);
    }
    CHECK_FALSE(share.is_flood());
}

TEST_CASE("a connection that delays no other download may take more time for its bytes", "[loop_share]")
{
    loop_share share;
    share.spend({7ms, true}, 7'000, true, 7ms);
    share.spend({7ms, true}, 7'000, true, 14ms);
    CHECK(share.rest() == 0ns);
    share.spend({7ms, true}, 7'000, false, 21ms);
    share.spend({7ms, true}, 7'000, false, 28ms);
    CHECK(share.rest() > 0ns);
}

TEST_CASE("a long absence of the processor is not taken for a flood", "[loop_share]")
{
    loop_share share;
    for (int i = 1; i != 100; ++i)
    {
        // Half of the time the thread's clock goes on without it.
        const bool was_away = i % 10 == 0;
        share.spend({was_away ? 50ms : 100us, true}, 10'000, false, i * 10ms);
        CHECK_FALSE(share.is_flood());
    }
    share.spend({1s, true}, 0, false, 2s);
    CHECK_FALSE(share.is_flood());
}

TEST_CASE("a connection that gets no better by resting is a flood", "[loop_share]")
{
    loop_share share;
    std::chrono::nanoseconds now = 1s;
    while (!share.is_flood())
    {
        share.spend({5ms, true}, 10, false, now += 5ms);
        now += share.rest();
    }
    CHECK(now >= 2s);
    CHECK(now <= 5s);
}

TEST_CASE("a byte of content in ten thousand of others is a flood, on a fast machine, too", "[loop_share]")
{
    // What libcurl was measured to take for one: 8 to 13 us.
    for (const auto busy : {440us, 715us})
    {
        loop_share share;
        std::chrono::nanoseconds now = 1s;
        while (!share.is_flood() && now < 20s)
        {
            share.spend({busy, true}, 55, true, now += busy + 100us);
            now += share.rest();
        }
        CHECK(now < 15s);
    }
    loop_share dripping; // slow, and yet honest
    for (int i = 1; i != 10'000; ++i)
    {
        dripping.spend({100us, true}, 100, true, i * 10ms);
        CHECK_FALSE(dripping.is_flood());
    }
}

TEST_CASE("a time that is not measured brings a connection into doubt, no further", "[loop_share]")
{
    loop_share share;
    CHECK_FALSE(share.is_doubtful());
    share.spend({1s, false}, 0, false, 1s);
    CHECK(share.is_doubtful());
    CHECK(share.rest() == 0ns);
    for (int i = 1; i != 100; ++i)
    {
        share.spend({1s, false}, 0, false, 1s);
    }
    CHECK(share.rest() == 0ns);
    CHECK_FALSE(share.is_flood());
    int turns = 0;
    while (!share.is_flood())
    {
        share.spend({5ms, true}, 0, false, 1s);
        ++turns;
    }
    CHECK(turns == 9);
    share.spend({0ms, false}, 0, false, 1s);
    CHECK(share.is_flood()); // what was measured stays
}

TEST_CASE("a connection that brings bytes for its time is not doubtful, measured or not", "[loop_share]")
{
    loop_share share;
    for (int i = 1; i != 1'000; ++i)
    {
        share.spend({100us, false}, 16'384, false, i * 1ms);
        CHECK_FALSE(share.is_doubtful());
    }
}
