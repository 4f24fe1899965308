// SPDX-License-Identifier: MIT
// A thousand random jobs, of which tests/torture runs as many as one likes, optimised.

#include "engine/random_job.hpp"

#include "catch.hpp"

TEST_CASE("random jobs keep the contract, complete once and end as their script has it", "[random_job]")
{
    for (std::uint64_t seed = 1; seed <= 1000; ++seed)
    {
        INFO("seed " << seed);
        REQUIRE(fakes::random_job(seed).run() == "");
    }
}
