// SPDX-License-Identifier: MIT
// The ledger keeps the progress contract, whatever an engine reports.

#include "model/fakes.hpp"

#include <limits>

using namespace std::chrono_literals;
using fakes::unsized;
using fakes::updates;
using fakes::watched_job;

// ---- what went wrong once ----

TEST_CASE("ending the rest of a job without a result gives each update a failure as its result", "[ledger]")
{
    watched_job job(updates({100, 100}));
    job->finish(0, wua::outcome::succeeded());
    job->finish_rest(wua::outcome::in_progress());
    CHECK(job->is_completed());
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.result(1) == wua::outcome::failed(wua::wu_e_dm_unexpected));
    CHECK(job->misreports() == 1);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("a success with a failure's HRESULT is a failure, and a failure or abort never shows success", "[ledger]")
{
    watched_job job(updates({100, 100, 100, 100}));
    job->finish(0, wua::outcome::succeeded(wua::e_fail));
    job->finish(1, wua::outcome::failed(wua::s_ok));
    job->finish(2, {wua::orcAborted, wua::s_ok, {}, {}});
    job->finish_rest(wua::outcome::failed(wua::s_ok));
    CHECK(job.result(0) == wua::outcome::failed(wua::e_fail));
    CHECK(job.result(1) == wua::outcome::failed(wua::wu_e_download_failed));
    CHECK(job.result(2) == wua::outcome::aborted());
    CHECK(job.result(3) == wua::outcome::failed(wua::wu_e_download_failed));
    CHECK(job.watch->broken() == "");
}
