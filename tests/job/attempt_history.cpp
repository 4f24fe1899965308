// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/job/attempt_history.hpp>
#include <wua/job/transfer.hpp>

#include <memory>
#include <string>

namespace
{

wua::attempt_record attempt_to(std::string url)
{
    return {.url = std::move(url), .result = wua::outcome::failed(wua::e_fail)};
}

std::string urls_of(const wua::download_story& story)
{
    std::string urls;
    for (const wua::attempt_record& attempt : story.attempts)
    {
        urls += attempt.url;
    }
    return urls;
}

} // namespace

TEST_CASE("of each update the last attempts are kept, in their order, and those before them are counted",
          "[attempt_history]")
{
    wua::detail::attempt_history book(2, 3);
    CHECK(book.story(1) == wua::download_story());
    for (const char* const url : {"a", "b", "c"})
    {
        book.add(1, attempt_to(url));
    }
    CHECK(urls_of(book.story(1)) == "abc");
    CHECK(book.story(1).forgotten == 0);
    book.add(1, attempt_to("d"));
    book.add(1, attempt_to("e"));
    CHECK(urls_of(book.story(1)) == "cde");
    CHECK(book.story(1).forgotten == 2);
    CHECK(book.story(0) == wua::download_story());
}

TEST_CASE("a job tells the attempts of its updates and when they ended", "[attempt_history]")
{
    using namespace std::chrono_literals;
    fakes::clock clock;
    clock.advance(1s);
    const fakes::watched_job job(fakes::updates({10, 10}), {.clock = clock});
    wua::transfer transfer(job.job);
    CHECK(transfer.wants_attempt(false));
    CHECK_FALSE(transfer.wants_attempt(true));
    transfer.start(1);
    clock.advance(2s);
    transfer.add_attempt(1, attempt_to("a"));
    transfer.add_attempt(7, attempt_to("of nothing"));
    transfer.finish(1, wua::outcome::succeeded());
    transfer.add_attempt(1, attempt_to("too late"));
    CHECK(urls_of(job->story(1)) == "a");
    CHECK(job->story(1).attempts.front().ended_at == 2s);
    CHECK(job->story(0).attempts.empty());
}

TEST_CASE("a job keeps as many attempts as it was asked to", "[attempt_history]")
{
    const fakes::watched_job none(fakes::updates({10}), {.attempts_kept = 0, .keeps_successes = true});
    wua::transfer nothing(none.job);
    CHECK_FALSE(nothing.wants_attempt(false));
    CHECK_FALSE(nothing.wants_attempt(true));
    nothing.add_attempt(0, attempt_to("a"));
    CHECK(none->story(0) == wua::download_story());

    const fakes::watched_job all(fakes::updates({10}), {.attempts_kept = 1, .keeps_successes = true});
    wua::transfer transfer(all.job);
    CHECK(transfer.wants_attempt(true));
    transfer.add_attempt(0, attempt_to("a"));
    transfer.add_attempt(0, attempt_to("b"));
    CHECK(urls_of(all->story(0)) == "b");
    CHECK(all->story(0).forgotten == 1);
}
