// SPDX-License-Identifier: MIT
// Holds automatic_updates.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/automatic_updates.hpp>

using namespace wua;

TEST_CASE("IAutomaticUpdatesSettings is what the type library says", "[automatic_updates]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IAutomaticUpdatesSettings>, IDispatch>);
    CHECK(to_string(iid_of<IAutomaticUpdatesSettings>) == "2ee48f22-af3c-405f-8970-f71be12ee9a2");
    check_members<IAutomaticUpdatesSettings>({
        {7, 0x60020001, "NotificationLevel", slot_of(&IAutomaticUpdatesSettings::get_NotificationLevel)},
        {8, 0x60020001, "NotificationLevel", slot_of(&IAutomaticUpdatesSettings::put_NotificationLevel)},
        {9, 0x60020002, "ReadOnly", slot_of(&IAutomaticUpdatesSettings::get_ReadOnly)},
        {10, 0x60020003, "Required", slot_of(&IAutomaticUpdatesSettings::get_Required)},
        {11, 0x60020004, "ScheduledInstallationDay", slot_of(&IAutomaticUpdatesSettings::get_ScheduledInstallationDay)},
        {12, 0x60020004, "ScheduledInstallationDay", slot_of(&IAutomaticUpdatesSettings::put_ScheduledInstallationDay)},
        {13, 0x60020005, "ScheduledInstallationTime",
         slot_of(&IAutomaticUpdatesSettings::get_ScheduledInstallationTime)},
        {14, 0x60020005, "ScheduledInstallationTime",
         slot_of(&IAutomaticUpdatesSettings::put_ScheduledInstallationTime)},
        {15, 0x60020006, "Refresh", slot_of(&IAutomaticUpdatesSettings::Refresh)},
        {16, 0x60020007, "Save", slot_of(&IAutomaticUpdatesSettings::Save)},
    });
}

TEST_CASE("IAutomaticUpdatesSettings2 is what the type library says", "[automatic_updates]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IAutomaticUpdatesSettings2>, IAutomaticUpdatesSettings>);
    CHECK(to_string(iid_of<IAutomaticUpdatesSettings2>) == "6abc136a-c3ca-4384-8171-cb2b1e59b8dc");
    check_members<IAutomaticUpdatesSettings2>({
        {17, 0x60030001, "IncludeRecommendedUpdates",
         slot_of(&IAutomaticUpdatesSettings2::get_IncludeRecommendedUpdates)},
        {18, 0x60030001, "IncludeRecommendedUpdates",
         slot_of(&IAutomaticUpdatesSettings2::put_IncludeRecommendedUpdates)},
        {19, 0x60030002, "CheckPermission", slot_of(&IAutomaticUpdatesSettings2::CheckPermission)},
    });
}

TEST_CASE("IAutomaticUpdatesSettings3 is what the type library says", "[automatic_updates]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IAutomaticUpdatesSettings3>, IAutomaticUpdatesSettings2>);
    CHECK(to_string(iid_of<IAutomaticUpdatesSettings3>) == "b587f5c3-f57e-485f-bbf5-0d181c5cd0dc");
    check_members<IAutomaticUpdatesSettings3>({
        {20, 0x60040001, "NonAdministratorsElevated",
         slot_of(&IAutomaticUpdatesSettings3::get_NonAdministratorsElevated)},
        {21, 0x60040001, "NonAdministratorsElevated",
         slot_of(&IAutomaticUpdatesSettings3::put_NonAdministratorsElevated)},
        {22, 0x60040002, "FeaturedUpdatesEnabled", slot_of(&IAutomaticUpdatesSettings3::get_FeaturedUpdatesEnabled)},
        {23, 0x60040002, "FeaturedUpdatesEnabled", slot_of(&IAutomaticUpdatesSettings3::put_FeaturedUpdatesEnabled)},
    });
}

TEST_CASE("IAutomaticUpdatesResults is what the type library says", "[automatic_updates]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IAutomaticUpdatesResults>, IDispatch>);
    CHECK(to_string(iid_of<IAutomaticUpdatesResults>) == "e7a4d634-7942-4dd9-a111-82228ba33901");
    check_members<IAutomaticUpdatesResults>({
        {7, 0x60020001, "LastSearchSuccessDate", slot_of(&IAutomaticUpdatesResults::get_LastSearchSuccessDate)},
        {8, 0x60020002, "LastInstallationSuccessDate",
         slot_of(&IAutomaticUpdatesResults::get_LastInstallationSuccessDate)},
    });
}

TEST_CASE("IAutomaticUpdates is what the type library says", "[automatic_updates]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IAutomaticUpdates>, IDispatch>);
    CHECK(to_string(iid_of<IAutomaticUpdates>) == "673425bf-c082-4c7c-bdfd-569464b8e0ce");
    check_members<IAutomaticUpdates>({
        {7, 0x60020001, "DetectNow", slot_of(&IAutomaticUpdates::DetectNow)},
        {8, 0x60020002, "Pause", slot_of(&IAutomaticUpdates::Pause)},
        {9, 0x60020003, "Resume", slot_of(&IAutomaticUpdates::Resume)},
        {10, 0x60020004, "ShowSettingsDialog", slot_of(&IAutomaticUpdates::ShowSettingsDialog)},
        {11, 0x60020005, "Settings", slot_of(&IAutomaticUpdates::get_Settings)},
        {12, 0x60020006, "ServiceEnabled", slot_of(&IAutomaticUpdates::get_ServiceEnabled)},
        {13, 0x60020007, "EnableService", slot_of(&IAutomaticUpdates::EnableService)},
    });
}

TEST_CASE("IAutomaticUpdates2 is what the type library says", "[automatic_updates]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IAutomaticUpdates2>, IAutomaticUpdates>);
    CHECK(to_string(iid_of<IAutomaticUpdates2>) == "4a2f5c31-cfd9-410e-b7fb-29a653973a0f");
    check_members<IAutomaticUpdates2>({
        {14, 0x60030001, "Results", slot_of(&IAutomaticUpdates2::get_Results)},
    });
}
