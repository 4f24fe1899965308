// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/byte_budget.hpp>

using namespace std::chrono_literals;

TEST_CASE("a budget is repaid at its rate", "[byte_budget]")
{
    wua::detail::byte_budget budget(1000);
    CHECK(budget.wait(1s) == 0ns);
    budget.take(500, 1s);
    CHECK(budget.wait(1s) > 499ms);
    CHECK(budget.wait(1s) < 501ms);
    CHECK(budget.wait(1s + 499ms) > 0ns);
    CHECK(budget.wait(1s + 501ms) == 0ns);
}

TEST_CASE("a budget does not save up for long", "[byte_budget]")
{
    wua::detail::byte_budget budget(1000);
    budget.take(0, 0s);
    budget.take(150, 1h);
    CHECK(budget.wait(1h) > 99ms);
    CHECK(budget.wait(1h) < 101ms);
}

TEST_CASE("a budget without a limit never waits", "[byte_budget]")
{
    wua::detail::byte_budget budget;
    budget.take(1'000'000'000, 1s);
    CHECK(budget.wait(1s) == 0ns);
    CHECK_FALSE(budget.is_limited());
}

TEST_CASE("what is owed is owed by a new rate, and a limit may come and go", "[byte_budget][pause]")
{
    wua::detail::byte_budget budget(1000);
    budget.take(500, 1s);
    budget.set_rate(100);
    CHECK(budget.wait(1s) > 4900ms);
    CHECK(budget.wait(1s) < 5001ms);
    budget.set_rate(0);
    CHECK(budget.wait(1s) == 0ns);
    CHECK_FALSE(budget.is_limited());
    wua::detail::byte_budget unlimited;
    unlimited.set_rate(1000);
    CHECK(unlimited.is_limited());
    unlimited.take(1000, 1s);
    CHECK(unlimited.wait(1s) > 900ms);
}
