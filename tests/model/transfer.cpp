// SPDX-License-Identifier: MIT
// The engine's end of a job passes reports on, and a job whose engine lets go of it ends.

#include "catch.hpp"
#include "model/fakes.hpp"

#include <wua/model/transfer.hpp>

using fakes::unsized;
using fakes::updates;
using fakes::watched_job;

// ---- what went wrong once ----

TEST_CASE("an update that does not exist is not wanted", "[transfer]")
{
    watched_job job(updates({100, 100}));
    const wua::transfer end(job.job);
    CHECK(end.wants(1));
    CHECK_FALSE(end.wants(2));
    CHECK_FALSE(end.wants(static_cast<std::size_t>(-1)));
}
