// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/busy_wait.hpp>

#include <chrono>

using namespace std::chrono_literals;
using wua::detail::busy_wait;

TEST_CASE("what is lacking is asked for again after ever longer waits, up to a second", "[busy_wait]")
{
    busy_wait wait;
    CHECK(wait.try_wait(10s, 60s));
    CHECK(wait.ends_at() == 10s + 20ms);
    CHECK(wait.try_wait(10s + 800ms, 60s));
    CHECK(wait.ends_at() == 11s);
    CHECK(wait.try_wait(20s, 60s));
    CHECK(wait.ends_at() == 21s);
}

TEST_CASE("what is lacking for too long is given up, except without a deadline", "[busy_wait]")
{
    busy_wait wait;
    CHECK(wait.try_wait(10s, 5s));
    CHECK(wait.try_wait(15s - 1ns, 5s));
    CHECK_FALSE(wait.try_wait(15s, 5s));
    CHECK(wait.try_wait(1000s, 0s));
}

TEST_CASE("what was there between two waits begins the deadline anew", "[busy_wait]")
{
    busy_wait wait;
    CHECK(wait.try_wait(10s, 5s));
    wait.forget();
    CHECK(wait.try_wait(20s, 5s));
    CHECK(wait.ends_at() == 20s + 20ms);
}

TEST_CASE("a pause does not count for a wait, and is followed by another try", "[busy_wait]")
{
    busy_wait wait;
    CHECK(wait.try_wait(10s, 5s));
    wait.skip(100s, 112s);
    CHECK(wait.ends_at() == 112s);
    CHECK(wait.try_wait(115s - 1ns, 5s));
    CHECK_FALSE(wait.try_wait(115s, 5s));
}
