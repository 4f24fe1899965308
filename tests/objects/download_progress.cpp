// SPDX-License-Identifier: MIT
// Snapshots: coherent, immutable, and free of allocations.

#include "counted_allocation.hpp"
#include "doubles.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/update_table.hpp>
#include <wua/model/progress_contract.hpp>
#include <wua/objects/download_progress.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/extensions.hpp>

using namespace wua;
using namespace doubles;

namespace
{

// Everything that the two interfaces of a snapshot tell.
struct told
{
    std::uint64_t update_bytes = 0;
    std::uint64_t update_total = 0;
    LONG index = -1;
    LONG percent = -1;
    std::uint64_t bytes = 0;
    std::uint64_t total = 0;
    OperationResultCode first = orcNotStarted;
    DownloadPhase phase{};
    LONG update_percent = -1;
    bool is_total_known = false;
    bool is_update_total_known = false;
    LONG attempt = -1;
    LONG started = -1;
    LONG finished = -1;
    LONG retries = -1;

    bool operator==(const told&) const = default;
};

update_pointer first_item(const auto& on)
{
    com_ptr<IUpdateCollection> updates;
    throw_if_failed(on.downloader->get_Updates(updates.put()));
    com_ptr<IUpdate> first;
    throw_if_failed(updates->get_Item(0, first.put()));
    return to_update_item(*first);
}

told all_of(IDownloadProgress& progress)
{
    told all;
    DECIMAL number{};
    VARIANT_BOOL flag = variant_false;
    const auto details = com_ptr<IDownloadProgress>(&progress).query<IDownloadProgressDetails>();
    throw_if_failed(progress.get_CurrentUpdateBytesDownloaded(&number));
    all.update_bytes = to_uint64(number).value();
    throw_if_failed(progress.get_CurrentUpdateBytesToDownload(&number));
    all.update_total = to_uint64(number).value();
    throw_if_failed(progress.get_CurrentUpdateIndex(&all.index));
    throw_if_failed(progress.get_PercentComplete(&all.percent));
    throw_if_failed(progress.get_TotalBytesDownloaded(&number));
    all.bytes = to_uint64(number).value();
    throw_if_failed(progress.get_TotalBytesToDownload(&number));
    all.total = to_uint64(number).value();
    com_ptr<IUpdateDownloadResult> result;
    throw_if_failed(progress.GetUpdateResult(0, result.put()));
    throw_if_failed(result->get_ResultCode(&all.first));
    throw_if_failed(progress.get_CurrentUpdateDownloadPhase(&all.phase));
    throw_if_failed(progress.get_CurrentUpdatePercentComplete(&all.update_percent));
    throw_if_failed(details->get_IsTotalKnown(&flag));
    all.is_total_known = flag != variant_false;
    throw_if_failed(details->get_IsCurrentUpdateTotalKnown(&flag));
    all.is_update_total_known = flag != variant_false;
    throw_if_failed(details->get_CurrentUpdateAttempt(&all.attempt));
    throw_if_failed(details->get_StartedUpdates(&all.started));
    throw_if_failed(details->get_FinishedUpdates(&all.finished));
    throw_if_failed(details->get_Retries(&all.retries));
    return all;
}

scenario slow()
{
    scenario script;
    script.others.bytes_per_second = 1000;
    script.others.latency = 0ns;
    script.others.verify_time = 100ms;
    return script;
}

} // namespace

