// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/engine/fallback/relayed_update.hpp>
#include <wua/job/ledger.hpp>
#include <wua/job/transfer.hpp>
#include <wua/model/download_story.hpp>

#include <cstdint>
#include <memory>
#include <utility>

namespace relayed_update_test
{

using namespace wua;
using news = detail::relayed_update::news;

// A job of one update that its teller tells of what an owner's ledger would show.
struct told_job
{
    std::shared_ptr<detail::ledger> ledger =
        std::make_shared<detail::ledger>(fakes::updates({1000}), detail::ledger_options{.attempts_kept = 16});
    transfer job{ledger};
    detail::relayed_update update{1000};

    news tell(std::uint32_t attempt, std::uint64_t bytes, DownloadPhase phase = dphInitializing)
    {
        update_progress now;
        now.attempt = attempt;
        now.bytes_downloaded = bytes;
        now.phase = phase;
        return update.pass_on(now, job, 0);
    }
    std::uint64_t bytes() const
    {
        return ledger->progress_of(0).bytes_downloaded;
    }
    std::uint32_t attempt() const
    {
        return ledger->progress_of(0).attempt;
    }
};

TEST_CASE("what an owner has begun is begun once in the job", "[relayed_update]")
{
    told_job of;
    CHECK(of.tell(0, 0) == news::none);
    CHECK_FALSE(of.update.has_started());
    CHECK(of.tell(1, 0) == news::some);
    CHECK(of.tell(1, 10, dphDownloading) == news::bytes);
    CHECK(of.tell(1, 10, dphDownloading) == news::some);
    CHECK(of.tell(1, 10, dphVerifying) == news::some);
    CHECK(of.bytes() == 10);
    CHECK(of.attempt() == 1);
    CHECK(of.update.phase() == dphVerifying);
}

TEST_CASE("an owner's further attempt is one of the job, and keeps no more than was told", "[relayed_update]")
{
    told_job of;
    of.tell(1, 10);
    CHECK(of.tell(2, 4) == news::some);
    CHECK(of.attempt() == 2);
    CHECK(of.bytes() == 4);
    of.tell(3, 50);
    CHECK(of.attempt() == 3);
    CHECK(of.bytes() == 50);
}

TEST_CASE("the job shows what it had until the next owner finds something", "[relayed_update]")
{
    told_job of;
    of.tell(1, 10);
    of.update.change_owner();
    CHECK_FALSE(of.update.knows_owner());
    CHECK(of.tell(1, 0) == news::none);
    CHECK(of.attempt() == 1);
    CHECK(of.bytes() == 10);
    CHECK(of.tell(1, 7) == news::some);
    CHECK(of.update.knows_owner());
    CHECK(of.attempt() == 2);
    CHECK(of.bytes() == 7);
}

TEST_CASE("a pause is told once all that came before it has been", "[relayed_update]")
{
    told_job of;
    of.tell(1, 10);
    of.ledger->want_pause(true);
    update_progress now;
    now.attempt = 1;
    now.is_paused = true;
    now.bytes_downloaded = 11;
    of.update.pass_on_pause(now, of.job, 0);
    CHECK_FALSE(of.ledger->progress_of(0).is_paused);
    now.bytes_downloaded = 10;
    of.update.pass_on_pause(now, of.job, 0);
    CHECK(of.ledger->progress_of(0).is_paused);
}

TEST_CASE("each attempt of each owner comes once into the job's story", "[relayed_update]")
{
    told_job of;
    detail::ledger owner(fakes::updates({1000}), {.attempts_kept = 16});
    owner.start(0);
    owner.add_attempt(0, attempt_record{.url = "http://one/"});
    of.update.pass_on_story(owner, 0, of.job, 0);
    owner.add_attempt(0, attempt_record{.url = "http://two/"});
    of.update.pass_on_story(owner, 0, of.job, 0);
    CHECK(of.ledger->story(0).attempts.size() == 2);
    of.update.change_owner();
    of.update.pass_on_story(owner, 0, of.job, 0);
    CHECK(of.ledger->story(0).attempts.size() == 4);
}

} // namespace relayed_update_test
