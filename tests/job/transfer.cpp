// SPDX-License-Identifier: MIT
// The engine's end of a job passes reports on, and a job whose engine lets go of it ends.

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/job/transfer.hpp>
#include <wua/model/download_story.hpp>
#include <wua/model/file_result.hpp>

#include <chrono>
#include <optional>
#include <utility>

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

// ---- what it promises ----

TEST_CASE("a transfer passes on every kind of report", "[transfer]")
{
    watched_job job(updates({unsized, 100}));
    wua::transfer end(job.job, {wua::dpHigh, true, "client"});
    CHECK(end.updates().size() == 2);
    CHECK(end.options().priority == wua::dpHigh);
    CHECK(end.options().is_forced);
    CHECK(end.options().client_application_id == "client");
    end.start(0);
    CHECK(job.result(0) == wua::outcome::in_progress());
    end.set_size(0, 1000);
    end.set_bytes(0, 400);
    end.set_phase(0, wua::dphVerifying);
    CHECK(job->progress_of(0).bytes_to_download == 1000U);
    CHECK(job->progress_of(0).bytes_downloaded == 400);
    CHECK(job->progress_of(0).phase == wua::dphVerifying);
    end.retry(0, 300);
    CHECK(job->progress_of(0).attempt == 2);
    CHECK(job->progress_of(0).bytes_downloaded == 300);
    end.finish(0, wua::outcome::succeeded());
    CHECK_FALSE(end.wants(0));
    CHECK(end.wants(1));
    end.finish_rest(wua::outcome::failed(wua::e_fail));
    CHECK(job.result(1) == wua::outcome::failed(wua::e_fail));
    CHECK(end.is_completed());
    CHECK(job->engine_faults() == 0);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("a dropped transfer fails what has not ended, once", "[transfer]")
{
    watched_job job(updates({100, 100, 100}));
    {
        wua::transfer end(job.job);
        end.finish(0, wua::outcome::succeeded());
        end.set_bytes(1, 50);
    }
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.result(1).hresult == wua::wu_e_dm_unexpected);
    CHECK(job.result(2).hresult == wua::wu_e_dm_unexpected);
    CHECK(job->result().code == wua::orcSucceededWithErrors);
    CHECK(job.watch->completions() == 1);
    CHECK(job.watch->broken() == "");
}

TEST_CASE("a transfer dropped after an abort ends the rest as aborted", "[transfer]")
{
    watched_job job(updates({100, 100}));
    {
        wua::transfer end(job.job);
        end.finish(0, wua::outcome::succeeded());
        const std::stop_token token = end.stop_token();
        CHECK_FALSE(token.stop_requested());
        job->request_abort();
        CHECK(token.stop_requested());
    }
    CHECK(job.result(0) == wua::outcome::succeeded());
    CHECK(job.result(1) == wua::outcome::aborted());
    CHECK(job.watch->completions() == 1);
}

TEST_CASE("a transfer that was moved from drops nothing, and one that is assigned to drops its job", "[transfer]")
{
    watched_job first(updates({100}));
    watched_job second(updates({100}));
    {
        wua::transfer one(first.job);
        wua::transfer two(std::move(one));
        CHECK_FALSE(first->is_completed());
        wua::transfer other(second.job);
        two = std::move(other);
        CHECK(first->is_completed());
        CHECK_FALSE(second->is_completed());
    }
    CHECK(second->is_completed());
    CHECK(first.watch->completions() == 1);
    CHECK(second.watch->completions() == 1);
}

TEST_CASE("a transfer that was moved from has nothing to do, and reports nothing", "[transfer]")
{
    watched_job job(updates({100}));
    wua::transfer from(job.job);
    const wua::transfer to = std::move(from);
    wua::transfer& end = from;
    CHECK(end.updates().empty());
    CHECK_FALSE(end.wants(0));
    CHECK_FALSE(end.stop_token().stop_possible());
    CHECK(end.is_completed());
    CHECK_FALSE(end.wants_pause());
    CHECK_FALSE(end.wants_pause(0));
    CHECK(end.priority() == wua::dpNormal);
    CHECK(end.bandwidth() == std::nullopt);
    CHECK_FALSE(end.wants_attempt(false));
    CHECK_FALSE(end.wants_files());
    CHECK(end.abort_limit() == std::chrono::nanoseconds(0));
    CHECK(end.keeps_contract());
    end.when_controlled([] {});
    end.start(0);
    end.set_size(0, 100);
    end.set_bytes(0, 1);
    end.set_phase(0, wua::dphVerifying);
    end.set_url(0, {});
    end.set_paused(0);
    end.hold("metered");
    end.retry(0, 0);
    end.add_attempt(0, {});
    end.add_file(0, {});
    end.finish(0, wua::outcome::succeeded());
    end.finish_rest(wua::outcome::succeeded());
    end.tick();
    end.record(nullptr);
    end.request_abort();
    end.request_pause(true);
    end.request_pause(0, true);
    end.publish_recorded({});
    CHECK(job.watch->changes() == 0);
    CHECK_FALSE(job->is_completed());
    CHECK(to.wants(0));
}
