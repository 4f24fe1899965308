// SPDX-License-Identifier: MIT
// What snapshots say of the time left, held against how bytes come on networks as they are.

#include "catch.hpp"
#include "job/fakes.hpp"
#include "job/rate_traces.hpp"

#include <cstdio>

using namespace std::chrono_literals;

namespace
{

// A job of one update of that size, and its clock.
struct timed_job
{
    explicit timed_job(std::uint64_t size)
        : job(wua::detail::make_handle<wua::detail::ledger>(
              std::vector{wua::make_item("", "", size)}, wua::detail::ledger_options{[this] { return now; }, 5s, true}))
    {}

    timed_job(const timed_job&) = delete;
    timed_job& operator=(const timed_job&) = delete;

    wua::progress_snapshot after(std::chrono::nanoseconds time, std::uint64_t bytes)
    {
        now += time;
        if (bytes != 0)
        {
            job->set_bytes(0, bytes);
        }
        job->tick();
        return job->snapshot();
    }

    std::chrono::nanoseconds now{0};
    wua::detail::shared_handle<wua::detail::ledger> job;
};

} // namespace

TEST_CASE("the time left is off by less than half, and jumps by less than two seconds, over all traces", "[time_left]")
{
    using namespace rate_traces;
    const std::vector<trace> traces = all();
    for (const rate_traces::method& other :
         {of_curl(), of_aria2(), of_average("average of 3 s", 3), of_average("average of 15 s", 15)})
    {
        const figures theirs = judge(traces, other);
        std::printf("time left, %-15s: off by a factor of %.2f, jumps %5.2f s, told at %3.0f %% of looks\n",
                    other.name.c_str(), theirs.error, theirs.jump, theirs.told * 100);
    }
    const figures ours = judge(traces, of_snapshots());
    std::printf("time left, %-15s: off by a factor of %.2f, jumps %5.2f s, told at %3.0f %% of looks\n", "wua",
                ours.error, ours.jump, ours.told * 100);
    CHECK(ours.error <= 1.45);
    CHECK(ours.jump <= 2);
    CHECK(ours.told >= 0.95);
    if (ours.error > 1.45 || ours.jump > 2)
    {
        for (const trace& one : traces)
        {
            const figures of_one = judge(one, of_snapshots().make(one));
            std::printf(
                "  %-30s %.2f %6.2f s %3.0f %%\n", one.name.c_str(), of_one.error, of_one.jump, of_one.told * 100);
        }
    }
}

TEST_CASE("the first second makes no guess at the time left", "[time_left]")
{
    timed_job on(1'000'000);
    CHECK_FALSE(on.after(100ms, 1000).time_left());
    CHECK_FALSE(on.after(900ms, 10'000).time_left());
    CHECK(on.after(100ms, 11'000).time_left() == 99s);
}

TEST_CASE("a stall is reported after five seconds and ends with the next bytes, with the estimate from before",
          "[time_left]")
{
    timed_job on(1'000'000);
    for (std::uint64_t i = 1; i <= 100; ++i)
    {
        on.after(100ms, i * 1000);
    }
    CHECK(on.job->snapshot().time_left() == 90s);
    CHECK_FALSE(on.after(4900ms, 0).stalled_for());
    CHECK(on.job->snapshot().time_left());
    const auto stalled = on.after(200ms, 0);
    CHECK(stalled.stalled_for() == 5s);
    CHECK_FALSE(stalled.time_left());
    const auto before = stalled.values().steady_bytes_per_second;
    CHECK(on.after(60s, 0).stalled_for() == 65s);
    CHECK(on.after(0s, 0).values().steady_bytes_per_second == before);
    const auto again = on.after(100ms, 101'000);
    CHECK_FALSE(again.stalled_for());
    CHECK(again.time_left());
}

TEST_CASE("what has not begun or is being verified does not stall", "[time_left]")
{
    timed_job on(1000);
    CHECK_FALSE(on.after(60s, 0).stalled_for());
    on.job->start(0);
    on.after(100ms, 0);
    CHECK(on.after(6s, 0).stalled_for() == 6s); // no first byte
    on.after(1s, 1000);
    on.job->set_phase(0, wua::dphVerifying);
    CHECK_FALSE(on.after(60s, 0).stalled_for());
    on.job->retry(0, 0);
    CHECK_FALSE(on.after(4s, 0).stalled_for());
    CHECK(on.after(2s, 0).stalled_for() == 6s);
    on.job->finish(0, wua::outcome::succeeded());
    CHECK_FALSE(on.job->snapshot().stalled_for());
}

TEST_CASE("a stall is that of what is to come, whichever update is the current one", "[time_left]")
{
    fakes::clock now;
    wua::detail::ledger_options options;
    options.clock = now;
    const fakes::watched_job on(fakes::updates({1000, 1000}), options);
    on->set_bytes(0, 500);
    on->set_bytes(1, 1000);
    now.advance(100ms);
    on->tick();
    const auto stalled_after = [&](std::chrono::seconds time) {
        now.advance(time);
        on->tick();
        return on->snapshot().stalled_for().value_or(std::chrono::seconds(0));
    };
    SECTION("the current one is paused, and the other is being verified")
    {
        on->set_phase(1, wua::dphVerifying);
        on->want_pause(0, true);
        on->set_paused(0);
        CHECK(stalled_after(60s) == 0s);
        on->want_pause(0, false);
        CHECK(stalled_after(4s) == 0s);
        CHECK(stalled_after(2s) == 6s);
    }
    SECTION("the current one is being verified, and the other gets no further")
    {
        on->set_phase(0, wua::dphVerifying);
        CHECK(stalled_after(6s) == 6s);
        on->set_phase(1, wua::dphVerifying);
        CHECK(stalled_after(6s) == 0s);
    }
}
