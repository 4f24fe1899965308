// SPDX-License-Identifier: MIT
// check_progress finds each break of the contract, by the rule it breaks, and nothing else.

#include "catch.hpp"
#include "model/fakes.hpp"

using fakes::unsized;
using fakes::updates;
using fakes::watched_job;

// ---- what went wrong once ----

TEST_CASE("a size that a new attempt learns some time after it began is no break of the contract", "[progress_contract]")
{
    watched_job job(updates({unsized}));
    job->set_size(0, 1000);
    job->set_bytes(0, 300);
    job->retry(0, 0);
    const auto before = job->snapshot(); // the retry is seen, the new size is not yet
    job->set_size(0, 500);
    CHECK(before.bytes_to_download() == 1000U);
    CHECK(job->snapshot().bytes_to_download() == 500U);
    CHECK_FALSE(wua::check_progress(before, job->snapshot()));
    CHECK(job.watch->broken() == "");
}

TEST_CASE("an earlier snapshot with an index out of range is survived", "[progress_contract]")
{
    const wua::ledger job(std::vector<wua::update_pointer>(1001, updates({100}).front()));
    wua::progress_values values = job.snapshot().values();
    values.current_index = 4000000000;
    CHECK_FALSE(wua::check_progress(wua::progress_snapshot(values, job.log()), job.snapshot()));
}
