// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/text/time_span.hpp>

namespace
{

using std::chrono::seconds;

TEST_CASE("a time span is shown in seconds, minutes and hours", "[time_span]")
{
    const auto text = [](int length) { return fmt::format("{}", wua::time_span{seconds(length)}); };
    CHECK(text(0) == "0 s");
    CHECK(text(42) == "42 s");
    CHECK(text(59) == "59 s");
    CHECK(text(60) == "1:00");
    CHECK(text(3599) == "59:59");
    CHECK(text(3600) == "1:00:00");
    CHECK(text(3723) == "1:02:03");
    CHECK(text(360000) == "100:00:00");
}

TEST_CASE("as a clock a time span keeps its shape below a minute", "[time_span]")
{
    const auto text = [](int length) { return fmt::format("{:c}", wua::time_span{seconds(length)}); };
    CHECK(text(0) == "0:00");
    CHECK(text(2) == "0:02");
    CHECK(text(65) == "1:05");
    CHECK(text(3723) == "1:02:03");
    CHECK(fmt::format("{:c:>6}", wua::time_span{seconds(2)}) == "  0:02");
}

TEST_CASE("an estimate is shown in sensible steps", "[time_span]")
{
    const auto text = [](int length) { return fmt::format("{:c}", wua::coarse({seconds(length)})); };
    CHECK(text(59) == "0:59");
    CHECK(text(60) == "1:00");
    CHECK(text(64) == "1:00");
    CHECK(text(65) == "1:10");
    CHECK(text(599) == "10:00");
    CHECK(text(600) == "10:00");
    CHECK(text(750) == "13:00");
    CHECK(text(3599) == "1:00:00");
    CHECK(text(3700) == "1:00:00");
    CHECK(text(5000) == "1:25:00");
    CHECK(wua::coarse({}) == wua::time_span{});
    CHECK(wua::coarse({seconds(-70)}) == wua::time_span{seconds(-70)});
    CHECK(wua::coarse({seconds::max()}) == wua::time_span{seconds::max()});
}

TEST_CASE("a time span that is not known, or negative, is a question mark", "[time_span]")
{
    CHECK(fmt::format("{}", wua::time_span{}) == "?");
    CHECK(fmt::format("{:c}", wua::time_span{}) == "?");
    CHECK(fmt::format("{}", wua::time_span{seconds(-1)}) == "?");
    CHECK(fmt::format("{}", wua::time_span{seconds::max()}) == "2562047788015215:30:07");
}

} // namespace