TEST_CASE("a snapshot tells one instant of a job",
          "[download_progress][IDownloadJob::GetProgress][IDownloadProgress::get_CurrentUpdateBytesDownloaded]"
          "[IDownloadProgress::get_CurrentUpdateBytesToDownload][IDownloadProgress::get_CurrentUpdateIndex]"
          "[IDownloadProgress::get_PercentComplete][IDownloadProgress::get_TotalBytesDownloaded]"
          "[IDownloadProgress::get_TotalBytesToDownload][IDownloadProgress::GetUpdateResult]"
          "[IDownloadProgress::get_CurrentUpdateDownloadPhase][IDownloadProgress::get_CurrentUpdatePercentComplete]"
          "[IDownloadProgressDetails::get_IsTotalKnown][IDownloadProgressDetails::get_IsCurrentUpdateTotalKnown]"
          "[IDownloadProgressDetails::get_CurrentUpdateAttempt][IDownloadProgressDetails::get_StartedUpdates]"
          "[IDownloadProgressDetails::get_FinishedUpdates][IDownloadProgressDetails::get_Retries]")
{
    const rig<simulated_engine> on;
    on.engine->set_scenario(slow());
    const auto job = on.begin();
    const told before{0, 1000, 0, 0, 0, 3000, orcNotStarted, dphInitializing, 0, true, true, 0, 0, 0, 0};
    CHECK(all_of(*progress_of(*job)) == before);

    on.engine->advance(500ms);
    const told half{500, 1000, 0, 16, 500, 3000, orcInProgress, dphDownloading, 50, true, true, 1, 1, 0, 0};
    CHECK(all_of(*progress_of(*job)) == half);

    on.engine->advance(550ms);
    CHECK(all_of(*progress_of(*job)).phase == dphVerifying);
    CHECK(all_of(*progress_of(*job)).update_percent == 99);

    on.engine->advance(550ms);
    const told second{500, 1000, 1, 50, 1500, 3000, orcSucceeded, dphDownloading, 50, true, true, 1, 2, 1, 0};
    CHECK(all_of(*progress_of(*job)) == second);

    on.engine->run();
    const told end{1000, 1000, 2, 100, 3000, 3000, orcSucceeded, dphVerifying, 100, true, true, 1, 3, 3, 0};
    CHECK(all_of(*progress_of(*job)) == end);
}

TEST_CASE("a speed beyond all numbers is shown as the largest number", "[download_progress]")
{
    progress_values values;
    values.bytes_per_second = 1e30;
    const com_ptr<download_progress> now = download_progress::take(progress_snapshot(values, nullptr));
    DECIMAL speed{};
    CHECK(now->get_BytesPerSecond(&speed) == s_ok);
    CHECK(to_uint64(speed).value_or(0) >= 18'000'000'000'000'000'000U);
}

TEST_CASE("an unknown size is 0, and reported as unknown", "[download_progress]")
{
    const auto engine = std::make_shared<simulated_engine>();
    const auto downloader = make_downloader(engine);
    const auto updates = make_update_collection({make_update(make_item("unsized", "http://localhost/"))});
    throw_if_failed(downloader->put_Updates(updates.get()));
    com_ptr<IDownloadJob> job;
    throw_if_failed(downloader->BeginDownload(nullptr, nullptr, VARIANT{}, job.put()));
    const told now = all_of(*progress_of(*job));
    CHECK(now.total == 0);
    CHECK(now.update_total == 0);
    CHECK_FALSE(now.is_total_known);
    CHECK_FALSE(now.is_update_total_known);
}

TEST_CASE("speed and the time left are shown once they are known",
          "[download_progress]"
          "[IDownloadProgressDetails::get_BytesPerSecond][IDownloadProgressDetails::get_SecondsLeft]")
{
    const rig<simulated_engine> on;
    on.engine->set_scenario(slow());
    const auto job = on.begin();
    DECIMAL speed{};
    LONG left = 0;
    CHECK(progress_of(*job).query<IDownloadProgressDetails>()->get_SecondsLeft(&left) == s_ok);
    CHECK(left == -1);
    on.engine->advance(1s);
    CHECK(progress_of(*job).query<IDownloadProgressDetails>()->get_BytesPerSecond(&speed) == s_ok);
    CHECK(to_uint64(speed).value() == Approx(1000).epsilon(0.02));
    on.engine->advance(200ms);
    const auto details = progress_of(*job).query<IDownloadProgressDetails>();
    CHECK(details->get_SecondsLeft(&left) == s_ok);
    CHECK(left == 2);
    CHECK(details->get_SecondsStalled(&left) == s_ok);
    CHECK(left == 0);
}

TEST_CASE("a stall is reported, and then no time left",
          "[download_progress][IDownloadProgressDetails::get_SecondsStalled]")
{
    const rig<simulated_engine> on;
    scenario stalling;
    stalling.updates.resize(1);
    stalling.updates[0].bytes_per_second = 500;
    stalling.updates[0].stalls.push_back({500, 60s});
    on.engine->set_scenario(stalling);
    const auto job = on.begin();
    for (int second = 0; second != 10; ++second)
    {
        on.engine->advance(1s); // the engine lets time pass at the end of each
    }
    const auto details = progress_of(*job).query<IDownloadProgressDetails>();
    LONG seconds = 0;
    CHECK(details->get_SecondsStalled(&seconds) == s_ok);
    CHECK(seconds == 8);
    CHECK(details->get_SecondsLeft(&seconds) == s_ok);
    CHECK(seconds == -1);
}

