// SPDX-License-Identifier: MIT
// A scenario's defaults, and which update it speaks of.

#include "catch.hpp"
#include <wua/engine/scenario.hpp>

TEST_CASE("updates beyond those that a scenario names are like the others", "[scenario]")
{
    wua::scenario script;
    script.updates.resize(2);
    script.updates[1].bytes_per_second = 1;
    script.others.bytes_per_second = 2;
    CHECK(&script.update(0) == &script.updates[0]);
    CHECK(script.update(1).bytes_per_second == 1);
    CHECK(&script.update(2) == &script.others);
    CHECK(&script.update(static_cast<std::size_t>(-1)) == &script.others);
}

TEST_CASE("a scenario that says nothing is one of updates that go well, one after the other", "[scenario]")
{
    const wua::scenario script;
    CHECK(script.parallelism == 1);
    CHECK(script.order == wua::start_order::given);
    CHECK(script.recorded.empty());
    CHECK(script.others.faults.empty());
    CHECK(script.others.stalls.empty());
    CHECK(script.others.known == wua::size_known::at_start);
    CHECK_FALSE(script.others.ignores_abort);
    CHECK_FALSE(script.others.is_already_downloaded);
}
