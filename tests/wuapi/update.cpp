// SPDX-License-Identifier: MIT
// Holds update.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/update.hpp>

using namespace wua;

TEST_CASE("IUpdate is what the type library says", "[update]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdate>, IDispatch>);
    CHECK(to_string(iid_of<IUpdate>) == "6a92b07a-d821-4682-b423-5c805022cc4d");
    check_members<IUpdate>({
        {7, 0, "Title", slot_of(&IUpdate::get_Title)},
        {8, 0x60020001, "AutoSelectOnWebSites", slot_of(&IUpdate::get_AutoSelectOnWebSites)},
        {9, 0x60020002, "BundledUpdates", slot_of(&IUpdate::get_BundledUpdates)},
        {10, 0x60020003, "CanRequireSource", slot_of(&IUpdate::get_CanRequireSource)},
        {11, 0x60020004, "Categories", slot_of(&IUpdate::get_Categories)},
        {12, 0x60020005, "Deadline", slot_of(&IUpdate::get_Deadline)},
        {13, 0x60020006, "DeltaCompressedContentAvailable", slot_of(&IUpdate::get_DeltaCompressedContentAvailable)},
        {14, 0x60020007, "DeltaCompressedContentPreferred", slot_of(&IUpdate::get_DeltaCompressedContentPreferred)},
        {15, 0x60020008, "Description", slot_of(&IUpdate::get_Description)},
        {16, 0x60020009, "EulaAccepted", slot_of(&IUpdate::get_EulaAccepted)},
        {17, 0x6002000A, "EulaText", slot_of(&IUpdate::get_EulaText)},
        {18, 0x6002000B, "HandlerID", slot_of(&IUpdate::get_HandlerID)},
        {19, 0x6002000C, "Identity", slot_of(&IUpdate::get_Identity)},
        {20, 0x6002000D, "Image", slot_of(&IUpdate::get_Image)},
        {21, 0x6002000E, "InstallationBehavior", slot_of(&IUpdate::get_InstallationBehavior)},
        {22, 0x6002000F, "IsBeta", slot_of(&IUpdate::get_IsBeta)},
        {23, 0x60020010, "IsDownloaded", slot_of(&IUpdate::get_IsDownloaded)},
        {24, 0x60020011, "IsHidden", slot_of(&IUpdate::get_IsHidden)},
        {25, 0x60020011, "IsHidden", slot_of(&IUpdate::put_IsHidden)},
        {26, 0x60020012, "IsInstalled", slot_of(&IUpdate::get_IsInstalled)},
        {27, 0x60020013, "IsMandatory", slot_of(&IUpdate::get_IsMandatory)},
        {28, 0x60020014, "IsUninstallable", slot_of(&IUpdate::get_IsUninstallable)},
        {29, 0x60020015, "Languages", slot_of(&IUpdate::get_Languages)},
        {30, 0x60020016, "LastDeploymentChangeTime", slot_of(&IUpdate::get_LastDeploymentChangeTime)},
        {31, 0x60020017, "MaxDownloadSize", slot_of(&IUpdate::get_MaxDownloadSize)},
        {32, 0x60020018, "MinDownloadSize", slot_of(&IUpdate::get_MinDownloadSize)},
        {33, 0x60020019, "MoreInfoUrls", slot_of(&IUpdate::get_MoreInfoUrls)},
        {34, 0x6002001A, "MsrcSeverity", slot_of(&IUpdate::get_MsrcSeverity)},
        {35, 0x6002001B, "RecommendedCpuSpeed", slot_of(&IUpdate::get_RecommendedCpuSpeed)},
        {36, 0x6002001C, "RecommendedHardDiskSpace", slot_of(&IUpdate::get_RecommendedHardDiskSpace)},
        {37, 0x6002001D, "RecommendedMemory", slot_of(&IUpdate::get_RecommendedMemory)},
        {38, 0x6002001E, "ReleaseNotes", slot_of(&IUpdate::get_ReleaseNotes)},
        {39, 0x6002001F, "SecurityBulletinIDs", slot_of(&IUpdate::get_SecurityBulletinIDs)},
        {40, 0x60020021, "SupersededUpdateIDs", slot_of(&IUpdate::get_SupersededUpdateIDs)},
        {41, 0x60020022, "SupportUrl", slot_of(&IUpdate::get_SupportUrl)},
        {42, 0x60020023, "Type", slot_of(&IUpdate::get_Type)},
        {43, 0x60020024, "UninstallationNotes", slot_of(&IUpdate::get_UninstallationNotes)},
        {44, 0x60020025, "UninstallationBehavior", slot_of(&IUpdate::get_UninstallationBehavior)},
        {45, 0x60020026, "UninstallationSteps", slot_of(&IUpdate::get_UninstallationSteps)},
        {46, 0x60020028, "KBArticleIDs", slot_of(&IUpdate::get_KBArticleIDs)},
        {47, 0x60020027, "AcceptEula", slot_of(&IUpdate::AcceptEula)},
        {48, 0x60020029, "DeploymentAction", slot_of(&IUpdate::get_DeploymentAction)},
        {49, 0x6002002A, "CopyFromCache", slot_of(&IUpdate::CopyFromCache)},
        {50, 0x6002002B, "DownloadPriority", slot_of(&IUpdate::get_DownloadPriority)},
        {51, 0x6002002C, "DownloadContents", slot_of(&IUpdate::get_DownloadContents)},
    });
}

TEST_CASE("IUpdate2 is what the type library says", "[update]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdate2>, IUpdate>);
    CHECK(to_string(iid_of<IUpdate2>) == "144fe9b0-d23d-4a8b-8634-fb4457533b7a");
    check_members<IUpdate2>({
        {52, 0x60030001, "RebootRequired", slot_of(&IUpdate2::get_RebootRequired)},
        {53, 0x60030003, "IsPresent", slot_of(&IUpdate2::get_IsPresent)},
        {54, 0x60030004, "CveIDs", slot_of(&IUpdate2::get_CveIDs)},
        {55, 0x60030002, "CopyToCache", slot_of(&IUpdate2::CopyToCache)},
    });
}

TEST_CASE("IUpdate3 is what the type library says", "[update]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdate3>, IUpdate2>);
    CHECK(to_string(iid_of<IUpdate3>) == "112eda6b-95b3-476f-9d90-aee82c6b8181");
    check_members<IUpdate3>({
        {56, 0x60040001, "BrowseOnly", slot_of(&IUpdate3::get_BrowseOnly)},
    });
}

TEST_CASE("IUpdate4 is what the type library says", "[update]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdate4>, IUpdate3>);
    CHECK(to_string(iid_of<IUpdate4>) == "27e94b0d-5139-49a2-9a61-93522dc54652");
    check_members<IUpdate4>({
        {57, 0x60050001, "PerUser", slot_of(&IUpdate4::get_PerUser)},
    });
}

TEST_CASE("IUpdate5 is what the type library says", "[update]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdate5>, IUpdate4>);
    CHECK(to_string(iid_of<IUpdate5>) == "c1c2f21a-d2f4-4902-b5c6-8a081c19a890");
    check_members<IUpdate5>({
        {58, 0x60060001, "AutoSelection", slot_of(&IUpdate5::get_AutoSelection)},
        {59, 0x60060002, "AutoDownload", slot_of(&IUpdate5::get_AutoDownload)},
    });
}
