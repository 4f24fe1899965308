// SPDX-License-Identifier: MIT
// The ledger keeps the progress contract, whatever an engine reports.

#include "catch.hpp"
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

TEST_CASE("sizes that no 64-bit sum can hold are refused before anything starts", "[ledger]")
{
    constexpr std::uint64_t most = wua::ledger::most_bytes;
    CHECK_THROWS_AS(wua::ledger(updates({most, 1})), wua::hresult_error);
    CHECK_THROWS_AS(wua::ledger(updates({wua::unknown_bytes - 1})), wua::hresult_error);
    CHECK(wua::ledger(updates({most - 1, 1})).snapshot().bytes_to_download() == most);
}

TEST_CASE("an absurd size learnt from a server fails its update and leaves the totals of the others alone", "[ledger]")
{
    watched_job job(updates({1000, unsized, unsized}));
    job->set_bytes(0, 400);
    job->set_size(1, wua::ledger::most_bytes - 999);
    CHECK(job.result(1).hresult == wua::wu_e_dm_unexpected);
    job->set_size(2, wua::unknown_bytes - 1);
    CHECK(job.result(2).hresult == wua::wu_e_dm_unexpected);
    CHECK(job->snapshot().bytes_downloaded() == 400);
    CHECK(job->misreports() == 2);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("updates without a size that claim nearly 2^64 bytes do not make the job's bytes wrap", "[ledger]")
{
    watched_job job(updates({unsized, unsized, unsized}));
    const std::uint64_t most_of_one = wua::ledger::most_bytes / 3;
    for (const std::size_t index : {0U, 1U, 2U})
    {
        job->set_bytes(index, most_of_one);
    }
    CHECK(job->snapshot().bytes_downloaded() == 3 * most_of_one);
    job->set_bytes(1, most_of_one + 1);
    CHECK(job.result(1).hresult == wua::wu_e_dm_unexpected);
    CHECK(job->snapshot().bytes_downloaded() == 3 * most_of_one);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("recorded numbers without weights are shown without dividing by zero", "[ledger]")
{
    wua::ledger_options options;
    options.keeps_contract = false;
    wua::ledger job(updates({100}), options);
    wua::progress_values values;
    values.weight_total = 0;
    values.current_index = 77;
    job.publish_recorded(values);
    CHECK(job.snapshot().percent() == 0);
    CHECK(job.snapshot().current_update_index() == 0);
}

TEST_CASE("the speed of a slow download does not fall to nothing between two reports that take the lock", "[ledger]")
{
    fakes::clock clock;
    wua::ledger_options options;
    options.clock = clock;
    wua::ledger job(updates({1000000}), options);
    for (std::uint64_t second = 1; second != 10; ++second)
    {
        clock.advance(1s);
        job.set_bytes(0, 1000 * second);
        job.tick();
        CHECK(job.snapshot().bytes_per_second() == Approx(1000));
    }
}

TEST_CASE("the speed counts small updates whole", "[ledger]")
{
    fakes::clock clock;
    wua::ledger_options options;
    options.clock = clock;
    wua::ledger job(std::vector<wua::update_pointer>(100, updates({16384}).front()), options);
    for (std::size_t index = 0; index != 99; ++index)
    {
        clock.advance(100ms);
        for (const std::uint64_t bytes : {0U, 1U, 16384U})
        {
            job.set_bytes(index, bytes);
        }
        job.finish(index, wua::outcome::succeeded());
    }
    job.tick();
    CHECK(job.snapshot().bytes_per_second() == Approx(163840).epsilon(0.1));
}

TEST_CASE("after an abort no report passes by the lock under which the job may be ended", "[ledger]")
{
    watched_job job(updates({1000000, 1000000}));
    job->set_bytes(0, 1);
    job->set_bytes(1, 1);
    const auto takes_lock = [&](std::size_t index, std::uint64_t bytes) {
        const std::uint64_t before = job->version();
        job->set_bytes(index, bytes);
        return job->version() != before;
    };
    REQUIRE_FALSE(takes_lock(0, 2));
    job->request_abort();
    CHECK(takes_lock(0, 3));
    CHECK(takes_lock(0, 4));
    job->finish(0, wua::outcome::aborted());
    CHECK(takes_lock(1, 2));
    CHECK(job.watch->broken() == "");
}

TEST_CASE("an engine that goes on reporting after the abort limit ends the job by its next report", "[ledger]")
{
    fakes::clock clock;
    wua::ledger_options options;
    options.clock = clock;
    options.abort_limit = 5s;
    watched_job job(updates({1000, 1000}), options);
    job->set_bytes(0, 10);
    job->request_abort();
    clock.advance(5s - 1ns);
    job->set_bytes(0, 20);
    CHECK_FALSE(job->is_completed());
    clock.advance(1ns);
    SECTION("be it bytes")
    {
        job->set_bytes(0, 30);
    }
    SECTION("or the sign that time has passed")
    {
        job->tick();
    }
    CHECK(job->is_completed());
    CHECK(job->result() == wua::outcome::aborted());
    CHECK(job->snapshot().bytes_downloaded() == 20);
    CHECK(job.watch->completions() == 1);
    CHECK(job.watch->broken() == "");
}
