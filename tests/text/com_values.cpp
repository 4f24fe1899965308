// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/text/com_values.hpp>

#include <cstdint>
#include <limits>

namespace
{

using namespace wua::literals;

TEST_CASE("a guid is shown in lower case without braces", "[com_values]")
{
    CHECK(fmt::format("{}", "C574DE85-7358-43F6-AAE8-8697E62D8BA7"_guid) == "c574de85-7358-43f6-aae8-8697e62d8ba7");
    CHECK(fmt::format("{:>38}", wua::guid_null) == "  00000000-0000-0000-0000-000000000000");
}

TEST_CASE("a DECIMAL is shown in plain digits", "[com_values]")
{
    CHECK(fmt::format("{}", wua::to_decimal(std::numeric_limits<std::uint64_t>::max())) == "18446744073709551615");
    CHECK(fmt::format("{:>6}", wua::make_decimal(125, 0, 1, true)) == " -12.5");
}

TEST_CASE("bits that are not a DECIMAL are shown as such", "[com_values]")
{
    wua::DECIMAL value = wua::to_decimal(1);
    value.scale = 29;
    CHECK(fmt::format("{}", value) == "invalid DECIMAL");
}

} // namespace
