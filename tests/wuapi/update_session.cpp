// SPDX-License-Identifier: MIT
// Holds update_session.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/update_session.hpp>

using namespace wua;

TEST_CASE("IUpdateSession is what the type library says", "[update_session]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateSession>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateSession>) == "816858a4-260d-4260-933a-2585f1abc76b");
    check_members<IUpdateSession>({
        {7, 0x60020001, "ClientApplicationID", slot_of(&IUpdateSession::get_ClientApplicationID)},
        {8, 0x60020001, "ClientApplicationID", slot_of(&IUpdateSession::put_ClientApplicationID)},
        {9, 0x60020002, "ReadOnly", slot_of(&IUpdateSession::get_ReadOnly)},
        {10, 0x60020003, "WebProxy", slot_of(&IUpdateSession::get_WebProxy)},
        {11, 0x60020003, "WebProxy", slot_of(&IUpdateSession::put_WebProxy)},
        {12, 0x60020004, "CreateUpdateSearcher", slot_of(&IUpdateSession::CreateUpdateSearcher)},
        {13, 0x60020005, "CreateUpdateDownloader", slot_of(&IUpdateSession::CreateUpdateDownloader)},
        {14, 0x60020006, "CreateUpdateInstaller", slot_of(&IUpdateSession::CreateUpdateInstaller)},
    });
}

TEST_CASE("IUpdateSession2 is what the type library says", "[update_session]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateSession2>, IUpdateSession>);
    CHECK(to_string(iid_of<IUpdateSession2>) == "91caf7b0-eb23-49ed-9937-c52d817f46f7");
    check_members<IUpdateSession2>({
        {15, 0x60030001, "UserLocale", slot_of(&IUpdateSession2::get_UserLocale)},
        {16, 0x60030001, "UserLocale", slot_of(&IUpdateSession2::put_UserLocale)},
    });
}

TEST_CASE("IUpdateSession3 is what the type library says", "[update_session]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateSession3>, IUpdateSession2>);
    CHECK(to_string(iid_of<IUpdateSession3>) == "918efd1e-b5d8-4c90-8540-aeb9bdc56f9d");
    check_members<IUpdateSession3>({
        {17, 0x60040001, "CreateUpdateServiceManager", slot_of(&IUpdateSession3::CreateUpdateServiceManager)},
        {18, 0x60040002, "QueryHistory", slot_of(&IUpdateSession3::QueryHistory)},
    });
}
