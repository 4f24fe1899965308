// SPDX-License-Identifier: MIT
// When a file is worth more connections, and where they begin.

#include "catch.hpp"
#include <wua/engine/transfer/segment_plan.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

// Not without a name: other tests of the same program may use the same words.
namespace segment_plan_test
{

using namespace wua::detail;
using namespace std::chrono_literals;
using wua::segment_options;

constexpr std::uint64_t MiB = 1U << 20U;
constexpr segment_options options_of_tests{.max_per_file = 8, .min_bytes = MiB};

file_gap fetched(std::uint64_t begin, std::uint64_t end, double speed)
{
    return {.begin = begin, .end = end, .is_fetched = true, .speed = speed};
}

TEST_CASE("a speed is that of the last half second", "[segment_plan]")
{
    speed_meter meter;
    CHECK_FALSE(meter.speed());
    meter.sample(0ms, 100);
    meter.sample(10ms, 50'000'100); // too soon to tell
    CHECK_FALSE(meter.speed());
    meter.sample(100ms, 100'100);
    CHECK_FALSE(meter.speed());
    meter.sample(200ms, 200'100);
    REQUIRE(meter.speed());
    CHECK(*meter.speed() == Approx(1'000'000));
    for (int i = 3; i != 40; ++i)
    {
        meter.sample(i * 100ms, 200'100);
    }
    CHECK(*meter.speed() < 1'000);
}

TEST_CASE("ranges that are not being fetched come first, the largest before others", "[segment_plan]")
{
    const std::vector<file_gap> gaps{
        fetched(0, 100 * MiB, 1000), {.begin = 200, .end = 300}, {.begin = 400, .end = 900}};
    const auto next = next_segment(gaps, options_of_tests, 0);
    REQUIRE(next);
    CHECK(next->begin == 400);
    CHECK(next->end == 900);
}

TEST_CASE("the part that takes longest is shared, as the speeds are", "[segment_plan]")
{
    const std::vector<file_gap> gaps{fetched(0, 8 * MiB, 8e6), fetched(8 * MiB, 16 * MiB, 1e6)};
    auto next = next_segment(gaps, options_of_tests, 0);
    REQUIRE(next);
    CHECK(next->begin == 12 * MiB);
    CHECK(next->end == 16 * MiB);
    next = next_segment(gaps, options_of_tests, 3e6);
    REQUIRE(next);
    CHECK(next->begin == 10 * MiB);
    next = next_segment(gaps, options_of_tests, 1e9);
    REQUIRE(next);
    CHECK(next->begin == 9 * MiB); // no part is smaller
}

TEST_CASE("a part is cut between two pages", "[segment_plan]")
{
    const auto next = next_segment({fetched(5, 8 * MiB, 1e6)}, options_of_tests, 2e6);
    REQUIRE(next);
    CHECK(next->begin == (5 + (8 * MiB - 5) / 3) / 4096 * 4096);
}

TEST_CASE("what ends soon, is too small or has just begun is not shared", "[segment_plan]")
{
    CHECK_FALSE(next_segment({}, options_of_tests, 0));
    CHECK_FALSE(next_segment({fetched(0, 8 * MiB, 100e6)}, options_of_tests, 0));
    CHECK_FALSE(next_segment({fetched(0, 2 * MiB - 1, 2e6)}, options_of_tests, 0));
    CHECK_FALSE(next_segment({fetched(7, 7, 0)}, options_of_tests, 0));
    CHECK_FALSE(next_segment({{.begin = 7, .end = 7}}, options_of_tests, 0));
    file_gap fresh{.begin = 0, .end = 2 * MiB - 1, .is_fetched = true, .is_new = true};
    CHECK_FALSE(next_segment({fresh}, options_of_tests, 0));
    fresh.end = 2 * MiB;
    REQUIRE(next_segment({fresh}, options_of_tests, 0));
    CHECK(next_segment({fresh}, options_of_tests, 0)->begin == MiB);
}

TEST_CASE("what does not come any more is shared in small parts, and the last of it is taken over", "[segment_plan]")
{
    const auto next = next_segment({fetched(0, MiB, 100)}, options_of_tests, 0);
    REQUIRE(next);
    CHECK(next->begin == MiB / 2);
    CHECK_FALSE(next_segment({fetched(5, 100'000, 100)}, options_of_tests, 0));
    CHECK_FALSE(next_segment({fetched(5, 100'000, 100)}, options_of_tests, 300));
    const auto rest = next_segment({fetched(5, 100'000, 100)}, options_of_tests, 1e6);
    REQUIRE(rest);
    CHECK(rest->begin == 5);
    CHECK(rest->end == 100'000);
}

TEST_CASE("the rest of a silent connection's range is fetched by an idle one", "[segment_plan]")
{
    file_gap gap = fetched(0, 2 * MiB - 1, 100e6);
    gap.silent = 0.02;
    CHECK_FALSE(next_segment({gap}, options_of_tests, 0));
    gap.silent = 0.07;
    REQUIRE(next_segment({gap}, options_of_tests, 0));
    CHECK(next_segment({gap}, options_of_tests, 0)->begin == 0);
    gap.is_new = true;
    CHECK_FALSE(next_segment({gap}, options_of_tests, 0));
}

TEST_CASE("the last of what is silent for long is taken over, though its speed is forgotten", "[segment_plan]")
{
    file_gap gap = fetched(0, 64U << 10U, 0.001); // what remains of an average
    gap.silent = 1.9;
    CHECK_FALSE(next_segment({gap}, options_of_tests, 0));
    gap.silent = 2;
    for (const double speed : {0.0, 0.001, 1e6})
    {
        const auto next = next_segment({gap}, options_of_tests, speed);
        REQUIRE(next);
        CHECK(next->begin == 0);
        CHECK(next->end == 64U << 10U);
    }
}

TEST_CASE("connections of unknown speed get equal shares", "[segment_plan]")
{
    const file_gap leading{
        .begin = 2 * MiB, .end = 64 * MiB, .is_fetched = true, .is_new = true, .received = 2 * MiB}; // at once
    const auto next = next_segment({leading}, options_of_tests, 0);
    REQUIRE(next);
    CHECK(next->begin == 32 * MiB);
    CHECK(next->end == 64 * MiB);
    const file_gap nearly{.begin = 40 * MiB, .end = 64 * MiB, .is_fetched = true, .is_new = true, .received = 40 * MiB};
    REQUIRE(next_segment({nearly}, options_of_tests, 0));
    CHECK(next_segment({nearly}, options_of_tests, 0)->begin == 40 * MiB + options_of_tests.min_bytes);
}

TEST_CASE("every cut leaves something on both sides", "[segment_plan]")
{
    for (const std::uint64_t min_bytes : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1000}, MiB})
    {
        for (const double speed : {0.0, 1.0, 1e3, 1e6, 1e12})
        {
            for (const double other : {0.0, 1.0, 1e3, 1e6, 1e12})
            {
                for (const std::uint64_t size : {1U, 2U, 4097U, 65'536U, 131'072U, 3'000'000U})
                {
                    const segment_options options{.max_per_file = 8, .min_bytes = min_bytes};
                    const auto next = next_segment({fetched(10, 10 + size, speed)}, options, other);
                    if (next && next->begin != 10) // else all of it is taken over
                    {
                        CHECK(next->begin > 10);
                        CHECK(next->begin < 10 + size);
                        CHECK(next->end == 10 + size);
                    }
                }
            }
        }
    }
}

TEST_CASE("a file that takes long on an idle thread gets more connections", "[segment_plan]")
{
    segment_governor governor(segment_options{.max_per_file = 8, .min_bytes = MiB});
    CHECK(governor.wanted(0ms, 0, 64 * MiB, 0ms) == 1);
    CHECK(governor.wanted(2ms, 0, 64 * MiB, 2ms) == 1); // too soon
    SECTION("at once, if long")
    {
        CHECK(governor.wanted(20ms, 100'000, 64 * MiB, 18ms) == 8);
        CHECK(governor.wanted(40ms, 50'000'000, 14 * MiB, 36ms) == 8); // and not fewer afterwards
    }
    SECTION("some, if not so long")
    {
        CHECK(governor.wanted(20ms, 2'000'000, 60'000'000, 18ms) == 3); // 0.6 s
    }
    SECTION("none when the thread has no time for them")
    {
        CHECK(governor.wanted(20ms, 100'000, 64 * MiB, 2ms) == 1);
    }
    SECTION("none where they are refused")
    {
        governor.limit_to(1);
        CHECK(governor.wanted(20ms, 100'000, 64 * MiB, 18ms) == 1);
    }
    SECTION("later it is looked at less often")
    {
        CHECK(governor.next() == 4ms);
        for (std::chrono::milliseconds at = 20ms; at <= 600ms; at += 20ms)
        {
            static_cast<void>(governor.wanted(at, 0, 64 * MiB, 0ms));
        }
        CHECK(governor.next() >= 600ms);
    }
}

} // namespace segment_plan_test
