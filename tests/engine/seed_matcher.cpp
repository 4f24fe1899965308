// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "engine/zsync_text.hpp"
#include <wua/engine/seed/seed_matcher.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using wua::detail::seed_matcher;
using wua::detail::zsync_control;
using wua_test::zsync_shape;
using wua_test::zsync_text;

namespace
{

std::string seed_bytes(std::size_t size, std::uint32_t seed)
{
    std::mt19937 random(seed);
    std::string bytes(size, '\0');
    std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(random() & 0xFFU); });
    return bytes;
}

void feed_seed(seed_matcher& matcher, std::string_view seed, std::size_t piece = ~std::size_t{0})
{
    while (!seed.empty())
    {
        const std::span<char> room = matcher.room();
        const std::size_t size = std::min({room.size(), piece, seed.size()});
        std::copy_n(seed.begin(), size, room.begin());
        seed.remove_prefix(size);
        matcher.advance(size);
    }
    matcher.finish();
}

// Which blocks of the target are found, as '+' and '-'. Checks that what is found is right, and comes once.
std::string found_blocks(const std::string& target, std::string_view seed, zsync_shape shape = {},
                         std::size_t piece = ~std::size_t{0})
{
    const auto control = zsync_control::parse(zsync_text(target, shape));
    std::string found(control.block_count(), '-');
    std::uint64_t sum = 0;
    seed_matcher matcher(control, [&](std::uint64_t offset, const char* bytes, std::size_t size) {
        CHECK(offset % shape.block_size == 0);
        REQUIRE(target.substr(static_cast<std::size_t>(offset), size) == std::string_view(bytes, size));
        for (std::size_t at = 0; at < size; at += shape.block_size)
        {
            char& block = found[(static_cast<std::size_t>(offset) + at) / shape.block_size];
            REQUIRE(block == '-');
            block = '+';
        }
        sum += size;
    });
    feed_seed(matcher, seed, piece);
    CHECK(matcher.found_bytes() == sum);
    CHECK(matcher.is_complete() == (found.find('-') == std::string::npos));
    return found;
}

} // namespace

TEST_CASE("all of a file is found in itself, and in itself with something around it", "[seed_matcher]")
{
    const std::string target = seed_bytes(10 * 64 + 5, 1);
    CHECK(found_blocks(target, target) == "+++++++++++");
    CHECK(found_blocks(target, "before" + target) == "+++++++++++");
    CHECK(found_blocks(target, "before" + target + "behind") == "+++++++++++");
    CHECK(found_blocks(target, target.substr(0, 640)) == "++++++++++-");
    CHECK(found_blocks(target, target.substr(100)) == "--+++++++++");
    CHECK(found_blocks(target, "") == "-----------");
    CHECK(found_blocks("", target) == "");
    CHECK(found_blocks("short", "short") == "+");
    CHECK(found_blocks("short", "a short one") == "-");
    CHECK(found_blocks(target, seed_bytes(5000, 2)) == "-----------");
}

TEST_CASE("blocks are found where they have moved to, and in any order", "[seed_matcher]")
{
    const std::string target = seed_bytes(16 * 64, 1);
    CHECK(found_blocks(target, target.substr(0, 300) + '!' + target.substr(300)) == "++++-+++++++++++");
    CHECK(found_blocks(target, target.substr(0, 300) + target.substr(301)) == "++++-+++++++++++");
    CHECK(found_blocks(target, target.substr(512) + "..." + target.substr(0, 512)) == "++++++++++++++++");
}

TEST_CASE("blocks that are where they were are found between others that changed", "[seed_matcher]")
{
    const std::string target = seed_bytes(12 * 64, 1);
    std::string seed = target;
    for (const std::size_t changed : {2U, 4U, 6U, 7U, 9U})
    {
        seed[changed * 64 + 7] = static_cast<char>(~seed[changed * 64 + 7]);
    }
    CHECK(found_blocks(target, seed) == "++-+-+--+-++");
    CHECK(found_blocks(target, "shifted" + seed) == "++-+-+--+-++");
}

TEST_CASE("one block is found without its neighbours where the sums are long enough for that", "[seed_matcher]")
{
    const std::string target = seed_bytes(6 * 64, 1);
    const zsync_shape shape{.sequence = 1, .weak_bytes = 4, .strong_bytes = 16};
    CHECK(found_blocks(target, "x" + target.substr(64, 64) + "y" + target.substr(256, 64), shape) == "-+--+-");
    // Neighbours in the seed are none in the target.
    CHECK(found_blocks(target, target.substr(0, 64) + target.substr(128, 64) + target.substr(256, 64), shape) ==
          "+-+-+-");
}

