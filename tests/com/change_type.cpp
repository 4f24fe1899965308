// SPDX-License-Identifier: MIT

// The conversions that late-bound arguments go through.

#include <wua/com/change_type.hpp>
#include <wua/com/enum_variant.hpp>
#include <wua/com/variant.hpp>

#include <catch.hpp>

#include <limits>
#include <string>
#include <vector>

namespace
{

wua::HRESULT refusal(const wua::variant& value, int type)
{
    try
    {
        wua::change_type(value.get(), static_cast<wua::VARTYPE>(type));
    }
    catch (const wua::hresult_error& error)
    {
        return error.code();
    }
    return wua::s_ok;
}

std::string text(const wua::variant& value)
{
    const wua::variant converted = wua::change_type(value.get(), wua::VT_BSTR);
    CHECK(converted.vt() == wua::VT_BSTR);
    return wua::to_utf8(wua::view(converted.get().bstrVal));
}

wua::LONG number(const wua::variant& value)
{
    const wua::variant converted = wua::change_type(value.get(), wua::VT_I4);
    CHECK(converted.vt() == wua::VT_I4);
    return converted.get().lVal;
}

wua::variant decimal(const char* digits)
{
    return wua::variant(wua::decimal_from_string(digits).value());
}

} // namespace

TEST_CASE("every number type holds seven", "[change_type]")
{
    const std::vector<int> types{
        wua::VT_I1,  wua::VT_UI1,  wua::VT_I2, wua::VT_UI2, wua::VT_I4,   wua::VT_UI4, wua::VT_I8,     wua::VT_UI8,
        wua::VT_INT, wua::VT_UINT, wua::VT_R4, wua::VT_R8,  wua::VT_DATE, wua::VT_CY,  wua::VT_DECIMAL};
    for (const int from : types)
    {
        const wua::variant seven = wua::change_type(wua::variant(7).get(), static_cast<wua::VARTYPE>(from));
        CHECK(seven.vt() == from);
        for (const int to : types)
        {
            const wua::variant again = wua::change_type(seven.get(), static_cast<wua::VARTYPE>(to));
            CHECK(again.vt() == to);
            CHECK(number(again) == 7);
        }
    }
}

TEST_CASE("a value beyond the type's range overflows", "[change_type]")
{
    CHECK(refusal(128, wua::VT_I1) == wua::disp_e_overflow);
    CHECK(refusal(127, wua::VT_I1) == wua::s_ok);
    CHECK(refusal(-128, wua::VT_I1) == wua::s_ok);
    CHECK(refusal(-1, wua::VT_UI4) == wua::disp_e_overflow);
    CHECK(refusal(2147483648.0, wua::VT_I4) == wua::disp_e_overflow);
    CHECK(refusal(-2147483648.0, wua::VT_I4) == wua::s_ok);
    CHECK(refusal(2147483647.5, wua::VT_I4) == wua::disp_e_overflow);
    CHECK(refusal(std::numeric_limits<double>::quiet_NaN(), wua::VT_I8) == wua::disp_e_overflow);
    CHECK(refusal(18446744073709551616.0, wua::VT_UI8) == wua::disp_e_overflow);
    CHECK(refusal(1e300, wua::VT_R4) == wua::disp_e_overflow);
    CHECK(refusal(1e300, wua::VT_DECIMAL) == wua::disp_e_overflow);
    CHECK(refusal("1e999", wua::VT_R8) == wua::disp_e_overflow);
    CHECK(refusal(decimal("922337203685477.5808"), wua::VT_CY) == wua::disp_e_overflow);
    CHECK(refusal(decimal("922337203685477.5807"), wua::VT_CY) == wua::s_ok);
}

TEST_CASE("a senseless conversion is a type mismatch", "[change_type]")
{
    for (const char* words : {"", "seven", "1 2", "0x10", "inf", "nan", "1,5", "--1", "1e"})
    {
        CHECK(refusal(words, wua::VT_I4) == wua::disp_e_typemismatch);
    }
    CHECK(refusal(wua::variant::null(), wua::VT_I4) == wua::disp_e_typemismatch);
    CHECK(refusal(wua::variant::missing(), wua::VT_BSTR) == wua::disp_e_typemismatch);
    CHECK(refusal(wua::make_enum_variant({}), wua::VT_I4) == wua::disp_e_typemismatch);
    CHECK(refusal(wua::make_enum_variant({}), wua::VT_DISPATCH) == wua::disp_e_typemismatch);
    CHECK(refusal(1, wua::VT_DISPATCH) == wua::disp_e_typemismatch);
    CHECK(refusal(wua::variant::date(1), wua::VT_BSTR) == wua::disp_e_typemismatch);
    CHECK(refusal(1, wua::VT_RECORD) == wua::disp_e_badvartype);
}

