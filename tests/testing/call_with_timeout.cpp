// SPDX-License-Identifier: MIT
// A call that never returns does not keep its caller.

#include "catch.hpp"
#include <wua/testing/call_with_timeout.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <thread>

using namespace std::chrono_literals;

TEST_CASE("a call in time returns, or tells what it threw", "[call_with_timeout]")
{
    int calls = 0;
    const auto good = wua::call_with_timeout(1min, [&] { ++calls; });
    CHECK(calls == 1);
    CHECK(good.is_in_time);
    CHECK_FALSE(good.has_thrown);
    const auto bad = wua::call_with_timeout(1min, [] { throw std::runtime_error("no"); });
    CHECK(bad.has_thrown);
    CHECK(bad.exception == "no");
    struct wordless : std::exception
    {
        const char* what() const noexcept override
        {
            return nullptr;
        }
    };
    const auto silent = wua::call_with_timeout(1min, [] { throw wordless(); });
    CHECK(silent.has_thrown);
    CHECK(silent.exception.empty());
    CHECK(wua::call_with_timeout(1min, [] { throw 1; }).exception == "something that is not a std::exception");
}

TEST_CASE("a call that is late can be helped to return", "[call_with_timeout]")
{
    const auto stop = std::make_shared<std::stop_source>();
    const auto late = wua::call_with_timeout(
        200ms,
        [stop] {
            while (!stop->stop_requested())
            {
                std::this_thread::yield();
            }
        },
        [stop] { stop->request_stop(); });
    CHECK_FALSE(late.is_in_time);
    CHECK_FALSE(late.has_thrown);
    CHECK(stop.use_count() == 1); // the function is gone
}

TEST_CASE("a call that does not return is left behind", "[call_with_timeout]")
{
    const auto stop = std::make_shared<std::stop_source>();
    const auto left = std::make_shared<int>();
    const auto late = wua::call_with_timeout(5ms, [stop, left] {
        while (!stop->stop_requested())
        {
            std::this_thread::yield();
        }
    });
    CHECK_FALSE(late.is_in_time);
    CHECK(left.use_count() == 2); // the thread has its own
    stop->request_stop();
    while (left.use_count() != 1)
    {
        std::this_thread::yield();
    }
}
