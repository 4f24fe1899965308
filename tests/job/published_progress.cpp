// SPDX-License-Identifier: MIT
// The numbers of a job as readers find them.

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/job/published_progress.hpp>
#include <wua/job/update_table.hpp>

#include <atomic>
#include <thread>

namespace
{

constexpr auto no_change = [] {};

wua::progress_values values_with(std::uint64_t others, std::uint64_t best)
{
    wua::progress_values values;
    values.bytes_downloaded = others;
    values.current_credited = best;
    return values;
}

} // namespace

TEST_CASE("what is read has the bytes of the current update in it, and of an earlier attempt what is more",
          "[published_progress]")
{
    wua::detail::update_table log(fakes::updates({1000}));
    wua::detail::published_progress published(values_with(300, 50), log);
    wua::progress_values values;
    log[0].bytes.store(20);
    CHECK(published.try_read(values) == published.version());
    CHECK(values.current_bytes_downloaded == 20);
    CHECK(values.current_credited == 50);
    CHECK(values.bytes_downloaded == 350);
    log[0].bytes.store(60);
    CHECK(published.try_read(values) == published.version());
    CHECK(values.current_bytes_downloaded == 60);
    CHECK(values.bytes_downloaded == 360);
}

TEST_CASE("numbers that were read before become those of now as long as nothing was stored", "[published_progress]")
{
    wua::detail::update_table log(fakes::updates({1000}));
    wua::detail::published_progress published(values_with(300, 50), log);
    wua::progress_values values;
    const std::uint64_t version = published.try_read(values);
    for (const std::uint64_t bytes : {0U, 10U, 50U, 51U, 51U, 900U})
    {
        log[0].bytes.store(bytes);
        REQUIRE(published.try_refresh(values, version));
        wua::progress_values anew;
        REQUIRE(published.try_read(anew) == version);
        CHECK(values == anew);
    }
    published.store(values_with(400, 0), no_change);
    const wua::progress_values before = values;
    CHECK_FALSE(published.try_refresh(values, version));
    CHECK(values == before);
    CHECK_FALSE(published.try_refresh(values, 0)); // of no version
}

TEST_CASE("numbers that bring their bytes with them are left alone", "[published_progress]")
{
    wua::detail::update_table log(fakes::updates({1000}));
    log[0].bytes.store(999);
    wua::progress_values ended = values_with(300, 50);
    ended.is_live = false;
    const wua::detail::published_progress published(ended, log);
    wua::progress_values values;
    const std::uint64_t version = published.try_read(values);
    CHECK(values == ended);
    CHECK(published.try_refresh(values, version));
    CHECK(values == ended);
}

TEST_CASE("a reader whom the writer always disturbs gives up", "[published_progress]")
{
    wua::detail::update_table log(fakes::updates({1000}));
    wua::detail::published_progress published(values_with(300, 0), log);
    std::uint64_t version = 99;
    wua::progress_values values;
    published.store(values_with(400, 0), [&] { version = published.try_read(values); });
    CHECK(version == 0);
    values = values_with(400, 0);
    log[0].bytes.store(5);
    published.complete(values);
    CHECK(values.bytes_downloaded == 405);
}

TEST_CASE("an index that no update has is survived", "[published_progress]")
{
    const wua::detail::update_table log(fakes::updates({1000}));
    wua::progress_values torn;
    torn.current_index = 77;
    const wua::detail::published_progress published(torn, log);
    wua::progress_values values;
    CHECK(published.try_read(values) != 0);
    CHECK(values.current_bytes_downloaded == 0);
}

TEST_CASE("a reader that refreshes sees the bytes that belong to the numbers, with the writer flat out",
          "[published_progress]")
{
    wua::detail::update_table log(fakes::updates({wua::unknown_bytes - 1}));
    wua::detail::published_progress published(values_with(0, 0), log);
    std::atomic<bool> is_over{false};
    // In each version the bytes begin anew, and the others have what the update has lost.
    std::thread writer([&] {
        std::uint64_t others = 0;
        while (!is_over.load(std::memory_order_relaxed))
        {
            for (std::uint64_t bytes = 1; bytes != 20; ++bytes)
            {
                log[0].bytes.store(bytes);
            }
            others += 19;
            published.store(values_with(others, 0), [&] { log[0].bytes.store(0); });
        }
    });
    wua::progress_values values;
    std::uint64_t version = 0;
    std::uint64_t last = 0;
    int refreshed = 0;
    int backward = 0;
    for (int i = 0; i != 200'000; ++i)
    {
        if (published.try_refresh(values, version))
        {
            ++refreshed;
        }
        else
        {
            version = published.try_read(values);
            if (version == 0)
            {
                std::this_thread::yield();
                continue;
            }
        }
        backward += values.bytes_downloaded < last ? 1 : 0;
        last = values.bytes_downloaded;
    }
    is_over = true;
    writer.join();
    CHECK(backward == 0);
    CHECK(refreshed > 0);
}
