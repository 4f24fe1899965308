// SPDX-License-Identifier: MIT
// Which part of a file a machine asks for first.

#include "catch.hpp"
#include <wua/engine/transfer/origin_share.hpp>

#include <array>
#include <cstddef>
#include <vector>

namespace
{

using wua::detail::origin_share;

// The pieces that the machine asks for first.
std::vector<std::size_t> first_of(const origin_share& share, std::size_t pieces)
{
    std::vector<std::size_t> first;
    for (std::size_t i = 0; i != pieces; ++i)
    {
        if (share.level_of(i, pieces) == 0)
        {
            first.push_back(i);
        }
    }
    return first;
}

} // namespace

TEST_CASE("two machines begin at the two halves of a file", "[origin_share]")
{
    constexpr std::size_t pieces = 8;
    const std::array<unsigned, pieces> of_first{0, 0, 1, 1, 2, 2, 3, 3};
    const std::array<unsigned, pieces> of_second{2, 2, 3, 3, 0, 0, 1, 1};
    for (std::size_t i = 0; i != pieces; ++i)
    {
        CHECK(origin_share{.place = 0, .machines = 2}.level_of(i, pieces) == of_first[i]);
        CHECK(origin_share{.place = 1, .machines = 2}.level_of(i, pieces) == of_second[i]);
    }
}

TEST_CASE("up to four machines have nothing in common that they ask for first", "[origin_share]")
{
    for (const std::size_t machines : {2U, 3U, 4U})
    {
        std::vector<int> asked(100);
        for (std::size_t place = 0; place != machines; ++place)
        {
            for (const std::size_t piece : first_of({.place = place, .machines = machines}, asked.size()))
            {
                ++asked[piece];
            }
        }
        for (const int times : asked)
        {
            CHECK(times <= 1);
        }
    }
}

TEST_CASE("every piece has a level, whatever a machine believes of its place", "[origin_share]")
{
    for (const std::size_t pieces : {1U, 2U, 3U, 2048U})
    {
        for (std::size_t place = 0; place != 5; ++place)
        {
            const origin_share share{.place = place, .machines = 3};
            CHECK_FALSE(first_of(share, pieces).empty());
            for (std::size_t i = 0; i != pieces; ++i)
            {
                CHECK(share.level_of(i, pieces) < origin_share::levels);
            }
        }
    }
}
