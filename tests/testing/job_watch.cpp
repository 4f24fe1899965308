// SPDX-License-Identifier: MIT
// The watch acts inside the report it was told to wait for, and finds successes without all their bytes.

#include "catch.hpp"
#include <wua/job/transfer.hpp>
#include <wua/testing/conformance/job_watch.hpp>
#include <wua/wuapi/errors.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace
{

struct watched
{
    explicit watched(std::size_t count)
        : job(std::make_shared<wua::detail::ledger>(
              std::vector<wua::update_pointer>(count, wua::make_item("update", "https://host/", 100)))),
          watch(std::make_shared<wua::detail::job_watch>(*job))
    {
        job->listen(watch);
    }

    std::shared_ptr<wua::detail::ledger> job;
    std::shared_ptr<wua::detail::job_watch> watch;
};

} // namespace

TEST_CASE("a watch acts once, inside the report that it waits for", "[job_watch]")
{
    const watched one(2);
    int acts = 0;
    int ends = 0;
    one.watch->at([](const wua::progress_snapshot& now) { return now.bytes_downloaded() >= 50; }, [&] { ++acts; });
    one.watch->at_the_end([&] { ++ends; });
    one.job->set_bytes(0, 49);
    CHECK(acts == 0);
    one.job->set_bytes(0, 50);
    CHECK(acts == 1);
    one.job->set_bytes(0, 100);
    one.job->finish(0, wua::outcome::succeeded());
    CHECK(ends == 0);
    one.job->set_bytes(1, 100);
    one.job->finish(1, wua::outcome::succeeded());
    CHECK(acts == 1);
    CHECK(ends == 1);
    CHECK(one.watch->incomplete().empty());
}

TEST_CASE("an abort inside a report is seen by the engine that reports", "[job_watch]")
{
    const watched one(1);
    one.watch->at([](const wua::progress_snapshot& now) { return now.bytes_downloaded() != 0; },
                  [&] { one.job->request_abort(); });
    one.job->set_bytes(0, 10);
    CHECK(one.job->stop_token().stop_requested());
}

TEST_CASE("a success before all bytes were reported is found, and one that was already there needs no bytes",
          "[job_watch]")
{
    const watched one(5);
    one.job->set_bytes(0, 100);
    one.job->finish(0, wua::outcome::succeeded());
    one.job->set_bytes(1, 99);
    one.job->finish(1, wua::outcome::succeeded());
    one.job->finish(2, wua::outcome::succeeded(wua::wu_s_already_downloaded));
    one.job->finish(3, wua::outcome::failed(wua::wu_e_download_failed));
    one.job->finish(4, wua::outcome::succeeded());
    CHECK(one.watch->incomplete() == std::vector<std::size_t>{1, 4});
}
