// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/lock_wait.hpp>

#include <chrono>
#include <cstdint>

using namespace std::chrono_literals;
using wua::detail::lock_wait;

namespace
{

lock_wait::sight written_at(std::chrono::seconds second, std::uint64_t bytes = 100)
{
    return {bytes, std::chrono::system_clock::time_point(second)};
}

} // namespace

TEST_CASE("a locked file is looked at after an eighth of the time so far, but twice a second", "[lock_wait]")
{
    lock_wait lock;
    CHECK_FALSE(lock.is_waiting());
    CHECK(lock.look(10s, written_at(1s), 60s) == 20ms);
    CHECK(lock.is_waiting());
    CHECK(lock.look(12s, written_at(1s), 60s) == 250ms);
    CHECK(lock.look(20s, written_at(1s), 60s) == 500ms);
}

TEST_CASE("a locked file that stays as it is is waited for with patience alone", "[lock_wait]")
{
    lock_wait lock;
    CHECK(lock.look(10s, written_at(1s), 5s));
    CHECK(lock.look(15s - 1ns, written_at(1s), 5s));
    CHECK_FALSE(lock.look(15s, written_at(1s), 5s));
    CHECK(lock.idle_at(15s) == 5s);
}

TEST_CASE("a locked file that grows, or is written in its gaps, is waited for without an end", "[lock_wait]")
{
    lock_wait lock;
    CHECK(lock.look(10s, written_at(1s, 100), 5s));
    CHECK(lock.look(14s, written_at(1s, 101), 5s));
    CHECK(lock.look(18s, written_at(2s, 101), 5s));
    CHECK(lock.idle_at(18s) == 0s);
    CHECK_FALSE(lock.look(23s, written_at(2s, 101), 5s));
}

TEST_CASE("a file that was free is waited for with new patience when it is locked again", "[lock_wait]")
{
    lock_wait lock;
    CHECK(lock.look(10s, written_at(1s), 5s));
    lock.end();
    CHECK_FALSE(lock.is_waiting());
    CHECK(lock.look(20s, written_at(1s), 5s) == 20ms);
    CHECK(lock.idle_at(20s) == 0s);
}
