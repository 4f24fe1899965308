// SPDX-License-Identifier: MIT
// What a ledger shows of pauses, and what it asks of the engine.

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/job/transfer.hpp>
#include <wua/wuapi/errors.hpp>

#include <limits>

using namespace std::chrono_literals;
using fakes::updates;
using fakes::watched_job;

TEST_CASE("a job is paused once everything that is left of it stands still", "[ledger][pause]")
{
    fakes::clock time;
    watched_job job(updates({1000, 1000, 1000}), {time});
    job->start(0);
    job->set_bytes(0, 100);
    time.advance(1s);
    job->set_bytes(0, 300);
    time.advance(1s);
    job->set_bytes(0, 500);
    job->tick();
    CHECK(job->snapshot().bytes_per_second() > 0);
    job->want_pause(true);
    CHECK(job->wants_pause());
    CHECK(job->wants_pause(0));
    CHECK(job->snapshot().state() == wua::job_state::running); // until the engine has stopped it
    job->set_bytes(0, 510);
    job->set_paused(0);

    const wua::progress_snapshot paused = job->snapshot();
    CHECK(paused.is_paused());
    CHECK(paused.is_current_update_paused());
    CHECK(paused.pause_reason().empty());
    CHECK(paused.bytes_downloaded() == 510);
    CHECK(paused.bytes_per_second() == 0);
    CHECK_FALSE(paused.time_left());
    CHECK(job->progress_of(0).is_paused);
    CHECK(job->progress_of(1).is_paused); // it will not be started

    job->want_pause(false);
    CHECK_FALSE(job->wants_pause(0));
    CHECK_FALSE(job->has_pauses());
    CHECK(job->snapshot().state() == wua::job_state::running);
    CHECK_FALSE(job->progress_of(1).is_paused);
    job->finish_rest(wua::outcome::succeeded());
    CHECK(job->engine_faults() == 0);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("one update stands still while the others go on, and the job when only it is left", "[ledger][pause]")
{
    watched_job job(updates({1000, 1000}));
    job->start(0);
    job->start(1);
    job->want_pause(0, true);
    job->set_paused(0);
    CHECK(job->snapshot().state() == wua::job_state::running);
    CHECK(job->snapshot().is_current_update_paused());
    CHECK(job->progress_of(0).is_paused);
    CHECK_FALSE(job->progress_of(1).is_paused);
    job->set_bytes(1, 1000);
    job->finish(1, wua::outcome::succeeded());
    CHECK(job->snapshot().is_paused());
    job->want_pause(0, false);
    CHECK_FALSE(job->snapshot().is_paused());
    job->finish(0, wua::outcome::succeeded());
    CHECK(job.watch->broken() == "");
}

TEST_CASE("an update that goes on although it was paused is shown as it is, and the engine is blamed",
          "[ledger][pause]")
{
    watched_job job(updates({1000}));
    job->set_bytes(0, 100);
    job->want_pause(true);
    job->set_paused(0);
    job->set_bytes(0, 100); // nothing new
    CHECK(job->engine_faults() == 0);
    CHECK(job->snapshot().is_paused());
    const wua::progress_snapshot paused = job->snapshot();
    job->set_bytes(0, 200);
    CHECK(job->engine_faults(wua::detail::engine_fault::moved_while_paused) == 1);
    CHECK_FALSE(job->snapshot().is_paused());
    CHECK(job->snapshot().bytes_downloaded() == 200);
    job->set_paused(0);
    CHECK(job->snapshot().is_paused()); // another pause, so that the bytes may differ
    CHECK_FALSE(wua::check_progress(paused, job->snapshot()));
    CHECK(job.watch->broken() == "");
}

TEST_CASE("an engine's reason is shown as long as it holds the job, and in snapshots for ever", "[ledger][pause]")
{
    watched_job job(updates({1000}));
    job->hold("metered network");
    const wua::progress_snapshot metered = job->snapshot();
    CHECK(metered.is_paused());
    CHECK(metered.pause_reason() == "metered network");
    job->hold("outside of 22:00-06:00");
    CHECK(job->snapshot().pause_reason() == "outside of 22:00-06:00");
    job->hold("metered network");
    CHECK(job->snapshot().values() == metered.values());
    job->hold({});
    CHECK_FALSE(job->snapshot().is_paused());
    CHECK(job->snapshot().pause_reason().empty());
    CHECK(metered.pause_reason() == "metered network");
    for (int reason = 0; reason != 70; ++reason)
    {
        job->hold("reason " + std::to_string(reason));
    }
    CHECK(job->snapshot().pause_reason().empty()); // there are too many
    CHECK(job->snapshot().is_paused());
    job->finish_rest(wua::outcome::succeeded());
    CHECK(job->snapshot().pause_reason().empty());
    CHECK(job.watch->broken() == "");
}

TEST_CASE("a paused job can be aborted, and nothing is paused of what is being aborted or has ended", "[ledger][pause]")
{
    watched_job job(updates({1000, 1000}));
    job->start(0);
    job->finish(1, wua::outcome::succeeded());
    job->want_pause(1, true); // it has ended
    CHECK_FALSE(job->has_pauses());
    job->want_pause(true);
    job->set_paused(0);
    job->request_abort();
    CHECK(job->snapshot().state() == wua::job_state::aborting);
    CHECK_FALSE(job->wants_pause());
    CHECK_FALSE(job->wants_pause(0));
    CHECK_FALSE(job->progress_of(0).is_paused);
    job->want_pause(false);
    job->want_pause(0, true);
    CHECK_FALSE(job->has_pauses());
    job->finish(0, wua::outcome::aborted());
    job->want_pause(true);
    CHECK(job->snapshot().is_completed());
    CHECK(job.watch->broken() == "");
}

TEST_CASE("an engine hears of each change, with no lock held", "[ledger][pause]")
{
    watched_job job(updates({1000}));
    wua::transfer end(job.job, {wua::dpLow});
    std::string told;
    end.when_controlled([&] {
        told += end.wants_pause() ? 'P' : '-';
        told += end.wants_pause(0) ? 'p' : '-';
        told += std::to_string(end.priority()) + ' ' + std::to_string(end.bandwidth().value_or(7)) + '\n';
    });
    job->want_pause(true);
    job->want_pause(0, true);
    job->want_pause(false);
    job->set_priority(wua::dpHigh);
    job->set_bandwidth(0);
    end.hold("metered network");
    CHECK(told == "Pp1 7\nPp1 7\n-p1 7\n-p3 7\n-p3 0\nPp3 0\n");
    CHECK_FALSE(end.wants_pause(1)); // which does not exist
    end.set_paused(1);
    CHECK(job->engine_faults(wua::detail::engine_fault::unknown_update) == 1);
}

TEST_CASE("a speed is measured anew after a pause", "[ledger][pause]")
{
    fakes::clock time;
    watched_job job(updates({100'000'000}), {time});
    std::uint64_t bytes = 0;
    const auto fetch = [&](std::uint64_t per_second) {
        for (int tenth = 0; tenth != 20; ++tenth)
        {
            bytes += per_second / 10;
            time.advance(100ms);
            job->set_bytes(0, bytes);
            job->tick();
        }
    };
    fetch(1'000'000);
    job->want_pause(true);
    job->set_paused(0);
    time.advance(10min);
    job->tick();
    CHECK(job->snapshot().bytes_per_second() == 0);
    job->want_pause(false);
    fetch(2'000'000);
    CHECK(job->snapshot().bytes_per_second() == Approx(2'000'000).epsilon(0.01));
    CHECK(job.watch->broken() == "");
}
