// SPDX-License-Identifier: MIT
// Jobs of somebody else's through the C++ face.

#include "catch.hpp"
#include "objects/foreign_job.hpp"
#include "objects/foreign_update.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/model/progress_contract.hpp>
#include <wua/objects/com_face.hpp>
#include <wua/objects/observed_job.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/testing/progress_poller.hpp>
#include <wua/testing/progress_witness.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

using namespace wua;
using namespace std::chrono_literals;

namespace
{

com_ptr<IUpdate> update_called(const std::string& title)
{
    const auto made = make<foreign_update>();
    made->title = title;
    return made;
}

// Two updates of 10 and 30 bytes: 10 bytes in each pause, while a clock goes on by what the pause takes.
struct played_job
{
    foreign_result first;
    foreign_result second;
    foreign_job job;
    std::vector<std::chrono::nanoseconds> pauses;
    std::chrono::nanoseconds now{0};

    played_job()
    {
        job.updates = make_update_collection({update_called("First"), update_called("Second")});
        job.progress.results = {&first, &second};
        first.result_code.value = orcInProgress;
        second.result_code.value = orcNotStarted;
        show(0, 0, 10, 0, 0);
    }

    void show(LONG index, std::uint64_t update_done, std::uint64_t update_total, std::uint64_t done, LONG percent)
    {
        foreign_progress& shown = job.progress;
        shown.index.value = index;
        shown.update_done.value = to_decimal(update_done);
        shown.update_total.value = to_decimal(update_total);
        shown.done.value = to_decimal(done);
        shown.total.value = to_decimal(40);
        shown.percent.value = percent;
        shown.update_percent.value = static_cast<LONG>(100 * update_done / update_total);
    }

    void resume()
    {
        switch (pauses.size())
        {
            case 1:
                first.result_code.value = orcSucceeded;
                second.result_code.value = orcInProgress;
                return show(1, 0, 30, 10, 25);
            case 2:
                return show(1, 10, 30, 20, 50);
            case 3:
                return show(1, 20, 30, 30, 75);
            default:
                second.result_code.value = orcFailed;
                second.hresult.value = wu_e_pt_http_status_not_found;
                job.is_completed.value = variant_true;
                return show(1, 20, 30, 30, 100);
        }
    }

    observer_options options()
    {
        observer_options made;
        made.pause = [this](std::chrono::nanoseconds time) {
            pauses.push_back(time);
            now += time;
            resume();
        };
        made.clock = [this] { return now; };
        return made;
    }
};

} // namespace

TEST_CASE("between two looks at a job time passes, also without a function for it", "[observed_job]")
{
    played_job played;
    observer_options options;
    options.interval = 1ms;
    observed_job observed(com_ptr<IDownloadJob>(&played.job), options);
    const auto began = std::chrono::steady_clock::now();
    CHECK_FALSE(observed.wait_for(5ms));
    CHECK(std::chrono::steady_clock::now() - began >= 5ms);
    CHECK_FALSE(observed.is_completed());
}

TEST_CASE("a foreign job is polled until it is completed", "[observed_job]")
{
    played_job played;
    {
        observed_job observed(com_ptr<IDownloadJob>(&played.job), played.options());
        REQUIRE(observed.updates().size() == 2);
        CHECK(observed.updates()[1]->title == "Second");
        CHECK(observed.result() == outcome::in_progress());
        CHECK(observed.result(0) == outcome::in_progress());
        CHECK(observed.result(1) == outcome());

        CHECK_FALSE(observed.wait_for(250ms));
        CHECK(played.pauses == std::vector<std::chrono::nanoseconds>{100ms, 100ms, 50ms});
        const progress_snapshot seen = observed.progress();
        CHECK(seen.update_count() == 2);
        CHECK(seen.current_update_index() == 1);
        CHECK(seen.current_update_phase() == dphDownloading);
        CHECK(seen.current_update_bytes_downloaded() == 20);
        CHECK(seen.current_update_bytes_to_download() == 30);
        CHECK(seen.current_update_percent() == 66);
        CHECK(seen.current_update_attempt() == 1);
        CHECK(seen.bytes_downloaded() == 30);
        CHECK(seen.bytes_to_download() == 40);
        CHECK(seen.percent() == 75);
        CHECK(seen.started() == 2);
        CHECK(seen.finished() == 1);
        CHECK(seen.result(0) == outcome::succeeded());
        CHECK(seen.result(1) == outcome::in_progress());
        CHECK(seen.state() == job_state::running);
        CHECK(seen.bytes_per_second() == 0);
        CHECK_FALSE(seen.time_left().has_value());

        CHECK(observed.wait() == outcome{orcSucceededWithErrors, wu_s_update_error, {}, {}});
        CHECK(observed.progress().is_completed());
        CHECK(observed.result(1) == outcome::failed(wu_e_pt_http_status_not_found));
        CHECK(seen.percent() == 75); // for ever
        CHECK_THROWS_AS(observed.result(2), hresult_error);
        CHECK(observed.com() == com_ptr<IDownloadJob>(&played.job));
    }
    CHECK(played.job.references == 1);
    CHECK(played.job.progress.references == 1);
    CHECK(played.first.references == 1);
    CHECK(played.job.aborts == 0);
    CHECK(played.job.clean_ups == 0);
}

