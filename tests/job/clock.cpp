// SPDX-License-Identifier: MIT
// The usual source of time.

#include "catch.hpp"
#include <wua/job/clock.hpp>

TEST_CASE("steady time is that of the steady clock", "[clock]")
{
    const wua::time_source source = wua::steady_time;
    const auto before = std::chrono::steady_clock::now().time_since_epoch();
    const std::chrono::nanoseconds now = source();
    const auto after = std::chrono::steady_clock::now().time_since_epoch();
    CHECK(now >= before);
    CHECK(now <= after);
}
