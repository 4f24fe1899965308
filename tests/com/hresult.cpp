// SPDX-License-Identifier: MIT

// Result codes, their table and the exception that carries one.

#include <wua/com/hresult.hpp>

#include <catch.hpp>

#include <string>
#include <type_traits>

static_assert(wua::succeeded(wua::s_ok) && wua::succeeded(wua::s_false) && wua::failed(wua::e_fail));
static_assert(wua::hresult_from_win32(0) == wua::s_ok);
static_assert(wua::hresult_from_win32(5) == wua::e_accessdenied);
static_assert(wua::hresult_from_win32(0x80004005u) == wua::e_fail);
static_assert(std::is_nothrow_copy_constructible_v<wua::hresult_error>);

TEST_CASE("every code of the table is there once and has a name and a meaning", "[hresult]")
{
    for (const wua::hresult_info& row : wua::com_codes)
    {
        CHECK(wua::find_code(wua::com_codes, row.value) == &row);
        CHECK_FALSE(row.name.empty());
        CHECK_FALSE(row.meaning.empty());
    }
    CHECK(wua::find_code(wua::com_codes, wua::e_pointer)->name == "E_POINTER");
    CHECK(wua::find_code(wua::com_codes, 0x12345678) == nullptr);
}

TEST_CASE("an hresult_error tells its text, or the meaning of its code, or the code", "[hresult]")
{
    CHECK(std::string(wua::hresult_error(wua::e_abort, "stopped").what()) == "stopped");
    CHECK(wua::hresult_error(wua::e_abort, "stopped").text() == "stopped");
    CHECK(std::string(wua::hresult_error(wua::e_abort).what()) == "E_ABORT: the operation was aborted");
    CHECK(wua::hresult_error(wua::e_abort).text().empty());
    CHECK(std::string(wua::hresult_error(wua::make_hresult(0x8765CBA9)).what()) == "0x8765CBA9");
}

TEST_CASE("only a failure is thrown", "[hresult]")
{
    CHECK(wua::check(wua::s_false) == wua::s_false);
    CHECK_NOTHROW(wua::throw_if_failed(wua::s_ok));
    try
    {
        wua::throw_if_failed(wua::e_handle);
        FAIL("nothing was thrown");
    }
    catch (const wua::hresult_error& error)
    {
        CHECK(error.code() == wua::e_handle);
    }
}
