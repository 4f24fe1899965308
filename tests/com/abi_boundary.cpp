// SPDX-License-Identifier: MIT

// Values and exceptions become out-parameters and HRESULTs.

#include <wua/com/abi_boundary.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/enum_variant.hpp>
#include <wua/com/variant.hpp>

#include <catch.hpp>

#include <cstdint>
#include <new>
#include <stdexcept>
#include <string>

TEST_CASE("a null out-parameter is E_POINTER and the answer is not asked for", "[abi_boundary]")
{
    bool asked = false;
    CHECK(wua::answer(static_cast<wua::LONG*>(nullptr), [&] {
              asked = true;
              return 1;
          }) == wua::e_pointer);
    CHECK_FALSE(asked);
}

TEST_CASE("an answer that throws leaves the out-parameter cleared", "[abi_boundary]")
{
    wua::LONG number = 5;
    CHECK(wua::answer(&number, []() -> int { throw wua::hresult_error(wua::e_bounds); }) == wua::e_bounds);
    CHECK(number == 0);
    auto* object = reinterpret_cast<wua::IUnknown*>(&number);
    CHECK(wua::answer(&object, []() -> wua::com_ptr<wua::IUnknown> { throw std::bad_alloc(); }) == wua::e_outofmemory);
    CHECK(object == nullptr);
    wua::VARIANT value{};
    value.vt = 99;
    CHECK(wua::answer(&value, []() -> int { throw std::runtime_error("x"); }) == wua::e_fail);
    CHECK(value.vt == wua::VT_EMPTY);
}

TEST_CASE("each kind of exception has its HRESULT", "[abi_boundary]")
{
    CHECK(wua::guarded([] { throw wua::hresult_error(wua::e_abort, "text"); }) == wua::e_abort);
    CHECK(wua::guarded([] { throw wua::hresult_error(wua::s_false); }) == wua::e_fail);
    CHECK(wua::guarded([] { throw std::bad_alloc(); }) == wua::e_outofmemory);
    CHECK(wua::guarded([] { throw std::logic_error("x"); }) == wua::e_fail);
    struct wordless : std::exception
    {
        const char* what() const noexcept override
        {
            return nullptr;
        }
    };
    CHECK(wua::guarded([] { throw wordless(); }) == wua::e_fail);
    CHECK(wua::guarded([] { throw 3; }) == wua::e_unexpected);
    CHECK(wua::guarded([] {}) == wua::s_ok);
    CHECK(wua::guarded([] { return wua::s_false; }) == wua::s_false);
}

TEST_CASE("values arrive as the out-parameter holds them", "[abi_boundary]")
{
    wua::VARIANT_BOOL flag = 0;
    CHECK(wua::answer(&flag, [] { return true; }) == wua::s_ok);
    CHECK(flag == wua::variant_true);

    wua::DECIMAL decimal{};
    CHECK(wua::answer(&decimal, [] { return std::uint64_t{5}; }) == wua::s_ok);
    CHECK(wua::to_uint64(decimal) == 5u);

    wua::bstr text;
    CHECK(wua::answer(text.put(), [] { return std::string("text"); }) == wua::s_ok);
    CHECK(text.to_utf8() == "text");

    wua::variant value;
    CHECK(wua::answer(value.put(), [] { return 2.5; }) == wua::s_ok);
    CHECK(value.get().dblVal == 2.5);
}

TEST_CASE("an integer that does not fit is an overflow", "[abi_boundary]")
{
    wua::LONG number = 5;
    CHECK(wua::answer(&number, [] { return std::uint64_t{0x80000000u}; }) == wua::disp_e_overflow);
    CHECK(number == 0);
    CHECK(wua::answer(&number, [] { return std::uint64_t{0x7FFFFFFFu}; }) == wua::s_ok);
    CHECK(number == 0x7FFFFFFF);
}

TEST_CASE("an object is handed over with one reference", "[abi_boundary]")
{
    const auto object = wua::make_enum_variant({});
    wua::IUnknown* out = nullptr;
    CHECK(wua::answer(&out, [&] { return object; }) == wua::s_ok);
    CHECK(out == object.get());
    CHECK(out->AddRef() == 3);
    out->Release();
    CHECK(out->Release() == 1);
    CHECK(wua::answer(&out, [] { return nullptr; }) == wua::s_ok);
    CHECK(out == nullptr);
}

TEST_CASE("an answer may succeed with a code of its own", "[abi_boundary]")
{
    wua::LONG number = 0;
    CHECK(wua::answer(&number, [] { return wua::with_code{7, wua::s_false}; }) == wua::s_false);
    CHECK(number == 7);
}
