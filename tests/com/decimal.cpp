// SPDX-License-Identifier: MIT

// DECIMAL to and from the numbers and text of C++.

#include <wua/com/decimal.hpp>
#include <wua/com/hresult.hpp>

#include <catch.hpp>

#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>
#include <string>

namespace
{

constexpr std::uint64_t largest = (std::numeric_limits<std::uint64_t>::max)();
constexpr std::int64_t smallest = (std::numeric_limits<std::int64_t>::min)();

wua::DECIMAL parsed(const char* text)
{
    const auto value = wua::decimal_from_string(text);
    REQUIRE(value.has_value());
    return *value;
}

} // namespace

TEST_CASE("integers go through a DECIMAL unchanged", "[decimal]")
{
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{5'000'000'000'000}, largest})
    {
        CHECK(wua::to_uint64(wua::to_decimal(number)) == number);
        CHECK(wua::to_string(wua::to_decimal(number)) == std::to_string(number));
    }
    for (const std::int64_t number : {smallest, std::int64_t{-1}, -(smallest + 1)})
    {
        CHECK(wua::to_int64(wua::to_decimal(number)) == number);
        CHECK(wua::to_string(wua::to_decimal(number)) == std::to_string(number));
    }
}

TEST_CASE("what is no whole number of the type is nothing", "[decimal]")
{
    CHECK_FALSE(wua::to_uint64(wua::to_decimal(-1)).has_value());
    CHECK(wua::to_uint64(wua::make_decimal(0, 0, 0, true)) == 0u);
    CHECK(wua::to_uint64(wua::make_decimal(1200, 0, 2)) == 12u);
    CHECK_FALSE(wua::to_uint64(wua::make_decimal(1201, 0, 2)).has_value());
    CHECK_FALSE(wua::to_uint64(wua::make_decimal(0, 1)).has_value());
    CHECK(wua::to_uint64(wua::make_decimal(0, 10, 1)) == std::nullopt);
    CHECK(wua::to_uint64(wua::make_decimal(0, 5, 1)) == 9223372036854775808u);
    CHECK_FALSE(wua::to_int64(wua::to_decimal(largest)).has_value());
    CHECK_FALSE(wua::to_int64(wua::make_decimal(9223372036854775809u, 0, 0, true)).has_value());
}

TEST_CASE("bits that are no number are refused everywhere", "[decimal]")
{
    wua::DECIMAL bad_scale = wua::to_decimal(1);
    bad_scale.scale = 29;
    wua::DECIMAL bad_sign = wua::to_decimal(1);
    bad_sign.sign = 1;
    for (const wua::DECIMAL& bad : {bad_scale, bad_sign})
    {
        CHECK_FALSE(wua::is_valid(bad));
        CHECK_FALSE(wua::to_uint64(bad).has_value());
        CHECK_FALSE(wua::to_int64(bad).has_value());
        CHECK_THROWS_AS(wua::to_string(bad), wua::hresult_error);
        CHECK_THROWS_AS(wua::to_double(bad), wua::hresult_error);
        CHECK_THROWS_AS(wua::compare(bad, bad), wua::hresult_error);
    }
    CHECK_THROWS_AS(wua::make_decimal(1, 0, 29), wua::hresult_error);
}

TEST_CASE("text is read exactly and written without zeros at the end", "[decimal]")
{
    for (const char* text :
         {"0", "1", "-12.5", "0.001", "79228162514264337593543950335", "-7.9228162514264337593543950335", "100"})
    {
        CHECK(wua::to_string(parsed(text)) == text);
    }
    CHECK(wua::to_string(parsed("+01.500")) == "1.5");
    CHECK(wua::to_string(parsed("-0.0")) == "0");
    CHECK(wua::to_string(parsed(".5")) == "0.5");
    for (const char* text : {"", "-", ".", "1e3", "1.2.3", " 1", "0x1", "79228162514264337593543950336",
                             "0.00000000000000000000000000001"})
    {
        CHECK_FALSE(wua::decimal_from_string(text).has_value());
    }
}

TEST_CASE("numbers compare whatever their scale", "[decimal]")
{
    CHECK(std::is_eq(wua::compare(parsed("1.0"), parsed("1.0000"))));
    CHECK(std::is_eq(wua::compare(parsed("0"), parsed("-0.0"))));
    CHECK(std::is_lt(wua::compare(parsed("1.01"), parsed("1.1"))));
    CHECK(std::is_gt(wua::compare(parsed("-1.01"), parsed("-1.1"))));
    CHECK(std::is_lt(wua::compare(parsed("-1"), parsed("1"))));
    CHECK(std::is_gt(wua::compare(parsed("79228162514264337593543950335"), parsed("7.9228162514264337593543950335"))));
}

TEST_CASE("doubles become the DECIMAL of fifteen digits and come back", "[decimal]")
{
    for (const double number : {0.0, 1.0, -2.5, 0.1, 123456789.012345, 1e20, 1e-10})
    {
        const auto value = wua::decimal_from_double(number);
        REQUIRE(value.has_value());
        CHECK(wua::to_double(*value) == Approx(number).epsilon(1e-15));
    }
    CHECK(wua::to_string(*wua::decimal_from_double(0.1)) == "0.1");
    CHECK(wua::to_string(*wua::decimal_from_double(1e28)) == "10000000000000000000000000000");
    CHECK(wua::to_string(*wua::decimal_from_double(6e-29)) == "0.0000000000000000000000000001");
    CHECK(wua::to_string(*wua::decimal_from_double(1e-40)) == "0");
    CHECK_FALSE(wua::decimal_from_double(1e29).has_value());
    CHECK_FALSE(wua::decimal_from_double(std::numeric_limits<double>::infinity()).has_value());
    CHECK_FALSE(wua::decimal_from_double(std::nan("")).has_value());
}

TEST_CASE("halves are rounded to the even neighbour", "[decimal]")
{
    const char* cases[][2] = {{"0.5", "0"},  {"1.5", "2"},   {"2.5", "2"},  {"2.51", "3"}, {"2.5000001", "3"},
                              {"2.49", "2"}, {"-1.5", "-2"}, {"0.05", "0"}, {"7", "7"},    {"9.99", "10"}};
    for (const auto& [text, rounded] : cases)
    {
        CHECK(wua::to_string(wua::round_to_integer(parsed(text))) == rounded);
    }
}
