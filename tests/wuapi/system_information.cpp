// SPDX-License-Identifier: MIT
// Holds system_information.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/system_information.hpp>

using namespace wua;

TEST_CASE("ISystemInformation is what the type library says", "[system_information]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<ISystemInformation>, IDispatch>);
    CHECK(to_string(iid_of<ISystemInformation>) == "ade87bf7-7b56-4275-8fab-b9b0e591844b");
    check_members<ISystemInformation>({
        {7, 0x60020001, "OemHardwareSupportLink", slot_of(&ISystemInformation::get_OemHardwareSupportLink)},
        {8, 0x60020002, "RebootRequired", slot_of(&ISystemInformation::get_RebootRequired)},
    });
}

TEST_CASE("IWindowsUpdateAgentInfo is what the type library says", "[system_information]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IWindowsUpdateAgentInfo>, IDispatch>);
    CHECK(to_string(iid_of<IWindowsUpdateAgentInfo>) == "85713fa1-7796-4fa2-be3b-e2d6124dd373");
    check_members<IWindowsUpdateAgentInfo>({
        {7, 0x60020001, "GetInfo", slot_of(&IWindowsUpdateAgentInfo::GetInfo)},
    });
}
