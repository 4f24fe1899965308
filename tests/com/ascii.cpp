// SPDX-License-Identifier: MIT

// ASCII text: case, white space and digits.

#include <wua/com/ascii.hpp>

#include <catch.hpp>

using namespace wua::detail;

TEST_CASE("text is equal whatever the case of its ASCII letters", "[ascii]")
{
    STATIC_REQUIRE(equal_ignoring_case("Content-Length", "content-LENGTH"));
    CHECK(equal_ignoring_case("", ""));
    CHECK_FALSE(equal_ignoring_case("a", "ab"));
    CHECK_FALSE(equal_ignoring_case("[", "{"));
    CHECK_FALSE(equal_ignoring_case("\xC4", "\xE4"));
}

TEST_CASE("text is trimmed of blanks and line ends at both ends alone", "[ascii]")
{
    STATIC_REQUIRE(trimmed(" \ta b\r\n") == "a b");
    CHECK(trimmed(" \r\n").empty());
    CHECK(trimmed("").empty());
}

TEST_CASE("a hexadecimal digit has its value in either case", "[ascii]")
{
    for (int value = 0; value != 16; ++value)
    {
        CHECK(hex_value("0123456789abcdef"[value]) == value);
        CHECK(hex_value("0123456789ABCDEF"[value]) == value);
        CHECK(hex_digit(static_cast<unsigned>(value) | 0x70U) == "0123456789abcdef"[value]);
    }
    for (const char other : {'g', 'G', '/', ':', '@', '`', '\0', '\xE4'})
    {
        CHECK(hex_value(other) == -1);
    }
}

TEST_CASE("a decimal number is read to the last one of 64 bits", "[ascii]")
{
    STATIC_REQUIRE(parse_decimal("0") == 0u);
    CHECK(parse_decimal("007") == 7u);
    CHECK(parse_decimal("18446744073709551615") == UINT64_MAX);
    for (const char* const none : {"", "18446744073709551616", "99999999999999999999", "1 ", "+1", "-1", "1.0", "0x1"})
    {
        CHECK_FALSE(parse_decimal(none));
    }
}
