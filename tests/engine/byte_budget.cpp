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
