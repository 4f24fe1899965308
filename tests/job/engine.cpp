// SPDX-License-Identifier: MIT
// The engine concepts ask for what they say and no more.

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/job/engine.hpp>

namespace
{

// The least that is an engine: ends every update with the same outcome.
struct smallest_engine
{
    void start(wua::transfer end)
    {
        end.finish_rest(wua::outcome::succeeded());
    }
};
static_assert(wua::engine<smallest_engine>);
static_assert(!wua::driven_engine<smallest_engine>);
static_assert(!wua::timed_engine<smallest_engine>);

struct smallest_driven_engine : smallest_engine
{
    bool drive()
    {
        return false;
    }
    void post(const std::function<void()>& work)
    {
        work();
    }
};
static_assert(wua::driven_engine<smallest_driven_engine>);
static_assert(!wua::timed_engine<smallest_driven_engine>);

struct smallest_timed_engine : smallest_engine
{
    std::chrono::seconds now() const
    {
        return {};
    }
};
static_assert(wua::timed_engine<smallest_timed_engine>);

struct no_start
{};
struct start_takes_a_reference
{
    void start(wua::transfer& end);
};
struct drive_says_nothing : smallest_engine
{
    void drive();
    void post(std::function<void()> work);
};
struct now_changes_the_engine : smallest_engine
{
    std::chrono::seconds now();
};
static_assert(!wua::engine<no_start>);
static_assert(!wua::engine<start_takes_a_reference>);
static_assert(!wua::driven_engine<drive_says_nothing>);
static_assert(!wua::timed_engine<now_changes_the_engine>);

} // namespace

TEST_CASE("the smallest engine completes a job", "[engine]")
{
    fakes::watched_job job(fakes::updates({100, fakes::unsized}));
    smallest_engine().start(wua::transfer(job.job));
    CHECK(job->result() == wua::outcome::succeeded());
    CHECK(job->snapshot().bytes_downloaded() == 100);
    CHECK(job.watch->completions() == 1);
    CHECK(job.watch->broken() == "");
}
