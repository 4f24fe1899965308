// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/job/pause_tracker.hpp>

using wua::detail::pause_tracker;

TEST_CASE("what has not started is at rest as soon as it is to be, what has when it was stopped", "[pause_tracker]")
{
    pause_tracker book(3);
    book.start(1);
    book.want(true);
    CHECK(book.is_at_rest(0));
    CHECK_FALSE(book.is_at_rest(1));
    CHECK_FALSE(book.is_job_at_rest());
    book.stop(1);
    CHECK(book.is_at_rest(1));
    CHECK(book.is_job_at_rest());
    book.start(2);
    CHECK_FALSE(book.is_job_at_rest());
}

TEST_CASE("a job's pause, its updates' and the engine's do not know of each other", "[pause_tracker]")
{
    pause_tracker book(2);
    book.want(0, true);
    book.want(0, true); // a flag
    book.want(true);
    book.hold(true);
    book.want(false);
    CHECK(book.is_wanted());
    CHECK(book.is_held());
    book.hold(false);
    CHECK_FALSE(book.is_wanted());
    CHECK(book.is_wanted(0));
    CHECK_FALSE(book.is_wanted(1));
    CHECK(book.is_anything_wanted());
    book.want(0, false);
    CHECK_FALSE(book.is_anything_wanted());
}

TEST_CASE("a resumed update must be stopped again", "[pause_tracker]")
{
    pause_tracker book(1);
    book.start(0);
    book.want(true);
    book.stop(0);
    book.want(false);
    book.want(true);
    CHECK_FALSE(book.is_at_rest(0));
    book.stop(0);
    book.want(0, true);
    book.want(false);
    CHECK(book.is_at_rest(0)); // it was wanted all the time
    book.want(0, false);
    book.stop(0); // means nothing
    book.want(0, true);
    CHECK_FALSE(book.is_at_rest(0));
}

TEST_CASE("a job is at rest when all that is left of it is", "[pause_tracker]")
{
    pause_tracker book(3);
    book.start(0);
    book.start(1);
    book.want(1, true);
    book.want(2, true);
    book.stop(1);
    CHECK_FALSE(book.is_job_at_rest());
    book.end(0);
    CHECK(book.is_job_at_rest());
    book.end(2); // without having started
    CHECK(book.is_job_at_rest());
    book.move(1); // whatever was said
    CHECK_FALSE(book.is_job_at_rest());
    book.end(1);
    CHECK_FALSE(book.is_job_at_rest());
    CHECK_FALSE(book.is_anything_wanted());
}
