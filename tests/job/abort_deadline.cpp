// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/job/abort_deadline.hpp>

#include <chrono>

using namespace std::chrono_literals;
using wua::detail::abort_deadline;

TEST_CASE("the limit of an abort counts by the job's clock while somebody drives it", "[abort_deadline]")
{
    abort_deadline deadline;
    deadline.begin(100s, true);
    CHECK_FALSE(deadline.is_over(105s - 1ns, 5s));
    CHECK(deadline.is_over(105s, 5s));
}

TEST_CASE("the limit of an abort counts by the steady clock where the job's clock may stand still", "[abort_deadline]")
{
    abort_deadline deadline;
    deadline.begin(100s, false);
    CHECK_FALSE(deadline.is_over(100000s, 1h));
    CHECK(deadline.is_over(100s, 0s));
}

TEST_CASE("an abort's limit has struck once a job was ended by it", "[abort_deadline]")
{
    abort_deadline deadline;
    deadline.begin(100s, true);
    CHECK(deadline.is_over(200s, 5s));
    CHECK_FALSE(deadline.has_struck());
    deadline.strike();
    CHECK(deadline.has_struck());
}