TEST_CASE("watching reports each poll of a foreign job, and a stop aborts the job", "[observed_job]")
{
    played_job played;
    std::stop_source stop;
    std::vector<std::int32_t> percents;
    std::vector<job_state> states;
    observed_job observed(com_ptr<IDownloadJob>(&played.job), played.options());
    const outcome ended = observed.watch(
        [&](const progress_snapshot& now) {
            percents.push_back(now.percent());
            states.push_back(now.state());
            if (now.percent() == 50)
            {
                stop.request_stop();
            }
        },
        stop.get_token());
    CHECK(percents == std::vector<std::int32_t>{0, 25, 50, 75, 100});
    CHECK(states == std::vector<job_state>{job_state::running, job_state::running, job_state::running,
                                           job_state::aborting, job_state::completed});
    CHECK(played.job.aborts == 1);
    CHECK(ended.code == orcSucceededWithErrors);
}

TEST_CASE("a foreign job that keeps the progress contract satisfies the witness", "[observed_job]")
{
    played_job played;
    progress_witness witness;
    observed_job observed(com_ptr<IDownloadJob>(&played.job), played.options());
    observed.watch([&](const progress_snapshot& now) { witness.see(now); });
    CHECK(witness.complaint() == "");
    CHECK(witness.seen() == 5);
}

TEST_CASE("the witness names what a foreign job violates", "[observed_job]")
{
    played_job played;
    progress_witness witness;
    observed_job observed(com_ptr<IDownloadJob>(&played.job), played.options());
    played.show(0, 5, 10, 5, 12);
    witness.see(observed.progress());
    played.show(0, 4, 10, 4, 12);
    witness.see(observed.progress());
    REQUIRE(witness.violation());
    CHECK(witness.violation()->rule == progress_rule::bytes_never_decrease);
}

TEST_CASE("a poller follows a foreign job through an observer", "[observed_job]")
{
    played_job played;
    played.job.is_completed.value = variant_true;
    played.first.result_code.value = orcSucceeded;
    played.second.result_code.value = orcSucceeded;
    played.show(1, 30, 30, 40, 100);
    progress_poller poller([observed = std::make_shared<observed_job>(com_ptr<IDownloadJob>(&played.job))] {
        return observed->progress();
    });
    CHECK(poller.finish() == "");
    CHECK(poller.witness().last()->percent() == 100);
}

TEST_CASE("numbers that no job can have are shown as nearly as a snapshot can hold them", "[observed_job]")
{
    played_job played;
    foreign_progress& told = played.job.progress;
    told.percent.value = 250;
    told.update_percent.value = -5;
    told.index.value = 77;
    told.phase.value = static_cast<DownloadPhase>(-3);
    told.done.value = make_decimal(125, 0, 1, true); // -12.5 bytes
    told.total.value = to_decimal(0);
    told.update_total.value.scale = 99;
    observed_job observed{com_ptr<IDownloadJob>(&played.job)};
    const progress_snapshot seen = observed.progress();
    CHECK(seen.percent() == 127);
    CHECK(seen.current_update_percent() == 0);
    CHECK(seen.current_update_index() == 1);
    CHECK(seen.current_update_phase() == static_cast<DownloadPhase>(0));
    CHECK(seen.bytes_downloaded() == 0);
    CHECK(seen.bytes_to_download() == std::nullopt);
    CHECK(seen.current_update_bytes_to_download() == std::nullopt);
    told.index.value = -1;
    CHECK(observed.progress().current_update_index() == 0);
}

