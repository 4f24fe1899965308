// SPDX-License-Identifier: MIT
// Readers copy a value whole, or are told in bounded time that they could not.

#include "catch.hpp"
#include <wua/job/seqlock.hpp>

#include <atomic>
#include <thread>
#include <vector>

namespace
{

// The words prove that they belong together.
struct sealed
{
    std::uint64_t number = 0;
    std::uint64_t words[11] = {};
    std::uint64_t sum = 0;

    static sealed of(std::uint64_t n)
    {
        sealed made;
        made.number = n;
        for (std::uint64_t& word : made.words)
        {
            word = n = n * 6364136223846793005U + 1442695040888963407U;
            made.sum += word;
        }
        return made;
    }

    bool is_whole() const
    {
        std::uint64_t all = 0;
        for (const std::uint64_t word : words)
        {
            all += word;
        }
        return all == sum;
    }
};

constexpr auto nothing_else = [](const sealed&) {};

} // namespace

TEST_CASE("a stored value is loaded whole at the first attempt if there is no writer", "[seqlock]")
{
    wua::detail::seqlock<sealed> lock(sealed::of(1));
    sealed value;
    CHECK(lock.try_load(value, 1, nothing_else));
    CHECK(value.number == 1);
    lock.store(sealed::of(2));
    CHECK(lock.try_load(value, 1, nothing_else));
    CHECK(value.number == 2);
    CHECK(value.is_whole());
}

TEST_CASE("each write moves the version on by two, and reading does not", "[seqlock]")
{
    wua::detail::seqlock<sealed> lock(sealed::of(1));
    const std::uint64_t before = lock.version();
    sealed value;
    REQUIRE(lock.try_load(value, 1, nothing_else) == before);
    CHECK(lock.version() == before);
    lock.store(sealed::of(2));
    CHECK(lock.version() == before + 2);
    CHECK(lock.try_load(value, 1, nothing_else) == before + 2);
}

TEST_CASE("a value is still that of its version until a write begins", "[seqlock]")
{
    wua::detail::seqlock<sealed> lock(sealed::of(1));
    const std::uint64_t version = lock.version();
    int looks = 0;
    const auto look = [&] { ++looks; };
    CHECK(lock.is_still(version, look));
    CHECK_FALSE(lock.is_still(0, look));
    CHECK(looks == 1);
    bool was_still = true;
    lock.store_while(sealed::of(2), [&] { was_still = lock.is_still(version, look); });
    CHECK_FALSE(was_still);
    CHECK_FALSE(lock.is_still(version, look));
    CHECK(looks == 1);
    CHECK_FALSE(lock.is_still(version + 2, [&] { lock.store(sealed::of(3)); })); // one that comes in between
}

TEST_CASE("a reader gives up after exactly as many attempts as it was given", "[seqlock]")
{
    wua::detail::seqlock<sealed> lock(sealed::of(0));
    sealed value;
    SECTION("when a write is under way all the time, without looking at the value")
    {
        int looks = 0;
        std::uint64_t loaded = 99;
        lock.store_while(sealed::of(1), [&] { loaded = lock.try_load(value, 64, [&](const sealed&) { ++looks; }); });
        CHECK(loaded == 0);
        CHECK(looks == 0);
    }
    SECTION("when a write comes into each attempt")
    {
        int looks = 0;
        CHECK_FALSE(
            lock.try_load(value, 7, [&](const sealed&) { lock.store(sealed::of(static_cast<unsigned>(++looks))); }));
        CHECK(looks == 7);
    }
    SECTION("and succeeds with the attempt into which none comes")
    {
        int looks = 0;
        CHECK(lock.try_load(value, 7, [&](const sealed&) {
            if (++looks < 7)
            {
                lock.store(sealed::of(static_cast<unsigned>(looks)));
            }
        }));
        CHECK(value.number == 6);
    }
}

TEST_CASE("no reader sees a torn value, or a change without its value, with the writer flat out", "[seqlock]")
{
    wua::detail::seqlock<sealed> lock(sealed::of(0));
    std::atomic<std::uint64_t> beside{0};
    std::atomic<bool> is_over{false};
    std::atomic<int> torn{0};
    std::atomic<int> backward{0};
    std::thread writer([&] {
        for (std::uint64_t n = 1; !is_over.load(std::memory_order_relaxed); ++n)
        {
            lock.store_while(sealed::of(n), [&] { beside.store(n, std::memory_order_release); });
        }
    });
    std::vector<std::thread> readers;
    for (int i = 0; i != 2; ++i)
    {
        readers.emplace_back([&] {
            std::uint64_t last = 0;
            for (int loaded = 0; loaded != 20000;)
            {
                sealed value;
                std::uint64_t changed = 0;
                if (!lock.try_load(value, 64, [&](const sealed&) { changed = beside.load(std::memory_order_acquire); }))
                {
                    std::this_thread::yield();
                    continue;
                }
                ++loaded;
                torn += value.is_whole() && changed == value.number ? 0 : 1;
                backward += value.number >= last ? 0 : 1;
                last = value.number;
            }
        });
    }
    for (std::thread& reader : readers)
    {
        reader.join();
    }
    is_over = true;
    writer.join();
    CHECK(torn == 0);
    CHECK(backward == 0);
}
