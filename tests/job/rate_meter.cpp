// SPDX-License-Identifier: MIT
// How fast bytes come.

#include "catch.hpp"
#include <wua/job/rate_meter.hpp>

#include <chrono>

using namespace std::chrono_literals;

TEST_CASE("no speed is shown before the first bytes, however long they take", "[rate_meter]")
{
    wua::detail::rate_meter meter;
    for (const auto now : {0s, 1s, 100s})
    {
        meter.look(now);
        CHECK(meter.bytes_per_second() == 0);
    }
    meter.count(500);
    meter.look(200s); // from here on it counts
    CHECK(meter.bytes_per_second() == 0);
    meter.count(1000);
    meter.look(201s);
    CHECK(meter.bytes_per_second() == Approx(1000));
}

TEST_CASE("a speed that has been for long is left for a new one within seconds", "[rate_meter]")
{
    wua::detail::rate_meter meter;
    meter.count(1);
    std::chrono::nanoseconds now = 0s;
    meter.look(now);
    const auto run = [&](std::uint64_t bytes_per_second, int tenths) {
        for (int i = 0; i != tenths; ++i)
        {
            meter.count(bytes_per_second / 10);
            meter.look(now += 100ms);
        }
        return meter.bytes_per_second();
    };
    CHECK(run(1000, 600) == Approx(1000));
    CHECK(run(5000, 30) == Approx(1000 + 4000 * (1 - std::exp(-1))).epsilon(0.01));
    CHECK(run(5000, 300) == Approx(5000).epsilon(0.01));
    CHECK(run(0, 30) == Approx(5000 * std::exp(-1)).epsilon(0.01));
}

TEST_CASE("the clock is looked at no more often than every 50 ms", "[rate_meter]")
{
    wua::detail::rate_meter meter;
    meter.count(1);
    meter.look(0s);
    meter.count(100);
    meter.look(50ms - 1ns);
    CHECK(meter.bytes_per_second() == 0);
    meter.count(100);
    meter.look(50ms);
    CHECK(meter.bytes_per_second() == Approx(4000)); // of both
}

TEST_CASE("as many bytes may come unseen as 50 ms bring, within bounds", "[rate_meter]")
{
    wua::detail::rate_meter meter;
    CHECK(meter.bytes_until_look() == 65536);
    meter.count(1);
    meter.look(0s);
    meter.count(10'000'000);
    meter.look(1s);
    CHECK(meter.bytes_until_look() == 500'000);
    meter.count(std::uint64_t{1} << 62U);
    meter.look(2s);
    CHECK(meter.bytes_until_look() == 1'000'000'000'000);
}

TEST_CASE("in a stall the steady speed is the one of the last bytes", "[rate_meter]")
{
    wua::detail::rate_meter meter;
    meter.count(1);
    std::chrono::nanoseconds now = 0s;
    meter.look(now);
    for (int i = 0; i != 100; ++i)
    {
        meter.count(100);
        meter.look(now += 100ms);
    }
    const double before = meter.steady_bytes_per_second();
    for (int i = 0; i != 49; ++i)
    {
        meter.look(now += 100ms);
    }
    CHECK(meter.stalled_seconds() == 0);
    CHECK(meter.steady_bytes_per_second() < before); // it may be slow, for all one knows
    meter.look(now += 100ms);
    CHECK(meter.stalled_seconds() == 5);
    CHECK(meter.steady_bytes_per_second() == before);
}
