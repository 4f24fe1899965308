// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/mirror_memory.hpp>

#include <string>

using namespace std::chrono_literals;

TEST_CASE("a failing host is remembered until it works or the time is over", "[mirror_memory]")
{
    wua::detail::mirror_memory memory(10s);
    CHECK_FALSE(memory.is_failing("a", 0s));
    memory.on_failure("a", 0s);
    memory.on_failure("b", 0s);
    CHECK(memory.is_failing("a", 9s));
    CHECK_FALSE(memory.is_failing("a", 10s));
    memory.on_success("b");
    CHECK_FALSE(memory.is_failing("b", 1s));
}

TEST_CASE("a busy host is left alone until it works or the time is over", "[mirror_memory]")
{
    wua::detail::mirror_memory memory(10s);
    CHECK(memory.not_before("a") == 0s);
    memory.on_failure("a", 1s);
    memory.leave_alone("a", 5s);
    memory.leave_alone("a", 3s);
    CHECK(memory.not_before("a") == 5s);
    CHECK(memory.not_before("b") == 0s);
    memory.on_success("a");
    CHECK(memory.not_before("a") == 0s);
}

TEST_CASE("hosts without number do not fill the memory", "[mirror_memory]")
{
    wua::detail::mirror_memory memory(10s);
    for (int i = 0; i != 5000; ++i)
    {
        memory.on_failure("host" + std::to_string(i), 0s);
    }
    CHECK_FALSE(memory.is_failing("host4999", 1s));
    memory.on_failure("later", 11s); // the old ones have made room
    CHECK(memory.is_failing("later", 12s));
}
