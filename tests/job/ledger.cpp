// SPDX-License-Identifier: MIT
// The ledger keeps the progress contract, whatever an engine reports.

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/model/progress_contract.hpp>
#include <wua/wuapi/errors.hpp>

#include <algorithm>
#include <future>
#include <limits>
#include <stdexcept>
#include <thread>

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
    CHECK(job->engine_faults() == 1);
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
    constexpr std::uint64_t most = wua::detail::ledger::max_bytes;
    CHECK_THROWS_AS(wua::detail::ledger(updates({most, 1})), wua::hresult_error);
    CHECK_THROWS_AS(wua::detail::ledger(updates({wua::unknown_bytes - 1})), wua::hresult_error);
    CHECK(wua::detail::ledger(updates({most - 1, 1})).snapshot().bytes_to_download() == most);
}

TEST_CASE("an absurd size learnt from a server fails its update and leaves the totals of the others alone", "[ledger]")
{
    watched_job job(updates({1000, unsized, unsized}));
    job->set_bytes(0, 400);
    job->set_size(1, wua::detail::ledger::max_bytes - 999);
    CHECK(job.result(1).hresult == wua::wu_e_dm_unexpected);
    job->set_size(2, wua::unknown_bytes - 1);
    CHECK(job.result(2).hresult == wua::wu_e_dm_unexpected);
    CHECK(job->snapshot().bytes_downloaded() == 400);
    CHECK(job->engine_faults() == 2);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("updates without a size that claim nearly 2^64 bytes do not make the job's bytes wrap", "[ledger]")
{
    watched_job job(updates({unsized, unsized, unsized}));
    const std::uint64_t max_of_one = wua::detail::ledger::max_bytes / 3;
    for (const std::size_t index : {0U, 1U, 2U})
    {
        job->set_bytes(index, max_of_one);
    }
    CHECK(job->snapshot().bytes_downloaded() == 3 * max_of_one);
    job->set_bytes(1, max_of_one + 1);
    CHECK(job.result(1).hresult == wua::wu_e_dm_unexpected);
    CHECK(job->snapshot().bytes_downloaded() == 3 * max_of_one);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("recorded numbers without weights are shown without dividing by zero", "[ledger]")
{
    wua::detail::ledger_options options;
    options.keeps_contract = false;
    wua::detail::ledger job(updates({100}), options);
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
    wua::detail::ledger_options options;
    options.clock = clock;
    wua::detail::ledger job(updates({1000000}), options);
    job.set_bytes(0, 1); // from here on it counts
    for (std::uint64_t second = 1; second != 10; ++second)
    {
        clock.advance(1s);
        job.set_bytes(0, 1 + 1000 * second);
        job.tick();
        CHECK(job.snapshot().bytes_per_second() == Approx(1000));
    }
}

TEST_CASE("the speed counts small updates whole", "[ledger]")
{
    fakes::clock clock;
    wua::detail::ledger_options options;
    options.clock = clock;
    wua::detail::ledger job(std::vector<wua::update_pointer>(100, updates({16384}).front()), options);
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
    wua::detail::ledger_options options;
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

// ---- totals and percentages ----

TEST_CASE("a job shows the sum of its updates' sizes, and nothing while one is unknown", "[ledger]")
{
    CHECK(wua::detail::ledger(updates({100, 200})).snapshot().bytes_to_download() == 300U);
    CHECK(wua::detail::ledger(updates({100, unsized})).snapshot().bytes_to_download() == std::nullopt);
    CHECK(wua::detail::ledger(updates({0, 0})).snapshot().bytes_to_download() == 0U);
    CHECK_THROWS_AS(wua::detail::ledger({}), std::invalid_argument);
    CHECK_THROWS_AS(wua::detail::ledger({nullptr}), std::invalid_argument);
}

TEST_CASE("a job that has not started shows nothing done and its first update", "[ledger]")
{
    const wua::detail::ledger job(updates({100, 200}));
    const wua::progress_snapshot now = job.snapshot();
    CHECK(now.percent() == 0);
    CHECK(now.bytes_downloaded() == 0);
    CHECK(now.current_update_index() == 0);
    CHECK(now.current_update_phase() == wua::dphInitializing);
    CHECK(now.current_update_attempt() == 0);
    CHECK(now.started() == 0);
    CHECK(now.result(0) == wua::outcome{});
    CHECK(job.result() == wua::outcome{});
}

TEST_CASE("percentages are weighted by size", "[ledger]")
{
    watched_job job(updates({100, 300}));
    job->set_bytes(1, 150);
    CHECK(job->snapshot().percent() == 37);
    job->set_bytes(0, 100);
    CHECK(job->snapshot().percent() == 62); // 99 percent of the first are 24.75
    job->finish(0, wua::outcome::succeeded());
    CHECK(job->snapshot().percent() == 62);
    job->finish(1, wua::outcome::succeeded());
    CHECK(job->snapshot().percent() == 100);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("updates without a size share one half of the bar, also once their size is known", "[ledger]")
{
    watched_job job(updates({300, unsized, 100, unsized}));
    job->finish(1, wua::outcome::succeeded());
    CHECK(job->snapshot().percent() == 25);
    job->finish(2, wua::outcome::succeeded());
    CHECK(job->snapshot().percent() == 37);
    job->set_size(3, 1000000);
    CHECK(job->snapshot().percent() == 37);
    job->set_bytes(3, 500000);
    CHECK(job->snapshot().percent() == 50);
    job->finish(3, wua::outcome::succeeded());
    CHECK(job->snapshot().percent() == 62);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("updates that are all empty share the bar evenly", "[ledger]")
{
    watched_job job(updates({0, 0, 0, 0}));
    for (const std::size_t index : {2U, 0U, 1U})
    {
        job->finish(index, wua::outcome::succeeded());
    }
    CHECK(job->snapshot().percent() == 75);
    job->finish(3, wua::outcome::succeeded());
    CHECK(job->snapshot().percent() == 100);
    CHECK(job->snapshot().bytes_to_download() == 0U);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("weights hold for terabytes and for more than 2^60 bytes", "[ledger]")
{
    constexpr std::uint64_t tb = 1000000000000;
    const std::uint64_t unit = GENERATE(5 * tb, std::uint64_t(1) << 61U);
    std::vector<wua::update_pointer> items = updates({unit, unit / 2, unit / 2});
    watched_job job(items);
    job->set_bytes(0, unit / 2);
    CHECK(job->snapshot().percent() == 25);
    CHECK(job->snapshot().bytes_downloaded() == unit / 2);
    CHECK(job->snapshot().bytes_to_download() == 2 * unit);
    job->finish(1, wua::outcome::succeeded());
    CHECK(job->snapshot().percent() == 50);
    job->set_bytes(0, unit - 1);
    CHECK(job->snapshot().current_update_percent() == 99);
    job->finish(0, wua::outcome::succeeded());
    job->set_bytes(2, unit / 4);
    CHECK(job->snapshot().percent() == 87);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("100 percent is shown only once the last update has its result", "[ledger]")
{
    watched_job job(updates({1000}));
    job->set_bytes(0, 1000);
    job->set_phase(0, wua::dphVerifying);
    CHECK(job->snapshot().percent() == 99);
    CHECK(job->snapshot().current_update_percent() == 99);
    CHECK(job->snapshot().bytes_downloaded() == 1000);
    job->finish(0, wua::outcome::failed(wua::wu_e_dm_incorrectfilehash));
    CHECK(job->snapshot().percent() == 100);
    CHECK(job->snapshot().current_update_percent() == 100);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("the current update is the one that started first among those that have not ended", "[ledger]")
{
    watched_job job(updates({10, 10, 10}));
    job->start(2);
    job->start(0);
    CHECK(job->snapshot().current_update_index() == 2);
    job->finish(2, wua::outcome::succeeded());
    CHECK(job->snapshot().current_update_index() == 0);
    job->finish(0, wua::outcome::succeeded());
    CHECK(job->snapshot().current_update_index() == 0);
    job->start(1);
    CHECK(job->snapshot().current_update_index() == 1);
    job->finish(1, wua::outcome::succeeded());
    CHECK(job->snapshot().current_update_index() == 1);
    CHECK(job.watch->broken() == "");
}

// ---- attempts and sizes ----

TEST_CASE("a retry never inflates the job's bytes, whatever is kept", "[ledger]")
{
    const std::uint64_t kept = GENERATE(std::uint64_t(0), std::uint64_t(250), std::uint64_t(600));
    watched_job job(updates({1000, 1000}));
    job->set_bytes(0, 600);
    job->retry(0, kept);
    CHECK(job->snapshot().bytes_downloaded() == 600);
    CHECK(job->snapshot().current_update_bytes_downloaded() == kept);
    CHECK(job->snapshot().current_update_attempt() == 2);
    CHECK(job->snapshot().current_update_percent() == 60);
    CHECK(job->snapshot().current_update_phase() == wua::dphInitializing);
    CHECK(job->snapshot().retries() == 1);
    job->set_bytes(0, 600);
    CHECK(job->snapshot().bytes_downloaded() == 600);
    job->set_bytes(0, 601);
    CHECK(job->snapshot().bytes_downloaded() == 601);
    job->finish(0, wua::outcome::succeeded());
    CHECK(job->snapshot().bytes_downloaded() == 1000);
    CHECK(job->snapshot().bytes_to_download() == 2000U);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("a retry that keeps more than there was keeps what there was", "[ledger]")
{
    watched_job job(updates({1000}));
    job->set_bytes(0, 600);
    job->retry(0, 601);
    CHECK(job->snapshot().current_update_bytes_downloaded() == 600);
    CHECK(job->engine_faults() == 1);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("a size learnt after bytes have come completes the total and moves the percentage forward", "[ledger]")
{
    watched_job job(updates({unsized}));
    job->set_bytes(0, 400);
    CHECK(job->snapshot().percent() == 0);
    CHECK(job->snapshot().bytes_to_download() == std::nullopt);
    job->set_size(0, 1000);
    CHECK(job->snapshot().percent() == 40);
    CHECK(job->snapshot().bytes_to_download() == 1000U);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("if its size is never learnt, a success has the size of its bytes", "[ledger]")
{
    watched_job job(updates({unsized, unsized}));
    job->set_bytes(0, 400);
    job->finish(0, wua::outcome::succeeded());
    CHECK(job->progress_of(0).bytes_to_download == 400U);
    job->set_bytes(1, 70);
    job->finish(1, wua::outcome::failed(wua::wu_e_download_failed));
    CHECK(job->progress_of(1).bytes_to_download == std::nullopt);
    CHECK(job->snapshot().bytes_downloaded() == 470);
    CHECK(job->snapshot().bytes_to_download() == std::nullopt);
    CHECK(job->snapshot().percent() == 100);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("a new attempt may learn another size, larger or smaller", "[ledger]")
{
    const std::uint64_t size = GENERATE(std::uint64_t(300), std::uint64_t(2000));
    watched_job job(updates({unsized, 500}));
    job->set_size(0, 1000);
    job->set_bytes(0, 800);
    const std::int32_t percent = job->snapshot().percent();
    job->retry(0, 0);
    job->set_size(0, size);
    CHECK(job->snapshot().current_update_bytes_to_download() == size);
    // What was counted stays counted.
    CHECK(job->snapshot().bytes_to_download() == 500 + std::max<std::uint64_t>(size, 800));
    CHECK(job->snapshot().bytes_downloaded() == 800);
    CHECK(job->snapshot().percent() >= percent);
    job->finish(0, wua::outcome::succeeded());
    CHECK(job->snapshot().bytes_downloaded() == std::max<std::uint64_t>(size, 800));
    CHECK(job->engine_faults() == 0);
    CHECK(job.watch->broken() == "");
}

// ---- nonsense ----

TEST_CASE("an update whose size changes while it downloads fails, and its job goes on", "[ledger]")
{
    watched_job job(updates({unsized, 1000}));
    SECTION("a learnt one")
    {
        job->set_size(0, 1000);
        job->set_size(0, 1000);
        CHECK(job->engine_faults() == 0);
        job->set_size(0, 1001);
        CHECK(job.result(0).hresult == wua::wu_e_dm_unexpected);
        CHECK(job.result(1) == wua::outcome{});
    }
    SECTION("the one that the update names itself")
    {
        job->set_size(1, 1000);
        CHECK(job->engine_faults() == 0);
        job->set_size(1, 999);
        CHECK(job.result(1).hresult == wua::wu_e_dm_unexpected);
        CHECK(job.result(0) == wua::outcome{});
    }
    SECTION("one less than the bytes that are there")
    {
        job->set_bytes(0, 500);
        job->set_size(0, 499);
        CHECK(job.result(0).hresult == wua::wu_e_dm_unexpected);
        CHECK(job->snapshot().bytes_downloaded() == 500);
    }
    CHECK(job->engine_faults() == 1);
    CHECK_FALSE(job->is_completed());
    CHECK(job.watch->broken() == "");
}

TEST_CASE("more bytes than the size fail the update with the bytes that were credible", "[ledger]")
{
    watched_job job(updates({1000, 1000}));
    const std::size_t index = GENERATE(0U, 1U);
    job->start(0);
    job->set_bytes(index, 900);
    job->set_bytes(index, GENERATE(std::uint64_t(1001), wua::unknown_bytes));
    CHECK(job.result(index).code == wua::orcFailed);
    CHECK(job.result(index).hresult == wua::wu_e_dm_unexpected);
    CHECK_THAT(job.result(index).detail, Catch::Matchers::Equals("the engine reported more bytes than the update has"));
    CHECK(job->snapshot().bytes_downloaded() == 900);
    CHECK(job->engine_faults() == 1);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("bytes and phases that go back are counted and ignored", "[ledger]")
{
    watched_job job(updates({1000, 1000}));
    const std::size_t index = GENERATE(0U, 1U);
    job->start(0);
    job->set_bytes(index, 500);
    job->set_bytes(index, 499);
    CHECK(job->progress_of(index).bytes_downloaded == 500);
    job->set_phase(index, wua::dphVerifying);
    job->set_phase(index, wua::dphDownloading);
    job->set_phase(index, static_cast<wua::DownloadPhase>(4));
    job->set_phase(index, static_cast<wua::DownloadPhase>(-1));
    CHECK(job->progress_of(index).phase == wua::dphVerifying);
    CHECK(job->engine_faults() == 4);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("reports for an update that does not exist are counted and ignored", "[ledger]")
{
    watched_job job(updates({1000}));
    const std::string before = std::to_string(job->version());
    const std::size_t index = GENERATE(std::size_t(1), std::numeric_limits<std::size_t>::max());
    job->start(index);
    job->set_size(index, 5);
    job->set_bytes(index, 5);
    job->set_phase(index, wua::dphVerifying);
    job->retry(index, 0);
    job->finish(index, wua::outcome::succeeded());
    CHECK(job->engine_faults() == 6);
    CHECK(std::to_string(job->version()) == before);
    CHECK(job.watch->changes() == 0);
}

TEST_CASE("what is reported after the end of an update is counted and ignored", "[ledger]")
{
    watched_job job(updates({1000, 1000}));
    job->finish(0, wua::outcome::failed(wua::wu_e_download_failed));
    const wua::progress_values before = job->snapshot().values();
    job->start(0);
    job->set_size(0, 5);
    job->set_bytes(0, 5);
    job->set_phase(0, wua::dphVerifying);
    job->retry(0, 0);
    job->finish(0, wua::outcome::succeeded());
    CHECK(job->engine_faults() == 6);
    CHECK(job->snapshot().values() == before);
    CHECK(job.result(0) == wua::outcome::failed(wua::wu_e_download_failed));
}

TEST_CASE("an update that is ended without a result fails", "[ledger]")
{
    const auto code = GENERATE(wua::orcNotStarted, wua::orcInProgress, static_cast<wua::OperationResultCode>(77));
    watched_job job(updates({1000}));
    job->finish(0, {code, wua::s_ok, {}, {}});
    CHECK(job.result(0).code == wua::orcFailed);
    CHECK(job.result(0).hresult == wua::wu_e_dm_unexpected);
    CHECK(job->engine_faults() == 1);
    CHECK(job.watch->completions() == 1);
}

TEST_CASE("recorded numbers are ignored where the contract holds", "[ledger]")
{
    watched_job job(updates({1000}));
    wua::progress_values values;
    values.bytes_downloaded = 5000;
    job->publish_recorded(values);
    CHECK(job->snapshot().bytes_downloaded() == 0);
    CHECK(job.watch->changes() == 0);
}

TEST_CASE("recorded numbers are shown as they are where the contract is off, beside true counts", "[ledger]")
{
    watched_job job(updates({1000, 1000}), {fakes::clock(), 5s, false});
    job->finish(0, wua::outcome::succeeded());
    wua::progress_values values;
    values.bytes_downloaded = 5000;
    values.bytes_to_download = 4000;
    values.recorded_percent = 100;
    values.recorded_current_percent = 55;
    values.current_index = 1;
    values.finished = 7;
    values.state = wua::job_state::completed;
    job->publish_recorded(values);
    const wua::progress_snapshot now = job->snapshot();
    CHECK(now.bytes_downloaded() == 5000);
    CHECK(now.bytes_to_download() == 4000U);
    CHECK(now.percent() == 100);
    CHECK(now.current_update_percent() == 55);
    CHECK(now.finished() == 1);
    CHECK_FALSE(now.is_completed());
    job->finish(1, wua::outcome::succeeded());
    CHECK(job.watch->completions() == 1);
    CHECK(job->snapshot().bytes_downloaded() == 2000); // the end is the ledger's again
    job->publish_recorded(values);
    CHECK(job->snapshot().bytes_downloaded() == 2000);
    CHECK(job->engine_faults() == 0);
}

// ---- the end ----

TEST_CASE("an abort before the first byte ends every update as aborted and the bar at 0", "[ledger]")
{
    watched_job job(updates({100, 100}));
    const std::stop_token token = job->stop_token();
    job->request_abort();
    CHECK(token.stop_requested());
    CHECK(job->snapshot().state() == wua::job_state::aborting);
    job->finish_rest(wua::outcome::succeeded());
    CHECK(job->result() == wua::outcome::aborted());
    CHECK(job.result(0) == wua::outcome::aborted());
    CHECK(job->snapshot().percent() == 0);
    CHECK(job->snapshot().current_update_percent() == 0);
    CHECK(job.watch->completions() == 1);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("an abort in the middle leaves finished updates their results", "[ledger]")
{
    watched_job job(updates({100, 100, 100}));
    job->finish(0, wua::outcome::succeeded());
    job->set_bytes(1, 50);
    job->request_abort();
    job->request_abort();
    job->finish(1, wua::outcome::succeeded()); // was nearly done
    job->finish(2, wua::outcome::aborted());
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.result(1) == wua::outcome::succeeded());
    CHECK(job.result(2) == wua::outcome::aborted());
    CHECK(job->result() == wua::outcome::aborted());
    CHECK(job->snapshot().percent() == 66);
    CHECK(job.watch->completions() == 1);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("an abort after completion does nothing", "[ledger]")
{
    watched_job job(updates({100}));
    job->finish(0, wua::outcome::succeeded());
    const int changes = job.watch->changes();
    job->request_abort();
    CHECK_FALSE(job->is_abort_requested());
    CHECK_FALSE(job->stop_token().stop_requested());
    CHECK(job->result() == wua::outcome::succeeded());
    CHECK(job.watch->changes() == changes);
}

TEST_CASE("the abort limit is enforced by the job's own clock", "[ledger]")
{
    fakes::clock clock;
    watched_job job(updates({100}), {clock, 5s, true});
    const auto at_once = std::chrono::steady_clock::time_point::min();
    clock.advance(100s);
    CHECK_FALSE(job->close_if_overdue());
    CHECK_FALSE(job->wait_until(at_once));
    job->request_abort();
    clock.advance(5s - 1ns);
    CHECK_FALSE(job->close_if_overdue());
    CHECK_FALSE(job->wait_until(at_once));
    job->request_abort(); // does not begin the limit anew
    clock.advance(1ns);
    SECTION("by who looks")
    {
        CHECK(job->close_if_overdue());
    }
    SECTION("by who waits")
    {
        CHECK(job->wait_until(at_once));
    }
    CHECK(job.result(0) == wua::outcome::aborted());
    CHECK(job.watch->completions() == 1);
    job->finish(0, wua::outcome::succeeded()); // late, and no fault
    CHECK(job->engine_faults() == 0);
    CHECK(job->close_if_overdue());
}

TEST_CASE("a waiting thread is woken by the abort limit, whose clock another thread moves", "[ledger]")
{
    fakes::clock clock;
    watched_job job(updates({100}), {clock, 5s, true});
    std::thread waiting([&] { job->wait_until(std::chrono::steady_clock::time_point::max()); });
    job->request_abort();
    clock.advance(5s);
    waiting.join();
    CHECK(job->is_completed());
    CHECK(job->result() == wua::outcome::aborted());
}

TEST_CASE("a waiting thread is woken by the last result", "[ledger]")
{
    watched_job job(updates({100}));
    bool was_completed = false;
    std::thread waiting([&] { was_completed = job->wait_until(std::chrono::steady_clock::time_point::max()); });
    job->finish(0, wua::outcome::succeeded());
    waiting.join();
    CHECK(was_completed);
}

namespace
{

// Calls back into everything of the ledger that takes its lock.
struct reentrant_listener final : wua::detail::ledger_listener
{
    void changed() noexcept override
    {
        job->progress_of(0);
        job->result();
        job->snapshot();
        events += 'c';
    }
    void completed() noexcept override
    {
        job->progress_of(0);
        job->finish(0, wua::outcome::aborted());
        job->finish_rest(wua::outcome::aborted());
        job->request_abort();
        job->tick();
        CHECK(job->is_completed());
        events += 'E';
    }
    wua::detail::ledger* job = nullptr;
    std::string events;
};

} // namespace

TEST_CASE("the listener is called outside the lock, and hears of completion once and last", "[ledger]")
{
    wua::detail::ledger job(updates({1000}));
    const auto listener = std::make_shared<reentrant_listener>();
    listener->job = &job;
    job.listen(listener);
    job.start(0);
    job.set_bytes(0, 1);
    job.set_bytes(0, 2); // without the lock
    job.retry(0, 0);
    job.finish(0, wua::outcome::succeeded());
    CHECK(listener->events == "cccccE");
    CHECK(job.result() == wua::outcome::succeeded());
}

TEST_CASE("a snapshot never changes, and outlives its job", "[ledger]")
{
    auto job = std::make_unique<wua::detail::ledger>(updates({1000, 1000}));
    job->set_bytes(0, 10);
    const wua::progress_snapshot early = job->snapshot();
    wua::progress_snapshot late;
    job->read(late);
    job->set_bytes(0, 20);
    job->finish(0, wua::outcome::succeeded());
    job->finish(1, wua::outcome::failed(wua::wu_e_download_failed));
    job->read(late);
    job.reset();
    CHECK(early.bytes_downloaded() == 10);
    CHECK(early.result(0) == wua::outcome::in_progress());
    CHECK(early.result(1) == wua::outcome{});
    CHECK(late.bytes_downloaded() == 1000);
    CHECK(late.result(1) == wua::outcome::failed(wua::wu_e_download_failed));
    CHECK(late.updates()[1]->title == "update 1");
}

TEST_CASE("polls from several threads keep the contract while two threads report several updates", "[ledger]")
{
    constexpr std::uint64_t size = 400000;
    const auto job = std::make_shared<wua::detail::ledger>(updates({size, unsized, size, size}));
    std::vector<std::string> broken(3);
    std::vector<std::thread> threads;
    for (std::string& sentence : broken)
    {
        threads.emplace_back([&sentence, job] {
            wua::progress_snapshot before = job->snapshot();
            for (bool is_last = false; !is_last && sentence.empty();)
            {
                is_last = job->is_completed();
                const wua::progress_snapshot now = job->snapshot();
                if (const auto violation = wua::check_progress(before, now))
                {
                    sentence = violation->message;
                }
                before = now;
            }
        });
    }
    for (const std::size_t first : {0U, 2U})
    {
        threads.emplace_back([job, first] {
            for (std::size_t index = first; index != first + 2; ++index)
            {
                for (std::uint64_t bytes = 0; bytes < size; bytes += 100)
                {
                    job->set_bytes(index, bytes % 200000);
                    if (bytes + 100 == 200000)
                    {
                        job->retry(index, 0);
                    }
                }
                job->finish(index, wua::outcome::succeeded());
            }
        });
    }
    for (std::thread& thread : threads)
    {
        thread.join();
    }
    CHECK(broken == std::vector<std::string>(3));
    CHECK(job->result() == wua::outcome::succeeded());
    CHECK(job->snapshot().retries() == 4);
    CHECK(job->engine_faults() == 0);
    CHECK(job->snapshot().bytes_downloaded() == 3 * size + 199900);
}

TEST_CASE("a listener that does not want changes hears only of completion", "[ledger]")
{
    struct deaf_listener final : wua::detail::ledger_listener
    {
        bool wants_changes() const noexcept override
        {
            return false;
        }
        void changed() noexcept override
        {
            ++changes;
        }
        void completed() noexcept override
        {
            ++completions;
        }
        int changes = 0;
        int completions = 0;
    };
    wua::detail::ledger job(updates({100}));
    const auto listener = std::make_shared<deaf_listener>();
    job.listen(listener);
    job.set_bytes(0, 10);
    job.set_bytes(0, 20);
    job.finish(0, wua::outcome::succeeded());
    CHECK(listener->changes == 0);
    CHECK(listener->completions == 1);
}

TEST_CASE("a percentage that a poll has kept is not that of the snapshot once it is read again", "[ledger]")
{
    wua::detail::ledger job(updates({100}));
    job.start(0);
    job.set_bytes(0, 10);
    static_cast<void>(job.poll());
    wua::progress_snapshot again = job.poll();
    CHECK(again.percent() == 10);
    job.set_bytes(0, 20);
    job.read(again);
    CHECK(again.percent() == 20);
}

TEST_CASE("a snapshot that is read again is as current as a new one", "[ledger]")
{
    wua::detail::ledger job(updates({100, 200}));
    const wua::detail::ledger other(updates({7}));
    wua::progress_snapshot again;
    const auto check = [&] {
        job.read(again);
        const wua::progress_snapshot anew = job.snapshot();
        CHECK(again.values() == anew.values());
        CHECK(again.results() == anew.results());
    };
    check();
    check();
    job.start(1);
    for (const std::uint64_t bytes : {0U, 10U, 11U, 11U})
    {
        job.set_bytes(1, bytes);
        check();
    }
    other.read(again);
    CHECK(again.bytes_to_download() == 7U);
    check();
    job.retry(1, 5);
    check();
    job.set_bytes(1, 6);
    check();
    job.finish(1, wua::outcome::succeeded());
    check();
    job.finish(0, wua::outcome::aborted());
    check();
    check();
}

TEST_CASE("the clock is read before the job's lock is taken, never under it", "[ledger]")
{
    std::weak_ptr<wua::detail::ledger> looked_at;
    int readings = 0;
    bool was_free = true;
    wua::detail::ledger_options options;
    options.clock = [&] {
        if (const auto job = looked_at.lock())
        {
            ++readings;
            std::promise<void> has_looked;
            std::future<void> looked = has_looked.get_future();
            std::thread([job, told = std::move(has_looked)]() mutable {
                static_cast<void>(job->result()); // takes the lock
                told.set_value();
            }).detach();
            was_free = was_free && looked.wait_for(5s) == std::future_status::ready;
        }
        return wua::steady_time();
    };
    const auto job = std::make_shared<wua::detail::ledger>(fakes::updates({10, 10, 10}), options);
    looked_at = job;
    job->set_bytes(0, 5);
    job->tick();
    job->request_abort();
    job->set_bytes(0, 6);
    job->set_phase(0, wua::dphVerifying);
    job->tick();
    CHECK_FALSE(job->close_if_overdue());
    job->finish(0, wua::outcome::succeeded());
    CHECK(readings >= 7);
    CHECK(was_free);
}

TEST_CASE("a falling speed is reported although no bytes come", "[ledger]")
{
    fakes::clock clock;
    wua::detail::ledger_options options;
    options.clock = clock;
    const fakes::watched_job job(fakes::updates({100'000'000}), options);
    job->set_bytes(0, 1);
    clock.advance(1s);
    job->set_bytes(0, 50'000'000);
    const double speed = job->snapshot().bytes_per_second();
    CHECK(speed > 0);
    const int changes = job.watch->changes();
    clock.advance(1s);
    job->tick();
    CHECK(job->snapshot().bytes_per_second() < speed);
    CHECK(job.watch->changes() == changes + 1);
    job->tick(); // at the same time: there is nothing new
    CHECK(job.watch->changes() == changes + 1);
}

TEST_CASE("the URL being asked is reported by its index, and an impossible one not at all", "[ledger]")
{
    wua::update_item item;
    item.files.push_back({{"https://one/a", "https://two/a"}});
    item.files.push_back({{"https://one/b", "https://two/b"}});
    watched_job job({std::make_shared<const wua::update_item>(std::move(item))});
    CHECK_FALSE(job->progress_of(0).asked);
    for (const wua::url_place place : {wua::url_place{0, 1}, wua::url_place{1, 0}, wua::url_place{1, 1}})
    {
        job->set_url(0, place);
        CHECK(job->progress_of(0).asked == place);
    }
    job->set_url(0, {1, 2});
    CHECK_FALSE(job->progress_of(0).asked);
    job->set_url(0, {2, 0});
    CHECK_FALSE(job->progress_of(0).asked);
    job->set_url(7, {0, 0});
    job->set_url(0, {0, 0});
    job->finish(0, wua::outcome::succeeded());
    job->set_url(0, {1, 1});
    CHECK(job->progress_of(0).asked == wua::url_place{0, 0});
    CHECK(job->engine_faults() == 0);
}