TEST_CASE("the failure of a foreign job is thrown, and the next call asks again", "[observed_job]")
{
    const auto code_of = [](const std::function<void()>& f) {
        try
        {
            f();
        }
        catch (const hresult_error& error)
        {
            return error.code();
        }
        return s_ok;
    };
    played_job played;
    observed_job observed{com_ptr<IDownloadJob>(&played.job)};
    const auto look = [&] { observed.progress(); };

    played.job.progress_code = wu_e_no_service; // and a pointer that nobody may release
    CHECK(code_of(look) == wu_e_no_service);
    CHECK(played.job.progress.references == 1);
    played.job.progress_code = s_ok;
    played.job.answered = nullptr;
    CHECK(code_of(look) == e_unexpected);
    played.job.answered = &played.job.progress;
    played.job.progress.total.code = e_fail;
    CHECK(code_of(look) == e_fail);
    played.job.progress.total.code = s_ok;
    played.job.progress.result_code = e_abort;
    CHECK(code_of(look) == e_abort);
    played.job.progress.result_code = s_ok;
    played.job.progress.results[0] = nullptr;
    CHECK(code_of(look) == e_unexpected);
    played.job.progress.results[0] = &played.first;
    played.job.is_completed.code = e_outofmemory;
    CHECK(code_of(look) == e_outofmemory);
    played.job.is_completed.code = s_ok;
    played.job.abort_code = wu_e_invalid_operation;
    CHECK(code_of([&] { observed.request_abort(); }) == wu_e_invalid_operation);
    CHECK(observed.progress().state() == job_state::running);
    CHECK(played.job.progress.references == 1);

    CHECK(code_of([] { observed_job none{com_ptr<IDownloadJob>()}; }) == e_pointer);
    played.job.updates.reset();
    CHECK(code_of([&] { observed_job nothing{com_ptr<IDownloadJob>(&played.job)}; }) == e_unexpected);
}

TEST_CASE("a job that ends without all its results has not ended well", "[observed_job]")
{
    played_job played;
    played.first.result_code.value = orcSucceeded;
    played.job.is_completed.value = variant_true;
    observed_job observed{com_ptr<IDownloadJob>(&played.job)};
    CHECK(observed.wait() == outcome{orcSucceededWithErrors, wu_s_update_error, {}, {}});
    CHECK(check_progress(observed.progress())->rule == progress_rule::terminal_means_all_finished);
}

TEST_CASE("a job of this library's loses nothing to an observer", "[observed_job]")
{
    scenario script;
    script.updates.resize(2);
    script.updates[0].faults.push_back(
        {.at_byte = 500, .hresult = wu_e_pt_http_status_service_unavail, .is_retried = true});
    script.updates[1].faults.push_back({.at_byte = 500, .hresult = wu_e_pt_http_status_not_found});
    job own =
        wua::start(simulated_engine(script),
                   {make_item("First", "https://host/1", 50'000'000), make_item("Second", "https://host/2", 1000)});
    observed_job observed(own.com());
    CHECK_FALSE(observed.wait_for(2s)); // of the engine's time
    const progress_snapshot running = observed.progress();
    CHECK(running.bytes_per_second() > 0);
    CHECK(running.retries() == 1);
    CHECK(running.current_update_attempt() == 2);
    CHECK(running.bytes_downloaded() == own.progress().bytes_downloaded());
    CHECK(running.percent() == own.progress().percent());
    const outcome ended = observed.wait();
    CHECK(ended == own.result());
    CHECK(observed.result(1).hresult == own.result(1).hresult);
    CHECK(observed.result(1).detail == own.result(1).detail);
    CHECK(observed.updates()[0] == own.updates()[0]);
}

TEST_CASE("a job that is looked at is paused where it offers that", "[observed_job][pause]")
{
    played_job played;
    observed_job foreign{com_ptr<IDownloadJob>(&played.job)};
    CHECK_THROWS_AS(foreign.pause(), hresult_error);

    const auto engine = std::make_shared<simulated_engine>();
    const job own = wua::start(engine, {make_item("", "", 1000)});
    observed_job seen{own.com()};
    seen.pause();
    engine->advance(1s);
    CHECK(seen.progress().is_paused());
    CHECK(seen.progress().is_current_update_paused());
    seen.resume();
    CHECK_FALSE(seen.progress().is_paused());
    CHECK(seen.wait() == outcome::succeeded());
}
