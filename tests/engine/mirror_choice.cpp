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

wua::detail::fetch_failure transient()
{
    return {wua::outcome::failed(wua::wininet_e_timeout), wua::detail::remedy::retry};
}

bool fail(wua::detail::mirror_choice& mirrors, std::size_t which, const wua::detail::fetch_failure& why,
          std::uint64_t received = 0, nanoseconds now = 0s)
{
    return mirrors.on_failure(which, why, received, wua::retry_policy(), now, [](std::uint32_t failures) {
        return nanoseconds(failures * 1s);
    });
}

} // namespace

TEST_CASE("mirrors are tried in their order, those with fewer failures first", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(3);
    CHECK(mirrors.choose(none_fails) == 0U);
    fail(mirrors, 0, transient());
    CHECK(mirrors.choose(none_fails) == 1U);
    fail(mirrors, 1, transient());
    fail(mirrors, 2, transient());
    CHECK(mirrors.choose(none_fails) == 0U);
    CHECK(wua::detail::mirror_choice(0).choose(none_fails) == std::nullopt);
}

TEST_CASE("a mirror whose host fails other updates comes last among its like", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(2);
    const auto first_fails = [](std::size_t which) { return which == 0; };
    CHECK(mirrors.choose(first_fails) == 1U);
    fail(mirrors, 1, transient());
    CHECK(mirrors.choose(first_fails) == 0U);
    CHECK(wua::detail::mirror_choice(1).choose(first_fails) == 0U);
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
        CHECK(mirrors.choose(none_fails) == 1U);
    }
    fail(mirrors, 1, transient());
    CHECK(mirrors.choose(none_fails) == std::nullopt);
}

TEST_CASE("an attempt that brought something begins the count of failures anew", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(1);
    for (std::uint32_t i = 0; i != 10 * wua::retry_policy().attempts; ++i)
    {
        fail(mirrors, 0, transient(), wua::retry_policy().progress);
    }
    CHECK(mirrors.choose(none_fails) == 0U);
    CHECK(mirrors.not_before(0) == 1s);
}

TEST_CASE("a mirror with the wrong content is asked twice, since it may be changing just now", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(1);
    wua::detail::fetch_failure wrong = transient();
    wrong.is_wrong_content = true;
    fail(mirrors, 0, wrong, wua::retry_policy().progress);
    CHECK(mirrors.choose(none_fails) == 0U);
    fail(mirrors, 0, wrong, wua::retry_policy().progress);
    CHECK(mirrors.choose(none_fails) == std::nullopt);
}

TEST_CASE("the next attempt waits for the delay and for what the server asks, but not for ever", "[mirror_choice]")
{
    wua::detail::mirror_choice mirrors(2);
    wua::detail::fetch_failure busy = transient();
    CHECK_FALSE(fail(mirrors, 0, busy, 0, 10s));
    CHECK(mirrors.not_before(0) == 11s);
    busy.retry_after = 60s;
    CHECK_FALSE(fail(mirrors, 0, busy, 0, 20s));
    CHECK(mirrors.not_before(0) == 80s);
    busy.retry_after = wua::retry_policy().max_retry_after + 1s;
    CHECK(fail(mirrors, 1, busy));
    CHECK(mirrors.choose(none_fails) == 0U);
}
