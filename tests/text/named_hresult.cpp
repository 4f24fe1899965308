// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/text/named_hresult.hpp>

namespace
{

TEST_CASE("a known code is shown with digits, name and meaning", "[named_hresult]")
{
    CHECK(fmt::format("{}", wua::named(wua::s_ok)) == "0x00000000 S_OK: the operation succeeded");
    CHECK(fmt::format("{}", wua::named(wua::e_outofmemory)) == "0x8007000E E_OUTOFMEMORY: out of memory");
    CHECK(fmt::format("{}", wua::named(wua::make_hresult(0x80240024))) ==
          "0x80240024 WU_E_NO_UPDATE: no updates given: the collection is empty or not set");
    CHECK(fmt::format("{}", wua::named(wua::wu_s_already_downloaded)) ==
          "0x00240008 WU_S_ALREADY_DOWNLOADED: already downloaded");
}

TEST_CASE("a wrapped code is shown by what it wraps", "[named_hresult]")
{
    CHECK(fmt::format("{}", wua::named(wua::hresult_from_win32(112))) ==
          "0x80070070 ERROR_DISK_FULL: the disk is full");
    CHECK(fmt::format("{}", wua::named(wua::hresult_from_win32(1))) == "0x80070001: Win32 error 1");
    CHECK(fmt::format("{}", wua::named(wua::hresult_from_win32(12029))) ==
          "0x80072EFD WININET_E_CANNOT_CONNECT: no connection to the server");
    CHECK(fmt::format("{}", wua::named(wua::hresult_from_bits_http_status(404))) ==
          "0x80190194 BG_E_HTTP_ERROR_404: HTTP 404: not found");
    CHECK(fmt::format("{}", wua::named(wua::hresult_from_bits_http_status(418))) == "0x801901A2: HTTP 418");
    CHECK(fmt::format("{}", wua::named(wua::make_hresult(0x80190063))) == "0x80190063: unknown error");
}

TEST_CASE("any other code is unknown, an error or a success", "[named_hresult]")
{
    CHECK(fmt::format("{}", wua::named(wua::make_hresult(0x8ABCDEF0))) == "0x8ABCDEF0: unknown error");
    CHECK(fmt::format("{}", wua::named(wua::make_hresult(0x00123456))) == "0x00123456: unknown success code");
}

TEST_CASE("the short name of a code without a name is its digits", "[named_hresult]")
{
    CHECK(wua::detail::short_name(wua::e_fail) == "E_FAIL");
    CHECK(wua::detail::short_name(wua::make_hresult(0x8ABCDEF0)) == "0x8ABCDEF0");
}

} // namespace