TEST_CASE("fractions are rounded to the even neighbour", "[change_type]")
{
    CHECK(number(0.5) == 0);
    CHECK(number(1.5) == 2);
    CHECK(number(-1.5) == -2);
    CHECK(number(-0.5) == 0);
    CHECK(number(2.6) == 3);
    CHECK(number(-2147483648.5) == (std::numeric_limits<wua::LONG>::min)());
    CHECK(number(decimal("2.5")) == 2);
    CHECK(number("3.5") == 4);
    CHECK(number(wua::variant::currency(25000)) == 2);
}

TEST_CASE("text is read and written", "[change_type]")
{
    CHECK(number(" 42 ") == 42);
    CHECK(number("1e2") == 100);
    CHECK(text(-3) == "-3");
    CHECK(text(2.5) == "2.5");
    CHECK(text(0.1f) == "0.1");
    CHECK(text(decimal("12.50")) == "12.5");
    CHECK(text(wua::variant::currency(12345)) == "1.2345");
    CHECK(text(true) == "True");
    CHECK(text(wua::variant()).empty());
    CHECK(text((std::numeric_limits<wua::ULONGLONG>::max)()) == "18446744073709551615");
}

TEST_CASE("large and small doubles are text as everywhere in COM, with a capital E", "[change_type]")
{
    CHECK(text(1e15) == "1E+15");
    CHECK(text(-1.5e-7) == "-1.5E-07");
    CHECK(text(1e300) == "1E+300");
    CHECK(text(1e20f) == "1E+20");
    CHECK(text(123456789012345.0) == "123456789012345");
}

TEST_CASE("a double is an amount of currency to the last ten-thousandth", "[change_type]")
{
    const auto units = [](double amount) {
        return wua::change_type(wua::variant(amount).get(), wua::VT_CY).get().llVal;
    };
    CHECK(units(1.5) == 15000);
    CHECK(units(-0.00016) == -2);
    CHECK(units(-358128347708.75055) == -3581283477087505);
    CHECK(units(922337203685477.5) == 9223372036854775000);
    CHECK(units(-922337203685477.5) == -9223372036854775000);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const double amount : {922337203685478.0, -922337203685478.0, 922337203685477.625, 1e300, infinity, -infinity,
                                std::numeric_limits<double>::quiet_NaN()})
    {
        CHECK(refusal(amount, wua::VT_CY) == wua::disp_e_overflow);
    }
}

TEST_CASE("booleans are read from words and numbers", "[change_type]")
{
    const auto truth = [](const wua::variant& value) {
        return wua::change_type(value.get(), wua::VT_BOOL).get().boolVal;
    };
    CHECK(truth("TRUE") == wua::variant_true);
    CHECK(truth("false") == wua::variant_false);
    CHECK(truth("0.0") == wua::variant_false);
    CHECK(truth(0.25) == wua::variant_true);
    CHECK(truth(wua::variant()) == wua::variant_false);
    CHECK(number(true) == -1);
    CHECK(refusal("yes", wua::VT_BOOL) == wua::disp_e_typemismatch);
}

TEST_CASE("a reference is resolved before it is converted", "[change_type]")
{
    wua::USHORT units = 9;
    wua::VARIANT reference{};
    reference.vt = wua::VT_BYREF | wua::VT_UI2;
    reference.puiVal = &units;
    CHECK(wua::change_type(reference, wua::VT_I4).get().lVal == 9);
    wua::VARIANT outer{};
    outer.vt = wua::VT_BYREF | wua::VT_VARIANT;
    outer.pvarVal = &reference;
    CHECK(wua::change_type(outer, wua::VT_I4).get().lVal == 9);
}

TEST_CASE("an object is converted to its IUnknown", "[change_type]")
{
    const auto object = wua::make_enum_variant({});
    const wua::variant unknown = wua::change_type(wua::variant(object).get(), wua::VT_UNKNOWN);
    CHECK(unknown.get().punkVal == object.get());
}
