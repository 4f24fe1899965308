// SPDX-License-Identifier: MIT
// The table of what happened to each update.

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/job/update_table.hpp>

TEST_CASE("a snapshot of an instant sees what had begun and ended by then", "[update_table]")
{
    wua::detail::update_table log(fakes::updates({1, 2}));
    log[1].started.set(1);
    log[0].started.set(2);
    log[0].result.keep(wua::outcome::succeeded());
    log[0].finished.set(1);
    CHECK(log.result_at(0, 0, 0) == wua::outcome{});
    CHECK(log.result_at(1, 0, 0) == wua::outcome{});
    CHECK(log.result_at(0, 1, 0) == wua::outcome{});
    CHECK(log.result_at(1, 1, 0) == wua::outcome::in_progress());
    CHECK(log.result_at(0, 2, 0) == wua::outcome::in_progress());
    CHECK(log.result_at(0, 2, 1) == wua::outcome::succeeded());
    CHECK(log.result_at(1, 2, 1) == wua::outcome::in_progress());
}

TEST_CASE("a snapshot of an instant counts the endings that it sees", "[update_table]")
{
    wua::detail::update_table log(fakes::updates({1, 2, 3}));
    log[2].result.keep(wua::outcome::failed(wua::e_fail));
    log[2].finished.set(1);
    log[0].result.keep(wua::outcome::succeeded());
    log[0].finished.set(2);
    log[1].result.keep(wua::outcome::aborted());
    log[1].finished.set(3);
    CHECK(log.tally_at(0).count() == 0);
    CHECK(log.tally_at(1).failed() == 1);
    CHECK(log.tally_at(2).count() == 2);
    CHECK(log.tally_at(3).succeeded() == 1);
    CHECK(log.tally_at(3).aborted() == 1);
    CHECK(log.tally_at(3).combined() == wua::outcome::aborted());
}

TEST_CASE("a record counts what its best attempt reached, and shows 100 percent only at its end", "[update_table]")
{
    wua::detail::update_table log(fakes::updates({fakes::unsized}));
    wua::detail::update_record& record = log[0];
    record.weight = 7;
    record.bytes.store(400);
    CHECK(record.needed() == wua::unknown_bytes);
    CHECK(record.percent() == 0);
    record.size = 1000;
    CHECK(record.needed() == 1000);
    CHECK(record.percent() == 40);
    CHECK(record.weighted_percent() == 7 * 40);
    record.best = 800; // the attempt before
    CHECK(record.credited() == 800);
    CHECK(record.percent() == 80);
    record.size = 500; // as this attempt has learnt
    CHECK(record.needed() == 800);
    CHECK(record.percent() == 99);
    record.percent_floor = 100;
    CHECK(record.percent() == 100);
}
