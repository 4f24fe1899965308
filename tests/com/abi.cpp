// SPDX-License-Identifier: MIT

// The layouts that Windows has on the same architecture, and the BSTR and VARIANT functions.

#include <wua/com/abi.hpp>
#include <wua/com/utf.hpp>

#include <catch.hpp>

#include <cstddef>
#include <cstring>

namespace
{

constexpr std::size_t word = sizeof(void*);

static_assert(sizeof(wua::HRESULT) == 4 && sizeof(wua::LONG) == 4 && sizeof(wua::ULONG) == 4);
static_assert(sizeof(wua::DWORD) == 4 && sizeof(wua::OLECHAR) == 2 && sizeof(wua::VARIANT_BOOL) == 2);
static_assert(sizeof(wua::GUID) == 16 && alignof(wua::GUID) == 4);
static_assert(offsetof(wua::GUID, Data2) == 4 && offsetof(wua::GUID, Data4) == 8);

static_assert(sizeof(wua::CY) == 8);
static_assert(sizeof(wua::DECIMAL) == 16);
static_assert(offsetof(wua::DECIMAL, scale) == 2 && offsetof(wua::DECIMAL, sign) == 3);
static_assert(offsetof(wua::DECIMAL, Hi32) == 4 && offsetof(wua::DECIMAL, Lo64) == 8);

static_assert(sizeof(wua::VARIANT) == 8 + 2 * word);
static_assert(offsetof(wua::VARIANT, vt) == 0 && offsetof(wua::VARIANT, decVal) == 0);
static_assert(offsetof(wua::VARIANT, lVal) == 8 && offsetof(wua::VARIANT, bstrVal) == 8);
static_assert(offsetof(wua::VARIANT, punkVal) == 8 && offsetof(wua::VARIANT, byref) == 8);
static_assert(offsetof(wua::VARIANT, pRecInfo) == 8 + word);

static_assert(sizeof(wua::DISPPARAMS) == 2 * word + 8);
static_assert(offsetof(wua::DISPPARAMS, cArgs) == 2 * word && offsetof(wua::DISPPARAMS, cNamedArgs) == 2 * word + 4);

static_assert(offsetof(wua::EXCEPINFO, bstrSource) == word);
static_assert(offsetof(wua::EXCEPINFO, dwHelpContext) == 4 * word);
static_assert(offsetof(wua::EXCEPINFO, pfnDeferredFillIn) == 6 * word);
static_assert(offsetof(wua::EXCEPINFO, scode) == 7 * word);
static_assert(sizeof(wua::EXCEPINFO) == 8 * word);

static_assert(offsetof(wua::SAFEARRAY, pvData) == (word == 8 ? 16 : 12));
static_assert(offsetof(wua::SAFEARRAY, rgsabound) == offsetof(wua::SAFEARRAY, pvData) + word);

const wua::OLECHAR text[] = {'a', 0, 'b', 0};

} // namespace

TEST_CASE("a BSTR has its length in bytes before it and a zero behind it", "[abi]")
{
    wua::BSTR made = wua::SysAllocStringLen(text, 3);
    REQUIRE(made != nullptr);
    wua::UINT prefix = 0;
    std::memcpy(&prefix, reinterpret_cast<const char*>(made) - 4, 4);
    CHECK(prefix == 6);
    CHECK(wua::SysStringLen(made) == 3);
    CHECK(wua::SysStringByteLen(made) == 6);
    CHECK(wua::ole_view(made, 3) == wua::ole_view(text, 3));
    CHECK(made[3] == 0);
    wua::SysFreeString(made);
}

TEST_CASE("a null BSTR has no length and may be freed", "[abi]")
{
    CHECK(wua::SysStringLen(nullptr) == 0);
    CHECK(wua::SysStringByteLen(nullptr) == 0);
    CHECK(wua::SysAllocString(nullptr) == nullptr);
    wua::SysFreeString(nullptr);
}

TEST_CASE("a BSTR made from a terminated text ends at the zero", "[abi]")
{
    wua::BSTR made = wua::SysAllocString(text);
    CHECK(wua::SysStringLen(made) == 1);
    wua::SysFreeString(made);
}

TEST_CASE("a BSTR of an odd number of bytes is terminated too", "[abi]")
{
    wua::BSTR made = wua::SysAllocStringByteLen("xyz", 3);
    CHECK(wua::SysStringByteLen(made) == 3);
    CHECK(wua::SysStringLen(made) == 1);
    CHECK(std::memcmp(made, "xyz\0", 4) == 0);
    wua::SysFreeString(made);
}

TEST_CASE("a BSTR longer than its prefix can say is not made", "[abi]")
{
    CHECK(wua::SysAllocStringLen(nullptr, 0xFFFFFFFFu) == nullptr);
    CHECK(wua::SysAllocStringLen(nullptr, 0x80000000u) == nullptr);
}

TEST_CASE("clearing a VARIANT of no known type is refused and changes nothing", "[abi]")
{
    wua::VARIANT value{};
    value.vt = 77;
    CHECK(wua::VariantClear(&value) == static_cast<wua::HRESULT>(0x80020008u));
    CHECK(value.vt == 77);
}

TEST_CASE("a copied VARIANT has a text of its own, and a BYREF one the same reference", "[abi]")
{
    wua::VARIANT source{};
    source.vt = wua::VT_BSTR;
    source.bstrVal = wua::SysAllocStringLen(text, 3);
    wua::VARIANT copy{};
    CHECK(wua::VariantCopy(&copy, &source) == 0);
    CHECK(copy.bstrVal != source.bstrVal);
    CHECK(wua::SysStringLen(copy.bstrVal) == 3);
    CHECK(wua::VariantClear(&copy) == 0);
    CHECK(copy.vt == wua::VT_EMPTY);
    CHECK(wua::VariantClear(&source) == 0);

    wua::LONG number = 5;
    source.vt = wua::VT_BYREF | wua::VT_I4;
    source.plVal = &number;
    CHECK(wua::VariantCopy(&copy, &source) == 0);
    CHECK(copy.plVal == &number);
    CHECK(wua::VariantClear(&copy) == 0);
    CHECK(number == 5);
}

TEST_CASE("a VARIANT copied onto itself keeps its value", "[abi]")
{
    wua::VARIANT value{};
    value.vt = wua::VT_BSTR;
    value.bstrVal = wua::SysAllocStringLen(text, 1);
    CHECK(wua::VariantCopy(&value, &value) == 0);
    CHECK(wua::SysStringLen(value.bstrVal) == 1);
    wua::VariantClear(&value);
}
