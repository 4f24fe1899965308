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

TEST_CASE("the size of an update is told when that of its last file is known", "[update_report]")
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
