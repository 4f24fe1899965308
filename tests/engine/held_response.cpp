// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/held_response.hpp>

#include <chrono>

using namespace std::chrono_literals;

TEST_CASE("a response that was held knows for how long, and whether anything came since", "[held_response]")
{
    wua::detail::held_response response;
    CHECK_FALSE(response);
    CHECK_FALSE(response.has_slept(0));
    response.hold(10s, 100);
    CHECK(response);
    CHECK(response.let_go(12s) == 2s);
    CHECK_FALSE(response);
    CHECK(response.has_slept(100));
    CHECK_FALSE(response.has_slept(101));
}
