// SPDX-License-Identifier: MIT
// The percentage of bytes.

#include "catch.hpp"
#include <wua/model/percent.hpp>

#include <cstdint>
#include <limits>
#include <random>

namespace
{

constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();

// 100 * done / total by long division, bit by bit.
std::int32_t slow_percent(std::uint64_t done, std::uint64_t total)
{
    std::int32_t quotient = 0;
    std::uint64_t rest = 0;
    const auto add = [&](std::uint64_t number) { // rest += number, modulo total
        if (rest >= total - number)
        {
            rest -= total - number;
            return 1;
        }
        rest += number;
        return 0;
    };
    for (int bit = 6; bit >= 0; --bit)
    {
        const std::uint64_t before = rest;
        quotient = 2 * quotient + add(before);
        if ((100 >> bit) % 2 != 0)
        {
            quotient += add(done);
        }
    }
    return quotient;
}

} // namespace

TEST_CASE("the percentage of hundreds of petabytes does not go back at the last byte that 64 bits can multiply",
          "[percent]")
{
    constexpr std::uint64_t safe = most / 100;
    for (std::uint64_t percent = 1; percent != 100; ++percent)
    {
        const std::uint64_t total = safe / percent * 100;
        const std::uint64_t done = safe / percent * percent;
        CHECK(wua::percent_of(done, total) == static_cast<std::int32_t>(percent));
        CHECK(wua::percent_of(safe + 1, total) >= wua::percent_of(safe, total));
    }
}

TEST_CASE("a percentage is the exact floor for every size up to 2^64", "[percent]")
{
    std::mt19937_64 random(7);
    for (int i = 0; i != 100000; ++i)
    {
        const std::uint64_t total = (random() >> random() % 64) | 1U;
        const std::uint64_t done = random() % total;
        if (wua::percent_of(done, total) != slow_percent(done, total))
        {
            FAIL(done << " of " << total);
        }
    }
    CHECK(wua::percent_of(most - 1, most) == 99);
    CHECK(wua::percent_of(most, most) == 100);
}

TEST_CASE("small percentages are what one expects", "[percent]")
{
    CHECK(wua::percent_of(0, 0) == 0);
    CHECK(wua::percent_of(5, 0) == 0);
    CHECK(wua::percent_of(0, 3) == 0);
    CHECK(wua::percent_of(1, 3) == 33);
    CHECK(wua::percent_of(2, 3) == 66);
    CHECK(wua::percent_of(3, 3) == 100);
    CHECK(wua::percent_of(4, 3) == 100);
}
