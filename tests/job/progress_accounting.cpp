// SPDX-License-Identifier: MIT
// What reports come to. How the contract is kept over whole jobs is in ledger.cpp.

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/job/progress_accounting.hpp>
#include <wua/job/update_table.hpp>
#include <wua/wuapi/errors.hpp>

#include <chrono>
#include <cstdint>
#include <stdexcept>

using namespace std::chrono_literals;
using fakes::unsized;

namespace
{

struct kept_books
{
    explicit kept_books(std::initializer_list<std::optional<std::uint64_t>> sizes)
        : log(fakes::updates(sizes)),
          books(log, engine_faults, 0s)
    {}

    wua::detail::progress_accounting* operator->()
    {
        return &books;
    }

    wua::detail::update_table log;
    wua::detail::engine_fault_counts engine_faults;
    wua::detail::progress_accounting books;
};

} // namespace

TEST_CASE("books are about at least one update, and about updates that exist", "[progress_accounting]")
{
    wua::detail::engine_fault_counts engine_faults;
    wua::detail::update_table none({});
    CHECK_THROWS_AS(wua::detail::progress_accounting(none, engine_faults, 0s), std::invalid_argument);
    wua::detail::update_table null({nullptr});
    CHECK_THROWS_AS(wua::detail::progress_accounting(null, engine_faults, 0s), std::invalid_argument);
}

TEST_CASE("bytes go by the short way for the current update, once it downloads and within its limits",
          "[progress_accounting]")
{
    kept_books books({1'000'000, 1'000'000});
    CHECK_FALSE(books->try_set_bytes(0, 1)); // it has not started
    books->start(0);
    CHECK_FALSE(books->try_set_bytes(0, 1)); // its phase has to change first
    books->set_bytes(0, 1, 0s);
    books->store_new_bytes();
    CHECK(books->try_set_bytes(0, 2));
    CHECK(books->try_set_bytes(0, 2));
    CHECK_FALSE(books->try_set_bytes(0, 1));
    CHECK_FALSE(books->try_set_bytes(0, 500'000)); // the speed wants to see so many
    CHECK(books.log[0].bytes.load() == 2);
    books->set_bytes(1, 1, 0s);
    CHECK_FALSE(books->try_set_bytes(1, 2)); // another one is the current
    books->set_bytes(0, 990'000, 0s);
    CHECK_FALSE(books->try_set_bytes(0, 1'000'001));
    CHECK(books->try_set_bytes(0, 1'000'000));
    books->begin_abort();
    CHECK_FALSE(books->try_set_bytes(0, 1'000'000));
    CHECK(books.engine_faults.sum() == 0);
}

TEST_CASE("the bytes of a new attempt are stored when its values are published, and not before",
          "[progress_accounting]")
{
    kept_books books({1000});
    books->set_bytes(0, 600, 0s);
    books->store_new_bytes();
    books->retry(0, 200);
    CHECK(books.log[0].bytes.load() == 600);
    CHECK(books->values().current_attempt == 2);
    CHECK(books->values().current_credited == 600);
    books->store_new_bytes();
    CHECK(books.log[0].bytes.load() == 200);
    books->set_bytes(0, 300, 0s);
    books->store_new_bytes(); // of no attempt
    CHECK(books.log[0].bytes.load() == 300);
}

TEST_CASE("no reader sees the first bytes without their phase, or all bytes of a success without its result",
          "[progress_accounting]")
{
    kept_books books({1000, 1000});
    books->start(0);
    books->set_bytes(0, 1, 0s);
    CHECK(books.log[0].bytes.load() == 0); // what a reader adds to the values that he has
    CHECK(books->values().phase == wua::dphDownloading);
    books->store_new_bytes();
    CHECK(books.log[0].bytes.load() == 1);
    books->finish(0, wua::outcome::succeeded());
    CHECK(books.log[0].bytes.load() == 1);
    CHECK(books->progress_of(0).bytes_downloaded == 1000);
    CHECK(books->values().bytes_downloaded == 1000);
    books->finish(1, wua::outcome::succeeded());
    CHECK(books->progress_of(1).bytes_downloaded == 1000);
    CHECK(books->values().bytes_downloaded == 2000);
    CHECK(books->values().current_bytes_downloaded == 1000);
}

TEST_CASE("a report that another thread is about to store when its update ends changes nothing any more",
          "[progress_accounting]")
{
    kept_books books({1000, 1000});
    books->set_bytes(0, 1, 0s);
    books->store_new_bytes();
    CHECK(books->try_set_bytes(0, 100));
    const auto store_late = [&](std::uint64_t bytes) { books.log[0].bytes.store(bytes); };
    books->begin_abort();
    SECTION("before the other updates end")
    {
        books->finish(0, wua::outcome::aborted());
        store_late(900);
        books->finish_rest(wua::outcome::aborted());
    }
    SECTION("after the job has ended")
    {
        books->finish_rest(wua::outcome::aborted());
        store_late(900);
    }
    CHECK(books->progress_of(0).bytes_downloaded == 100);
    CHECK(books->progress_of(0).percent == 10);
    CHECK(books->values().bytes_downloaded == 100);
}

TEST_CASE("values leave out the bytes of the current update until it has ended", "[progress_accounting]")
{
    kept_books books({100, 100});
    books->set_bytes(1, 40, 0s);
    books->set_bytes(0, 10, 0s);
    CHECK(books->values().is_live);
    CHECK(books->values().current_index == 1);
    CHECK(books->values().bytes_downloaded == 10);
    books->finish(1, wua::outcome::succeeded());
    CHECK(books->values().current_index == 0);
    CHECK(books->values().bytes_downloaded == 100);
    books->finish(0, wua::outcome::failed(wua::wu_e_download_failed));
    CHECK_FALSE(books->values().is_live);
    CHECK(books->values().bytes_downloaded == 110);
    CHECK(books->state() == wua::job_state::completed);
    CHECK(books->result().code == wua::orcSucceededWithErrors);
}

TEST_CASE("the speed counts what came by the short way when it is looked at", "[progress_accounting]")
{
    kept_books books({1'000'000});
    books->set_bytes(0, 1, 0s);
    books->store_new_bytes();
    CHECK(books->try_set_bytes(0, 50'001));
    books->look(1s);
    CHECK(books->values().bytes_per_second == Approx(50'000));
}
