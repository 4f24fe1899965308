// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/update_report.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace
{

// An update of files of these sizes, 0: unknown.
wua::update_pointer update_of(const std::vector<std::uint64_t>& sizes)
{
    auto item = std::make_shared<wua::update_item>();
    for (const std::uint64_t size : sizes)
    {
        wua::content_file file;
        file.urls = {"http://a/x"};
        file.size = size == 0 ? std::nullopt : std::optional(size);
        item->files.push_back(std::move(file));
    }
    return item;
}

struct reported
{
    explicit reported(const std::vector<std::uint64_t>& sizes)
        : ledger(std::make_shared<wua::detail::ledger>(std::vector{update_of(sizes)})),
          transfer(ledger),
          report(transfer, 0)
    {
        transfer.start(0);
    }

    std::uint64_t bytes() const
    {
        return ledger->snapshot().bytes_downloaded();
    }

    wua::update_progress progress() const
    {
        return ledger->progress_of(0);
    }

    std::shared_ptr<wua::detail::ledger> ledger;
    wua::transfer transfer;
    wua::detail::update_report report;
};

} // namespace

TEST_CASE("the bytes of an update are those of its files together", "[update_report]")
{
    reported r({100, 50});
    r.report.set_bytes(100);
    r.report.on_file_completed(100);
    CHECK(r.report.completed_bytes() == 100);
    r.report.set_bytes(20);
    CHECK(r.bytes() == 120);
    CHECK(r.ledger->engine_faults() == 0);
}

TEST_CASE("the size of an update is reported when that of its last file is known", "[update_report]")
{
    reported r({0, 0});
    r.report.set_size(0, 100);
    CHECK_FALSE(r.ledger->snapshot().bytes_to_download());
    r.report.set_bytes(100);
    r.report.on_file_completed(100);
    r.report.set_size(1, 50);
    CHECK(r.ledger->snapshot().bytes_to_download() == 150U);
    CHECK(r.ledger->engine_faults() == 0);
}

TEST_CASE("a retry keeps no more than was reported", "[update_report]")
{
    reported r({100});
    r.report.retry(60); // left by an earlier run, which no server has agreed to continue yet
    CHECK(r.bytes() == 0);
    r.report.set_bytes(80);
    r.report.retry(70);
    r.report.set_bytes(75);
    CHECK(r.bytes() == 80); // a job's bytes never decrease
    CHECK(r.ledger->engine_faults() == 0);
}

TEST_CASE("an update that follows another reports what that one has reported", "[update_report]")
{
    reported r({0});
    r.report.begin_to_follow({}, false);
    r.report.follow(0, {});
    CHECK(r.progress().phase == wua::dphInitializing);
    r.report.follow(0, {.phase = wua::dphDownloading, .size = 100, .bytes = 60});
    CHECK(r.bytes() == 60);
    CHECK(r.progress().bytes_to_download == 100U);
    CHECK(r.progress().phase == wua::dphDownloading);
    r.report.follow(0, {.retries = 2, .bytes = 40});
    CHECK(r.progress().attempt == 3);
    CHECK(r.progress().bytes_downloaded == 40);
    r.report.follow(0, {.retries = 2, .phase = wua::dphVerifying, .size = 90, .bytes = 90});
    CHECK(r.progress().bytes_to_download == 90U);
    CHECK(r.progress().bytes_downloaded == 90);
    CHECK(r.progress().phase == wua::dphVerifying);
    CHECK(r.ledger->engine_faults() == 0);
}

TEST_CASE("an update that joins late does not get earlier attempts", "[update_report]")
{
    reported r({0});
    r.report.begin_to_follow({.retries = 3}, false);
    r.report.follow(0, {.retries = 3, .phase = wua::dphDownloading, .bytes = 60});
    CHECK(r.progress().attempt == 1);
    CHECK(r.bytes() == 60);
}

TEST_CASE("a download that somebody else takes over is another attempt, as far as bytes have come", "[update_report]")
{
    reported r({0});
    r.report.begin_to_follow({}, false);
    r.report.follow(0, {.phase = wua::dphDownloading, .size = 100, .bytes = 60});
    r.report.begin_to_follow({}, true);
    r.report.follow(0, {}); // nothing has come yet
    CHECK(r.progress().bytes_downloaded == 60);
    CHECK(r.progress().attempt == 1);
    r.report.follow(0, {.retries = 1, .phase = wua::dphDownloading, .size = 50, .bytes = 10});
    CHECK(r.progress().bytes_downloaded == 10);
    CHECK(r.progress().bytes_to_download == 50U);
    CHECK(r.progress().attempt == 2);

    r.report.begin_again(5); // now this one does
    CHECK(r.progress().attempt == 3);
    r.report.set_bytes(20);
    CHECK(r.progress().bytes_downloaded == 20);
    CHECK(r.ledger->engine_faults() == 0);
}

TEST_CASE("nothing begins again where no byte of the file was reported", "[update_report]")
{
    reported r({100, 50});
    r.report.set_phase(0, wua::dphDownloading);
    r.report.set_bytes(100);
    r.report.on_file_completed(100);
    r.report.begin_again(0);
    CHECK(r.progress().attempt == 1);
}

TEST_CASE("a file that was there already is reported to those that follow without a phase", "[update_report]")
{
    reported r({0});
    r.report.begin_to_follow({}, false);
    r.report.follow(0, {.size = 100, .bytes = 100, .end = wua::detail::shared_end::found});
    CHECK(r.bytes() == 100);
    CHECK(r.progress().bytes_to_download == 100U);
}
