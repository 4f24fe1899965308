// SPDX-License-Identifier: MIT
// Holds installation_result.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/installation_result.hpp>

using namespace wua;

TEST_CASE("IUpdateInstallationResult is what the type library says", "[installation_result]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateInstallationResult>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateInstallationResult>) == "d940f0f8-3cbb-4fd0-993f-471e7f2328ad");
    check_members<IUpdateInstallationResult>({
        {7, 0x60020001, "HResult", slot_of(&IUpdateInstallationResult::get_HResult)},
        {8, 0x60020002, "RebootRequired", slot_of(&IUpdateInstallationResult::get_RebootRequired)},
        {9, 0x60020003, "ResultCode", slot_of(&IUpdateInstallationResult::get_ResultCode)},
    });
}

TEST_CASE("IInstallationResult is what the type library says", "[installation_result]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IInstallationResult>, IDispatch>);
    CHECK(to_string(iid_of<IInstallationResult>) == "a43c56d6-7451-48d4-af96-b6cd2d0d9b7a");
    check_members<IInstallationResult>({
        {7, 0x60020001, "HResult", slot_of(&IInstallationResult::get_HResult)},
        {8, 0x60020002, "RebootRequired", slot_of(&IInstallationResult::get_RebootRequired)},
        {9, 0x60020003, "ResultCode", slot_of(&IInstallationResult::get_ResultCode)},
        {10, 0x60020004, "GetUpdateResult", slot_of(&IInstallationResult::GetUpdateResult)},
    });
}
