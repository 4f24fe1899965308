// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/retry_policy.hpp>

#include <algorithm>
#include <random>

using namespace std::chrono_literals;

TEST_CASE("delays double up to the longest", "[retry_policy]")
{
    wua::retry_policy policy;
    policy.first_delay = 100ms;
    policy.max_delay = 1s;
    policy.jitter = 0;
    std::mt19937_64 random;
    CHECK(policy.delay(1, random) == 100ms);
    CHECK(policy.delay(2, random) == 200ms);
    CHECK(policy.delay(4, random) == 800ms);
    CHECK(policy.delay(5, random) == 1s);
    CHECK(policy.delay(4'000'000'000U, random) == 1s);
}

TEST_CASE("chance shortens a delay by its share at most, the same way for the same seed", "[retry_policy]")
{
    wua::retry_policy policy;
    policy.first_delay = 100ms;
    policy.jitter = 0.5;
    std::mt19937_64 one(7);
    std::mt19937_64 two(7);
    std::chrono::nanoseconds shortest = 1h;
    std::chrono::nanoseconds longest = 0ns;
    for (int i = 0; i != 1000; ++i)
    {
        const auto delay = policy.delay(1, one);
        CHECK(delay == policy.delay(1, two));
        shortest = std::min(shortest, delay);
        longest = std::max(longest, delay);
    }
    CHECK(shortest >= 50ms);
    CHECK(shortest < 55ms);
    CHECK(longest <= 100ms);
    CHECK(longest > 95ms);
}

TEST_CASE("an invalid share of chance counts as the nearest valid one", "[retry_policy]")
{
    wua::retry_policy policy;
    policy.first_delay = 100ms;
    std::mt19937_64 random(7);
    for (int i = 0; i != 100; ++i)
    {
        policy.jitter = 3;
        const auto delay = policy.delay(1, random);
        CHECK(delay >= 0ns);
        CHECK(delay <= 100ms);
        policy.jitter = -1;
        CHECK(policy.delay(1, random) == 100ms);
    }
}

TEST_CASE("a policy without a longest delay doubles on, as far as a clock can count", "[retry_policy]")
{
    wua::retry_policy policy;
    policy.first_delay = 100ms;
    policy.max_delay = 0ms;
    policy.jitter = 0;
    std::mt19937_64 random;
    CHECK(policy.delay(1, random) == 100ms);
    CHECK(policy.delay(11, random) == 102'400ms);
    CHECK(policy.delay(4'000'000'000U, random) == 24h * 365 * 100);
}