TEST_CASE("sums by which anything could be a block cost no more time than so much for each byte", "[seed_matcher]")
{
    const std::string target = seed_bytes(300 * 64, 1);
    const zsync_shape dear{.sequence = 1, .weak_bytes = 1, .strong_bytes = 16};
    const std::string block = target.substr(5 * 64, 64);
    const std::string all(300, '-');
    std::string with_it = all;
    with_it[5] = '+';
    CHECK(found_blocks(target, seed_bytes(10'000, 2) + block + '!', dear) == with_it);
    CHECK(found_blocks(target, seed_bytes(200'000, 2) + block + '!', dear) == all); // it is looked for no more
}

TEST_CASE("blocks that are alike are all found by one", "[seed_matcher]")
{
    const std::string zeros(64 * 4, '\0');
    const std::string target = seed_bytes(128, 1) + zeros + seed_bytes(128, 2) + zeros + seed_bytes(64, 3);
    CHECK(found_blocks(target, "some" + zeros + "more") == "--++++--++++-");
    CHECK(found_blocks(std::string(64 * 50, '\0'), std::string(64 * 3, '\0')) == std::string(50, '+'));
}

TEST_CASE("what is found does not depend on the pieces in which the seed comes", "[seed_matcher]")
{
    const std::string target = seed_bytes(64 * 64 + 9, 1);
    std::string seed = "a" + target.substr(0, 1000) + seed_bytes(333, 5) + target.substr(900);
    seed[3000] = static_cast<char>(~seed[3000]);
    const std::string found = found_blocks(target, seed);
    CHECK(std::count(found.begin(), found.end(), '-') == 1);
    for (const std::size_t piece : {1U, 63U, 64U, 1000U})
    {
        CHECK(found_blocks(target, seed, {}, piece) == found);
    }
}

TEST_CASE("each pair of blocks that is somewhere in the seed is found", "[seed_matcher]")
{
    std::mt19937 random(7);
    for (std::uint32_t round = 0; round != 30; ++round)
    {
        const std::string target = seed_bytes(40 * 64 + round, round);
        std::string seed;
        for (std::uint32_t i = 0; i != 12; ++i)
        {
            const std::size_t at = random() % target.size();
            seed += target.substr(at, random() % 600) + seed_bytes(random() % 3, i);
        }
        zsync_shape shape;
        shape.weak_bytes = 1 + round % 4;
        shape.strong_bytes = 8;
        const std::string found = found_blocks(target, seed, shape);
        for (std::size_t i = 0; (i + 2) * 64 <= target.size(); ++i)
        {
            if (seed.find(target.substr(i * 64, 128)) != std::string::npos)
            {
                CAPTURE(round, i);
                CHECK(found.substr(i, 2) == "++");
            }
        }
    }
}

TEST_CASE("what is there already is not looked for", "[seed_matcher]")
{
    const std::string target = seed_bytes(8 * 64 + 10, 1);
    const auto control = zsync_control::parse(zsync_text(target));
    std::vector<std::uint64_t> found;
    seed_matcher matcher(control, [&](std::uint64_t offset, const char*, std::size_t size) {
        found.push_back(offset);
        found.push_back(size);
    });
    matcher.exclude(0, 0);
    matcher.exclude(60, 64 * 3);
    matcher.exclude(7 * 64, 1000);
    matcher.exclude(5'000, ~std::uint64_t{0});
    feed_seed(matcher, target);
    CHECK(found == std::vector<std::uint64_t>{0, 64, 3 * 64, 4 * 64});
    CHECK(matcher.is_complete());

    seed_matcher nothing(control, [](std::uint64_t, const char*, std::size_t) { FAIL("found"); });
    nothing.exclude(0, target.size());
    CHECK(nothing.is_complete());
    feed_seed(nothing, target);
    CHECK(nothing.found_bytes() == 0);
}

TEST_CASE("sums that are made to look alike cost no more time", "[seed_matcher]")
{
    // The weak sums are all those of zeros, the strong ones are all wrong, and the seed is nothing but zeros.
    for (const unsigned sequence : {1U, 2U})
    {
        zsync_shape shape{.block_size = 4096, .sequence = sequence, .weak_bytes = 1, .strong_bytes = 3};
        std::string text = wua_test::zsync_header(std::size_t{4096} * 20'000, shape);
        for (int i = 0; i != 20'000; ++i)
        {
            text += std::string(2, '\0') + static_cast<char>(i) + static_cast<char>(i >> 8);
        }
        const auto control = zsync_control::parse(std::move(text));
        seed_matcher matcher(control, [](std::uint64_t, const char*, std::size_t) { FAIL("found"); });
        feed_seed(matcher, std::string(100'000, '\0'));
        CHECK(matcher.found_bytes() == 0);
    }
}
