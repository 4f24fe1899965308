// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/stall_watch.hpp>

#include <chrono>

using namespace std::chrono_literals;
using wua::detail::stall_watch;

namespace
{

wua::retry_policy policy()
{
    wua::retry_policy limits;
    limits.stall_bytes = 100;
    limits.stall_time = 10s;
    return limits;
}

} // namespace

TEST_CASE("an attempt that brings too few bytes in a stretch of time is stalled", "[stall_watch]")
{
    stall_watch watch(1s);
    auto wake_at = std::chrono::nanoseconds::max();
    CHECK(watch.check(policy(), 1s, 0, false, wake_at) == stall_watch::verdict::in_progress);
    CHECK(wake_at == 3500ms);
    CHECK(watch.check(policy(), 10s, 99, false, wake_at) == stall_watch::verdict::in_progress);
    CHECK(watch.check(policy(), 11s, 99, false, wake_at) == stall_watch::verdict::stalled);
}

TEST_CASE("enough bytes begin a new stretch", "[stall_watch]")
{
    stall_watch watch(0s);
    auto wake_at = std::chrono::nanoseconds::max();
    CHECK(watch.check(policy(), 9s, 100, false, wake_at) == stall_watch::verdict::in_progress);
    CHECK(watch.check(policy(), 18s, 199, false, wake_at) == stall_watch::verdict::in_progress);
    CHECK(watch.check(policy(), 19s, 199, false, wake_at) == stall_watch::verdict::stalled);
}

TEST_CASE("what this side holds back is no stall", "[stall_watch]")
{
    stall_watch watch(0s);
    auto wake_at = std::chrono::nanoseconds::max();
    CHECK(watch.check(policy(), 100s, 0, true, wake_at) == stall_watch::verdict::in_progress);
    CHECK(wake_at == std::chrono::nanoseconds::max());
    watch.restart(100s, 0);
    CHECK(watch.check(policy(), 109s, 0, false, wake_at) == stall_watch::verdict::in_progress);
    CHECK(watch.check(policy(), 110s, 0, false, wake_at) == stall_watch::verdict::stalled);
}

TEST_CASE("the deadline of an attempt counts however many bytes come", "[stall_watch]")
{
    wua::retry_policy limits;
    limits.stall_time = 0s;
    limits.attempt_deadline = 5s;
    stall_watch watch(1s);
    auto wake_at = std::chrono::nanoseconds::max();
    CHECK(watch.check(limits, 5s, 1'000'000, false, wake_at) == stall_watch::verdict::in_progress);
    CHECK(wake_at == 6s);
    CHECK(watch.check(limits, 6s, 2'000'000, false, wake_at) == stall_watch::verdict::over_deadline);
}

TEST_CASE("a pause counts for neither limit", "[stall_watch][pause]")
{
    wua::retry_policy limits;
    limits.stall_time = 10s;
    limits.attempt_deadline = 20s;
    stall_watch watch(0s);
    auto wake_at = std::chrono::nanoseconds::max();
    watch.skip(1h, 1h + 5s, 0);
    CHECK(watch.check(limits, 1h + 14s, 0, false, wake_at) == stall_watch::verdict::in_progress);
    CHECK(watch.check(limits, 1h + 15s, 0, false, wake_at) == stall_watch::verdict::stalled);
    CHECK(watch.check(limits, 1h + 20s, 1'000'000, false, wake_at) == stall_watch::verdict::over_deadline);
}
