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

TEST_CASE("bytes that come just before a retry are bytes, and no stall", "[random_script]")
{
    using fakes::script;
    const script told{
        {{{900, 1100}, 0, 0, false}},
        {{script::bytes, 0, 1, 286},
         {script::pass, 0, 0, 3000},
         {script::bytes, 0, 1, 800},
         {script::retry, 0, 1, 1100},
         {script::pass, 0, 0, 4000},
         {script::tick, 0, 0, 0}}};
    CHECK(fakes::run(told) == "");
}

TEST_CASE("bytes that are reported again during a verification tell of no stall", "[random_script]")
{
    using fakes::script;
    const script told{
        {{{1100}, 0, 0, false}},
        {{script::phase, 0, 0, 2},
         {script::bytes, 0, 0, 600},
         {script::pass, 0, 0, 7000},
         {script::bytes, 0, 0, 600},
         {script::tick, 0, 0, 0}}};
    CHECK(fakes::run(told) == "");
}

TEST_CASE("bytes that came before a pause do not count to the speed after it", "[random_script]")
{
    using fakes::script;
    const script told{
        {{{800, 900}, 0, 0, false}},
        {{script::bytes, 0, 0, 133},
         {script::bytes, 0, 0, 619},
         {script::size, 0, 1, 900},
         {script::pause_job, 0, 0, 1},
         {script::stop, 0, 0, 0},
         {script::stop, 0, 1, 0},
         {script::pause_job, 0, 0, 0},
         {script::tick, 0, 0, 0},
         {script::pass, 0, 0, 948},
         {script::bytes, 0, 1, 250},
         {script::pass, 0, 0, 856},
         {script::tick, 0, 0, 0}}};
    CHECK(fakes::run(told) == "");
}

TEST_CASE("a tick that changes only the time left is reported", "[random_script]")
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