TEST_CASE("a snapshot refuses null out-pointers and indices that no update has",
          "[download_progress][IDownloadProgress::GetUpdateResult]")
{
    const rig<simulated_engine> on;
    const auto progress = progress_of(*on.begin());
    const auto details = progress.query<IDownloadProgressDetails>();
    CHECK(progress->get_CurrentUpdateBytesDownloaded(nullptr) == e_pointer);
    CHECK(progress->get_CurrentUpdateBytesToDownload(nullptr) == e_pointer);
    CHECK(progress->get_CurrentUpdateIndex(nullptr) == e_pointer);
    CHECK(progress->get_PercentComplete(nullptr) == e_pointer);
    CHECK(progress->get_TotalBytesDownloaded(nullptr) == e_pointer);
    CHECK(progress->get_TotalBytesToDownload(nullptr) == e_pointer);
    CHECK(progress->GetUpdateResult(0, nullptr) == e_pointer);
    CHECK(progress->get_CurrentUpdateDownloadPhase(nullptr) == e_pointer);
    CHECK(progress->get_CurrentUpdatePercentComplete(nullptr) == e_pointer);
    CHECK(details->get_BytesPerSecond(nullptr) == e_pointer);
    CHECK(details->get_SecondsLeft(nullptr) == e_pointer);
    CHECK(details->get_IsTotalKnown(nullptr) == e_pointer);
    CHECK(details->get_IsCurrentUpdateTotalKnown(nullptr) == e_pointer);
    CHECK(details->get_CurrentUpdateAttempt(nullptr) == e_pointer);
    CHECK(details->get_StartedUpdates(nullptr) == e_pointer);
    CHECK(details->get_FinishedUpdates(nullptr) == e_pointer);
    CHECK(details->get_Retries(nullptr) == e_pointer);
    CHECK(details->get_SecondsStalled(nullptr) == e_pointer);
    com_ptr<IUpdateDownloadResult> none;
    for (const LONG index : {-1, 3, 1000})
    {
        CHECK(progress->GetUpdateResult(index, none.put()) == wu_e_invalidindex);
        CHECK(none == nullptr);
    }
}

TEST_CASE("a snapshot never changes, and outlives job, downloader and engine",
          "[download_progress]"
          "[IDownloadJob::GetProgress]")
{
    auto on = std::make_unique<rig<simulated_engine>>();
    on->engine->set_scenario(slow());
    auto job = on->begin();
    on->engine->advance(500ms);
    const com_ptr<IDownloadProgress> taken = progress_of(*job);
    const told then = all_of(*taken);
    on->engine->run();
    CHECK(all_of(*taken) == then);
    com_ptr<IUpdateDownloadResult> result;
    REQUIRE(taken->GetUpdateResult(0, result.put()) == s_ok);
    job.reset();
    on.reset();
    CHECK(all_of(*taken) == then);
    OperationResultCode code = orcNotStarted;
    CHECK(result->get_ResultCode(&code) == s_ok);
    CHECK(code == orcInProgress);
}

TEST_CASE("of two snapshots that a thread holds each keeps its own instant", "[download_progress]")
{
    const rig<simulated_engine> on;
    on.engine->set_scenario(slow());
    const auto job = on.begin();
    const auto first = progress_of(*job);
    on.engine->advance(100ms);
    const auto second = progress_of(*job);
    progress_of(*job).reset(); // used again by the next
    on.engine->advance(100ms);
    const auto third = progress_of(*job);
    CHECK_FALSE(first == second);
    CHECK_FALSE(second == third);
    CHECK(all_of(*first).bytes == 0);
    CHECK(all_of(*second).bytes == 100);
    CHECK(all_of(*third).bytes == 200);
}

TEST_CASE("a polling thread allocates only for its first snapshot", "[download_progress][IDownloadJob::GetProgress]")
{
    const rig<simulated_engine> on;
    on.engine->set_scenario(slow());
    const auto job = on.begin();
    std::size_t first = 0;
    std::size_t later = 0;
    const auto poll = [&] { // and nothing else: what checks a snapshot has variables of the thread, too
        com_ptr<IDownloadProgress> progress;
        LONG percent = 0;
        throw_if_failed(job->GetProgress(progress.put()));
        throw_if_failed(progress->get_PercentComplete(&percent));
    };
    std::thread([&] {
        const std::size_t start = wua_test::allocations();
        poll();
        first = wua_test::allocations() - start;
        for (int i = 0; i != 100; ++i)
        {
            poll();
        }
        later = wua_test::allocations() - start - first;
    }).join();
    CHECK(first == 1);
    CHECK(later == 0);
}

