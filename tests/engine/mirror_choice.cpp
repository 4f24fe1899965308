// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/mirror_choice.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

using namespace std::chrono_literals;
using nanoseconds = std::chrono::nanoseconds;

namespace
{

constexpr auto none_fails = [](std::size_t) { return false; };
constexpr auto none_waits = [](std::size_t) { return nanoseconds(0); };
constexpr auto none_suspected = [](std::size_t) { return false; };

// When every wait is over.
constexpr nanoseconds late = 10'000s;

wua::detail::fetch_failure transient()
{
    return {wua::outcome::failed(wua::wininet_e_timeout), wua::detail::remedy::retry};
}

using verdict = wua::detail::mirror_choice::verdict;

// An attempt that began with the first byte, unless `stored` says that it continued something.
verdict fail(wua::detail::mirror_choice& mirrors, std::size_t which, const wua::detail::fetch_failure& why,
             std::uint64_t received = 0, std::optional<std::uint64_t> stored = std::nullopt, nanoseconds now = 0s)
{
    return mirrors.on_failure(which, why, received, stored.value_or(received), wua::retry_policy(), now,
                              [](std::uint32_t failures) { return nanoseconds(failures * 1s); });
}

constexpr std::uint64_t mebibyte = 1U << 20U;

} // namespace

TEST_CASE("mirrors are tried in their order, those with fewer failures first", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(3);
    CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == 0U);
    fail(mirrors, 0, transient());
    CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == 1U);
    fail(mirrors, 1, transient());
    fail(mirrors, 2, transient());
    CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == 0U);
    CHECK(wua::detail::mirror_choice(0).choose(late, none_fails, none_waits, none_suspected) == std::nullopt);
}

TEST_CASE("a mirror whose host fails other updates comes last among its like", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(2);
    const auto first_fails = [](std::size_t which) { return which == 0; };
    CHECK(mirrors.choose(late, first_fails, none_waits, none_suspected) == 1U);
    fail(mirrors, 1, transient());
    CHECK(mirrors.choose(late, first_fails, none_waits, none_suspected) == 0U);
    CHECK(wua::detail::mirror_choice(1).choose(late, first_fails, none_waits, none_suspected) == 0U);
}

TEST_CASE("a mirror is given up after so many failures in a row, and at once where another is the remedy",
          "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(2);
    wua::detail::fetch_failure hopeless = transient();
    hopeless.remedy = wua::detail::remedy::other_mirror;
    fail(mirrors, 0, hopeless);
    for (std::uint32_t i = 1; i != wua::retry_policy().attempts; ++i)
    {
        fail(mirrors, 1, transient());
        CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == 1U);
    }
    fail(mirrors, 1, transient());
    CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == std::nullopt);
}

TEST_CASE("an attempt that brought something new resets the count of failures", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(1);
    const std::uint64_t step = wua::retry_policy().progress;
    for (std::uint32_t i = 1; i != 10 * wua::retry_policy().attempts; ++i)
    {
        fail(mirrors, 0, transient(), step, i * step);
    }
    CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == 0U);
    CHECK(mirrors.not_before(0) == 1s);
}

TEST_CASE("bytes that an earlier attempt has brought are not new", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(1);
    for (std::uint32_t i = 1; i != wua::retry_policy().attempts; ++i)
    {
        fail(mirrors, 0, transient(), 2 * mebibyte);
        CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == 0U);
    }
    fail(mirrors, 0, transient(), 2 * mebibyte);
    CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == std::nullopt);
}

TEST_CASE("bytes that an earlier run has left are not new", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(1);
    mirrors.continue_at(3 * mebibyte);
    fail(mirrors, 0, transient());
    fail(mirrors, 0, transient(), 3 * mebibyte);
    CHECK(mirrors.not_before(0) == 2s);
    fail(mirrors, 0, transient(), mebibyte, 4 * mebibyte);
    CHECK(mirrors.not_before(0) == 1s);
}

TEST_CASE("ranges are doubted after three parts in vain, or if no try brought anything else", "[mirror_choice]")
{
    const wua::retry_policy policy;
    wua::detail::mirror_choice mirrors(2);
    CHECK_FALSE(mirrors.try_doubt_ranges(0, policy));
    CHECK_FALSE(mirrors.try_doubt_ranges(0, policy));
    CHECK_FALSE(mirrors.try_doubt_ranges(1, policy));
    mirrors.end_doubts(0);
    CHECK_FALSE(mirrors.try_doubt_ranges(0, policy));
    CHECK_FALSE(mirrors.try_doubt_ranges(0, policy));
    CHECK(mirrors.try_doubt_ranges(0, policy));
    CHECK(mirrors.rejects_ranges(0));
    CHECK_FALSE(mirrors.rejects_ranges(1));

    wua::retry_policy impatient;
    impatient.attempts = 2;
    CHECK(mirrors.try_doubt_ranges(1, impatient));
    CHECK(mirrors.rejects_ranges(1));
}

TEST_CASE("what is only doubted is believed again, what was refused is not", "[mirror_choice]")
{
    wua::retry_policy impatient;
    impatient.attempts = 1;
    wua::detail::mirror_choice mirrors(1);
    CHECK(mirrors.try_doubt_ranges(0, impatient));
    mirrors.end_doubts(0);
    CHECK_FALSE(mirrors.rejects_ranges(0));

    CHECK(mirrors.try_doubt_ranges(0, impatient));
    mirrors.reject_ranges(0);
    mirrors.end_doubts(0);
    CHECK(mirrors.rejects_ranges(0));
}

