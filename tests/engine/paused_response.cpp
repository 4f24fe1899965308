// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/paused_response.hpp>

#include <chrono>

using namespace std::chrono_literals;

TEST_CASE("a response that was held knows for how long, and whether anything came since", "[paused_response]")
{
    wua::detail::paused_response response;
    CHECK_FALSE(response);
    CHECK_FALSE(response.was_silent(0));
    response.pause(10s, 100);
    CHECK(response);
    CHECK(response.resume(12s) == 2s);
    CHECK_FALSE(response);
    CHECK(response.was_silent(100));
    CHECK_FALSE(response.was_silent(101));
}
