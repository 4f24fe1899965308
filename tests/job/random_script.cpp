// SPDX-License-Identifier: MIT
// Some random scripts against the oracle, of which tests/torture runs as many as one likes, optimised.

#include "job/random_script.hpp"

#include "catch.hpp"

TEST_CASE("whatever is reported and done in any order, a job shows what the pages say", "[random_script]")
{
    for (std::uint64_t seed = 1; seed <= 300; ++seed)
    {
        INFO("seed " << seed);
        REQUIRE(fakes::run_script(seed) == "");
    }
}

TEST_CASE("a tick that changes nothing but the time left is told", "[random_script]")
{
    using fakes::script;
    const script told{
        {{{700, 0, 600, std::nullopt}, 0, 0}},
        {{script::bytes, 0, 3, 700},
         {script::pass, 0, 0, 600},
         {script::bytes, 0, 2, 300},
         {script::retry, 0, 2, 200},
         {script::bytes, 0, 2, 400},
         {script::pass, 0, 0, 400},
         {script::tick, 0, 0, 500}}};
    CHECK(fakes::run(told) == "");
}