TEST_CASE("a file that creeps on while most of it is fetched again is given up", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(2);
    std::uint64_t received = 0;
    std::uint64_t length = 0;
    verdict said = verdict::goes_on;
    while (said == verdict::goes_on && length != 1000 * mebibyte)
    {
        length += mebibyte;
        received += length;
        said = fail(mirrors, 0, transient(), length);
    }
    CHECK(said == verdict::wastes_bytes);
    CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == std::nullopt);
    CHECK(received < 2 * wua::retry_policy().wasted_bytes);
}

TEST_CASE("a large file may be fetched once from each mirror, and once more", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(2);
    wua::detail::fetch_failure wrong = transient();
    wrong.is_wrong_content = true;
    CHECK(fail(mirrors, 0, wrong, 1000 * mebibyte) == verdict::goes_on);
    CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == 1U);
    CHECK(fail(mirrors, 1, wrong, 1000 * mebibyte) == verdict::goes_on);
    CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == 0U);
}

TEST_CASE("a mirror with the wrong content is asked twice, since it may be changing just now", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(1);
    wua::detail::fetch_failure wrong = transient();
    wrong.is_wrong_content = true;
    fail(mirrors, 0, wrong, wua::retry_policy().progress);
    CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == 0U);
    fail(mirrors, 0, wrong, wua::retry_policy().progress);
    CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == std::nullopt);
}

TEST_CASE("the next attempt waits for the delay and for what the server asks, but not for ever", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(2);
    wua::detail::fetch_failure busy = transient();
    CHECK(fail(mirrors, 0, busy, 0, 0, 10s) == verdict::goes_on);
    CHECK(mirrors.not_before(0) == 11s);
    busy.retry_after = 60s;
    CHECK(fail(mirrors, 0, busy, 0, 0, 20s) == verdict::goes_on);
    CHECK(mirrors.not_before(0) == 80s);
    busy.retry_after = wua::retry_policy().max_retry_after + 1s;
    CHECK(fail(mirrors, 1, busy) == verdict::waits_too_long);
    CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == 0U);
}

TEST_CASE("the mirror that may be asked first is taken", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(3);
    wua::detail::fetch_failure busy = transient();
    busy.retry_after = 60s;
    fail(mirrors, 0, busy);
    CHECK(mirrors.choose(0s, none_fails, none_waits, none_suspected) == 1U);
    fail(mirrors, 1, transient());
    fail(mirrors, 1, transient());
    fail(mirrors, 2, transient());
    CHECK(mirrors.choose(0s, none_fails, none_waits, none_suspected) == 2U);
    CHECK(mirrors.choose(2s, none_fails, none_waits, none_suspected) == 2U);
    CHECK(mirrors.choose(
              2s, none_fails, [](std::size_t which) { return which == 2 ? nanoseconds(30s) : 0s; }, none_suspected) ==
          1U);
    CHECK(mirrors.choose(60s, none_fails, none_waits, none_suspected) == 0U);
}

TEST_CASE("a suspect is asked after the others, until they have failed three times", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(2);
    const auto first_suspected = [](std::size_t which) { return which == 0; };
    for (int failures = 0; failures != 3; ++failures)
    {
        CHECK(mirrors.choose(0s, none_fails, none_waits, first_suspected) == 1U);
        fail(mirrors, 1, transient());
    }
    CHECK(mirrors.choose(0s, none_fails, none_waits, first_suspected) == 0U);
}

TEST_CASE("bytes that are new are not wasted, in however many attempts they come", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(1);
    std::uint64_t length = 0;
    while (length < 4 * wua::retry_policy().wasted_bytes)
    {
        length += 8 * mebibyte;
        CHECK(fail(mirrors, 0, transient(), 8 * mebibyte, length) == verdict::goes_on);
    }
    // From here on nothing is: as much as the file has, from its only URL and once more, may be.
    verdict said = verdict::goes_on;
    std::uint64_t wasted = 0;
    while (said == verdict::goes_on && wasted < 10 * length)
    {
        wasted += 8 * mebibyte;
        said = fail(mirrors, 0, transient(), 8 * mebibyte, length);
    }
    CHECK(said == verdict::wastes_bytes);
    CHECK(wasted == 2 * length + 8 * mebibyte);
}

TEST_CASE("the longest wait that a server may ask for is waited", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(1);
    wua::detail::fetch_failure busy = transient();
    busy.retry_after = wua::retry_policy().max_retry_after;
    CHECK(fail(mirrors, 0, busy) == verdict::goes_on);
    CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == 0U);
    busy.retry_after = wua::retry_policy().max_retry_after + 1ms;
    CHECK(fail(mirrors, 0, busy) == verdict::waits_too_long);
}

TEST_CASE("a policy without limits gives no mirror up for its failures, nor for how long it wants to be left alone",
          "[mirror_choice]")
{
    wua::retry_policy unlimited;
    unlimited.attempts = 0;
    unlimited.max_retry_after = 0ms;
    unlimited.wasted_bytes = 0;
    wua::detail::mirror_choice mirrors(1);
    wua::detail::fetch_failure busy = transient();
    busy.retry_after = 24h;
    for (int tries = 0; tries != 1000; ++tries)
    {
        CHECK(mirrors.on_failure(0, busy, 0, 0, unlimited, 0s, [](std::uint32_t) { return 0ns; }) == verdict::goes_on);
    }
    CHECK(mirrors.not_before(0) == 24h);
    CHECK(mirrors.choose(late, none_fails, none_waits, none_suspected) == 0U);
}
