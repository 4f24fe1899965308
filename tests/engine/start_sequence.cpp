// SPDX-License-Identifier: MIT
// The order in which updates start, and the random numbers behind it.

#include "catch.hpp"
#include <wua/engine/simulated/start_sequence.hpp>

#include <algorithm>
#include <random>
#include <vector>

using namespace wua::detail;

namespace
{

std::vector<std::uint32_t> indices(const start_sequence& sequence)
{
    std::vector<std::uint32_t> all;
    for (std::size_t i = 0; i != sequence.size(); ++i)
    {
        all.push_back(sequence[i]);
    }
    return all;
}

} // namespace

TEST_CASE("random numbers are those of the standard's generator", "[start_sequence]")
{
    for (const std::uint64_t seed : {std::uint64_t(0), std::uint64_t(1), std::uint64_t(5489), ~std::uint64_t(0)})
    {
        std::mt19937_64 expected(seed);
        mersenne_twister_64 random(seed);
        bool is_equal = true;
        for (int i = 0; i != 2000; ++i)
        {
            is_equal = is_equal && random() == expected();
        }
        CHECK(is_equal);
    }
}

TEST_CASE("updates start as they are given, in reverse or as the seed has it", "[start_sequence]")
{
    using list = std::vector<std::uint32_t>;
    CHECK(indices({wua::start_order::given, 1, 4}) == list{0, 1, 2, 3});
    CHECK(indices({wua::start_order::reversed, 1, 4}) == list{3, 2, 1, 0});
    CHECK(indices({wua::start_order::shuffled, 1, 0}).empty());

    list shuffled = indices({wua::start_order::shuffled, 1, 100});
    CHECK(shuffled == indices({wua::start_order::shuffled, 1, 100}));
    CHECK(shuffled != indices({wua::start_order::shuffled, 2, 100}));
    CHECK(!std::is_sorted(shuffled.begin(), shuffled.end()));
    std::sort(shuffled.begin(), shuffled.end());
    CHECK(shuffled == indices({wua::start_order::given, 1, 100}));
}
