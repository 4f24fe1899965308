// SPDX-License-Identifier: MIT
// What is there of a file beyond its beginning.

#include "catch.hpp"
#include <wua/engine/transfer/content_pieces.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

// Not without a name: other tests of the same program may use the same words.
namespace content_pieces_test
{

using namespace wua::detail;

const content_provider one{"https://one/file", {}};
const content_provider other{"https://other/file", {}};

TEST_CASE("neighbouring pieces of one giver are one, those of two are two", "[content_pieces]")
{
    content_pieces pieces;
    pieces.add(10, 20, one);
    pieces.add(30, 40, one);
    pieces.add(40, 50, other);
    CHECK(pieces.all() == std::vector<content_piece>{{10, 20, one}, {30, 40, one}, {40, 50, other}});
    pieces.add(20, 30, one);
    CHECK(pieces.all() == std::vector<content_piece>{{10, 40, one}, {40, 50, other}});
    pieces.add(5, 10, one);
    CHECK(pieces.all() == std::vector<content_piece>{{5, 40, one}, {40, 50, other}});
    CHECK(pieces.bytes() == 45);
    content_pieces before = pieces;
    before.add(0, 5, other);
    CHECK(before.all() == std::vector<content_piece>{{0, 5, other}, {5, 40, one}, {40, 50, other}});
    CHECK(pieces.end() == 50);
    CHECK(pieces.next_begin(0, 99) == 5);
    CHECK(pieces.next_begin(5, 99) == 5);
    CHECK(pieces.next_begin(6, 99) == 40);
    CHECK(pieces.next_begin(41, 99) == 99);
    for (const std::uint64_t there : {5U, 39U, 40U, 49U})
    {
        CHECK(pieces.covers(there));
    }
    for (const std::uint64_t missing : {0U, 4U, 50U, 60U})
    {
        CHECK_FALSE(pieces.covers(missing));
    }
    pieces.pop_front();
    CHECK(pieces.all() == std::vector<content_piece>{{40, 50, other}});
    pieces.pop_front();
    CHECK(pieces.empty());
    CHECK(pieces.bytes() == 0);
    CHECK(pieces.end() == 0);
}

TEST_CASE("of pieces that overlap, run backwards or are empty only valid ones are taken", "[content_pieces]")
{
    const content_pieces pieces(
        {{10, 20, one}, {15, 30, one}, {25, 25, one}, {40, 35, one}, {30, 31, other}, {0, 5, one}});
    CHECK(pieces.all() == std::vector<content_piece>{{10, 20, one}, {30, 31, other}});
    CHECK(pieces.bytes() == 11);
}

TEST_CASE("pieces in any order count each byte once", "[content_pieces]")
{
    std::mt19937 random(7);
    for (int round = 0; round != 200; ++round)
    {
        content_pieces pieces;
        std::vector<bool> bytes(64);
        for (int step = 0; step != 40; ++step)
        {
            const std::size_t begin = random() % 64;
            std::size_t end = begin;
            while (end != 64 && !bytes[end] && end - begin < 1 + random() % 8)
            {
                bytes[end++] = true;
            }
            if (begin != end)
            {
                pieces.add(begin, end, random() % 2 == 0 ? one : other);
            }
        }
        std::vector<bool> found(64);
        std::uint64_t last = 0;
        for (const content_piece& each : pieces.all())
        {
            CHECK(each.begin >= last);
            last = each.end;
            std::fill(found.begin() + static_cast<std::ptrdiff_t>(each.begin),
                      found.begin() + static_cast<std::ptrdiff_t>(each.end), true);
        }
        CHECK(found == bytes);
        for (std::size_t place = 0; place != 64; ++place)
        {
            CHECK(pieces.covers(place) == bytes[place]);
        }
        CHECK(pieces.bytes() == static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), true)));
    }
}

} // namespace content_pieces_test
