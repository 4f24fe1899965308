// SPDX-License-Identifier: MIT
// Holds update_installer.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/update_installer.hpp>

using namespace wua;

TEST_CASE("IUpdateInstaller is what the type library says", "[update_installer]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateInstaller>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateInstaller>) == "7b929c68-ccdc-4226-96b1-8724600b54c2");
    check_members<IUpdateInstaller>({
        {7, 0x60020001, "ClientApplicationID", slot_of(&IUpdateInstaller::get_ClientApplicationID)},
        {8, 0x60020001, "ClientApplicationID", slot_of(&IUpdateInstaller::put_ClientApplicationID)},
        {9, 0x60020002, "IsForced", slot_of(&IUpdateInstaller::get_IsForced)},
        {10, 0x60020002, "IsForced", slot_of(&IUpdateInstaller::put_IsForced)},
        {11, hidden_member, "ParentHwnd", slot_of(&IUpdateInstaller::get_ParentHwnd)},
        {12, hidden_member, "ParentHwnd", slot_of(&IUpdateInstaller::put_ParentHwnd)},
        {13, 0x60020004, "ParentWindow", slot_of(&IUpdateInstaller::put_ParentWindow)},
        {14, 0x60020004, "ParentWindow", slot_of(&IUpdateInstaller::get_ParentWindow)},
        {15, 0x60020005, "Updates", slot_of(&IUpdateInstaller::get_Updates)},
        {16, 0x60020005, "Updates", slot_of(&IUpdateInstaller::put_Updates)},
        {17, 0x60020006, "BeginInstall", slot_of(&IUpdateInstaller::BeginInstall)},
        {18, 0x60020007, "BeginUninstall", slot_of(&IUpdateInstaller::BeginUninstall)},
        {19, 0x60020008, "EndInstall", slot_of(&IUpdateInstaller::EndInstall)},
        {20, 0x60020009, "EndUninstall", slot_of(&IUpdateInstaller::EndUninstall)},
        {21, 0x6002000A, "Install", slot_of(&IUpdateInstaller::Install)},
        {22, 0x6002000B, "RunWizard", slot_of(&IUpdateInstaller::RunWizard)},
        {23, 0x6002000C, "IsBusy", slot_of(&IUpdateInstaller::get_IsBusy)},
        {24, 0x6002000D, "Uninstall", slot_of(&IUpdateInstaller::Uninstall)},
        {25, 0x6002000E, "AllowSourcePrompts", slot_of(&IUpdateInstaller::get_AllowSourcePrompts)},
        {26, 0x6002000E, "AllowSourcePrompts", slot_of(&IUpdateInstaller::put_AllowSourcePrompts)},
        {27, 0x6002000F, "RebootRequiredBeforeInstallation",
         slot_of(&IUpdateInstaller::get_RebootRequiredBeforeInstallation)},
    });
}

TEST_CASE("IUpdateInstaller2 is what the type library says", "[update_installer]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateInstaller2>, IUpdateInstaller>);
    CHECK(to_string(iid_of<IUpdateInstaller2>) == "3442d4fe-224d-4cee-98cf-30e0c4d229e6");
    check_members<IUpdateInstaller2>({
        {28, 0x60030001, "ForceQuiet", slot_of(&IUpdateInstaller2::get_ForceQuiet)},
        {29, 0x60030001, "ForceQuiet", slot_of(&IUpdateInstaller2::put_ForceQuiet)},
    });
}

TEST_CASE("IUpdateInstaller3 is what the type library says", "[update_installer]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateInstaller3>, IUpdateInstaller2>);
    CHECK(to_string(iid_of<IUpdateInstaller3>) == "16d11c35-099a-48d0-8338-5fae64047f8e");
    check_members<IUpdateInstaller3>({
        {30, 0x60040001, "AttemptCloseAppsIfNecessary", slot_of(&IUpdateInstaller3::get_AttemptCloseAppsIfNecessary)},
        {31, 0x60040001, "AttemptCloseAppsIfNecessary", slot_of(&IUpdateInstaller3::put_AttemptCloseAppsIfNecessary)},
    });
}

TEST_CASE("IUpdateInstaller4 is what the type library says", "[update_installer]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateInstaller4>, IUpdateInstaller3>);
    CHECK(to_string(iid_of<IUpdateInstaller4>) == "ef8208ea-2304-492d-9109-23813b0958e1");
    check_members<IUpdateInstaller4>({
        {32, 0x60040002, "Commit", slot_of(&IUpdateInstaller4::Commit)},
    });
}