TEST_CASE("a thread that has polled keeps nothing of a job that it ended, cleaned up or released last",
          "[download_progress][IDownloadJob::GetProgress][IDownloadJob::CleanUp]")
{
    const rig<simulated_engine> on;
    const update_pointer item = first_item(on);
    const long without_job = item.use_count();
    auto job = on.begin();
    const detail::update_table* const table = source_of(*job)->running()->job_ledger()->table().get();
    const auto poll = [&] {
        com_ptr<IDownloadProgress> progress;
        throw_if_failed(job->GetProgress(progress.put()));
    };
    poll();
    const ULONG while_kept = table->use_count();
    SECTION("ended")
    {
        com_ptr<IDownloadResult> result;
        REQUIRE(on.downloader->EndDownload(job.get(), result.put()) == s_ok);
        result.reset();
        CHECK(table->use_count() < while_kept);
    }
    SECTION("cleaned up")
    {
        REQUIRE(job->CleanUp() == s_ok);
        CHECK(table->use_count() < while_kept);
    }
    SECTION("released while it runs, and then run by somebody else")
    {
        job.reset();
        on.engine->run();
    }
    SECTION("a snapshot that outlived its job")
    {
        com_ptr<IDownloadProgress> last;
        throw_if_failed(job->GetProgress(last.put()));
        throw_if_failed(job->CleanUp());
        job.reset();
        CHECK(item.use_count() > without_job);
        last.reset();
    }
    job.reset();
    CHECK(item.use_count() == without_job);
}

TEST_CASE("a thread that polls one job after the other keeps at most the last one's table of updates",
          "[download_progress][IDownloadJob::GetProgress]")
{
    const rig<threaded_engine> on;
    event has_polled;
    event is_over;
    std::vector<update_pointer> items; // one of each job
    std::vector<com_ptr<IDownloadJob>> jobs;
    for (int i = 0; i != 3; ++i)
    {
        throw_if_failed(on.downloader->put_Updates(make_updates(1).get()));
        items.push_back(first_item(on));
        jobs.push_back(on.begin());
    }
    throw_if_failed(on.downloader->put_Updates(make_updates(1).get()));
    std::thread poller([&] {
        for (const auto& job : jobs)
        {
            com_ptr<IDownloadProgress> progress;
            throw_if_failed(job->GetProgress(progress.put()));
        }
        has_polled.set();
        is_over.wait();
    });
    has_polled.wait();
    on.detach();
    for (auto& job : jobs)
    {
        throw_if_failed(job->CleanUp());
        job.reset();
    }
    const auto is_held = [](const update_pointer& item) { return item.use_count() > 1; };
    const auto alive = [&] { return std::count_if(items.begin(), items.end(), is_held); };
    while (alive() > 1) // the engine's threads let go of theirs
    {
        on.advance();
    }
    CHECK(alive() == 1);
    CHECK(is_held(items.back()));
    is_over.set();
    poller.join();
    CHECK(alive() == 0);
}

TEST_CASE("four threads poll one running job, and each sees it go forward",
          "[download_progress][IDownloadJob::GetProgress]")
{
    const auto engine = std::make_shared<threaded_engine>();
    const auto downloader = make_downloader(engine, eager());
    throw_if_failed(downloader->put_Updates(make_updates(200).get()));
    com_ptr<IDownloadJob> job;
    throw_if_failed(downloader->BeginDownload(nullptr, nullptr, VARIANT{}, job.put()));
    std::atomic<int> violations{0};
    std::atomic<int> mismatches{0};
    std::vector<std::thread> pollers;
    for (int i = 0; i != 4; ++i)
    {
        pollers.emplace_back([&] {
            com_ptr<IDownloadProgress> before = progress_of(*job);
            while (!is_completed(*job))
            {
                com_ptr<IDownloadProgress> now = progress_of(*job);
                const auto& older = static_cast<download_progress&>(*before).snapshot();
                const auto& newer = static_cast<download_progress&>(*now).snapshot();
                violations += check_progress(older, newer).has_value() ? 1 : 0;
                const told once = all_of(*now);
                mismatches += once == all_of(*now) ? 0 : 1;
                before = std::move(now);
            }
            mismatches += percent_of(*progress_of(*job)) == 100 ? 0 : 1;
        });
    }
    engine->allow_all();
    for (std::thread& poller : pollers)
    {
        poller.join();
    }
    CHECK(violations == 0);
    CHECK(mismatches == 0);
    CHECK(job->CleanUp() == s_ok);
}
