// SPDX-License-Identifier: MIT

// Updates that are drivers.

#include "catch.hpp"
#include "objects/late_bound.hpp"
#include "objects/read_back.hpp"
#include <wua/agent/driver_update.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/change_type.hpp>
#include <wua/objects/to_update_item.hpp>

#include <memory>
#include <string>
#include <utility>

using namespace wua;

namespace
{

com_ptr<IWindowsDriverUpdate5> made_driver(bool has_devices = true)
{
    update_item item = *make_item("Driver", "https://host/driver", 1'000'000);
    update_details details;
    details.is_driver = true;
    details.cve_ids = {"2026-1"};
    details.browse_only = true;
    details.per_user = true;
    details.auto_selection = asAlwaysAutoSelect;
    details.auto_download = adNeverAutoDownload;
    if (has_devices)
    {
        details.drivers = {{"Display", "PCI\\VEN_1", "Maker", "Model", "Provider", 46000, 3, 4}, {}};
    }
    item.details = std::make_shared<const update_details>(details);
    return make_any_update(std::make_shared<const update_item>(item)).query<IWindowsDriverUpdate5>();
}

template <class I>
void check_driver(I& driver)
{
    CHECK(text_of(driver, &I::get_DriverClass) == "Display");
    CHECK(text_of(driver, &I::get_DriverHardwareID) == "PCI\\VEN_1");
    CHECK(text_of(driver, &I::get_DriverManufacturer) == "Maker");
    CHECK(text_of(driver, &I::get_DriverModel) == "Model");
    CHECK(text_of(driver, &I::get_DriverProvider) == "Provider");
    DATE date = 0;
    REQUIRE(driver.get_DriverVerDate(&date) == s_ok);
    CHECK(date == 46000);
    LONG number = 0;
    REQUIRE(driver.get_DeviceProblemNumber(&number) == s_ok);
    CHECK(number == 3);
    REQUIRE(driver.get_DeviceStatus(&number) == s_ok);
    CHECK(number == 4);
}

} // namespace

TEST_CASE("a driver tells its devices, and what every update tells",
          "[driver_update][IWindowsDriverUpdate::get_DriverClass][IWindowsDriverUpdate::get_DriverHardwareID]["
          "IWindowsDriverUpdate::get_DriverManufacturer][IWindowsDriverUpdate::get_DriverModel][IWindowsDriverUpdate::"
          "get_DriverProvider][IWindowsDriverUpdate::get_DriverVerDate][IWindowsDriverUpdate::get_DeviceProblemNumber]["
          "IWindowsDriverUpdate::get_DeviceStatus][IWindowsDriverUpdateEntry::get_DriverClass]["
          "IWindowsDriverUpdateEntry::get_DriverHardwareID][IWindowsDriverUpdateEntry::get_DriverManufacturer]["
          "IWindowsDriverUpdateEntry::get_DriverModel][IWindowsDriverUpdateEntry::get_DriverProvider]["
          "IWindowsDriverUpdateEntry::get_DriverVerDate][IWindowsDriverUpdateEntry::get_DeviceProblemNumber]["
          "IWindowsDriverUpdateEntry::get_DeviceStatus][IWindowsDriverUpdateEntryCollection::get__NewEnum]")
{
    const auto driver = made_driver();
    check_driver<IWindowsDriverUpdate>(*driver);
    com_ptr<IWindowsDriverUpdateEntryCollection> entries;
    REQUIRE(driver->get_WindowsDriverUpdateEntries(entries.put()) == s_ok);
    LONG count = 0;
    REQUIRE(entries->get_Count(&count) == s_ok);
    CHECK(count == 2);
    CHECK(late::each(*entries).size() == 2);
    com_ptr<IWindowsDriverUpdateEntry> entry;
    REQUIRE(entries->get_Item(0, entry.put()) == s_ok);
    check_driver(*entry);

    UpdateType type{};
    REQUIRE(driver->get_Type(&type) == s_ok);
    CHECK(type == utDriver);
    CHECK(driver.query<IUpdateEx>() != nullptr);
    CHECK(late::text(late::get(*driver, "Title").value) == "Driver");
    VARIANT_BOOL value = variant_true;
    REQUIRE(driver->get_RebootRequired(&value) == s_ok);
    CHECK(value == variant_false);
    REQUIRE(driver->get_IsPresent(&value) == s_ok);
    CHECK(value == variant_false);
    REQUIRE(driver->get_BrowseOnly(&value) == s_ok);
    CHECK(value == variant_true);
    REQUIRE(driver->get_PerUser(&value) == s_ok);
    CHECK(value == variant_true);
    com_ptr<IStringCollection> cves;
    REQUIRE(driver->get_CveIDs(cves.put()) == s_ok);
    CHECK(driver->CopyToCache(nullptr) == e_invalidarg);
    AutoSelectionMode selection{};
    AutoDownloadMode download{};
    REQUIRE(driver->get_AutoSelection(&selection) == s_ok);
    REQUIRE(driver->get_AutoDownload(&download) == s_ok);
    CHECK(selection == asAlwaysAutoSelect);
    CHECK(download == adNeverAutoDownload);
}

TEST_CASE("a driver is an update of every kind, and one object", "[driver_update]")
{
    const com_ptr<IUpdate> driver = made_driver();
    const auto identity = driver.query<IUnknown>();
    const auto is_same = [&](const auto& other) { return other.template query<IUnknown>() == identity; };
    CHECK(is_same(driver.query<IUpdate>()));
    CHECK(is_same(driver.query<IUpdate2>()));
    CHECK(is_same(driver.query<IUpdate3>()));
    CHECK(is_same(driver.query<IUpdate4>()));
    CHECK(is_same(driver.query<IUpdate5>()));
    CHECK(is_same(driver.query<IUpdateEx>()));
    CHECK(is_same(driver.query<IWindowsDriverUpdate>()));
    CHECK(is_same(driver.query<IWindowsDriverUpdate2>()));
    CHECK(is_same(driver.query<IWindowsDriverUpdate3>()));
    CHECK(is_same(driver.query<IWindowsDriverUpdate4>()));
    CHECK(is_same(driver.query<IWindowsDriverUpdate5>()));
    CHECK(is_same(driver.query<IDispatch>()));
    CHECK(make_any_update(make_item("No driver", "https://host/1")).try_query<IWindowsDriverUpdate>() == nullptr);
    CHECK(late::get(*driver, "ExtendedStaticProperty", {variant("Colour")}).code == s_ok);
}

TEST_CASE("a driver that is locked down accepts no licence and copies nothing", "[driver_update]")
{
    const com_ptr<IUpdate> driver = made_driver();
    const auto lock = driver.query<IUpdateLockdown>();
    CHECK(lock.query<IUnknown>() == driver.query<IUnknown>());
    CHECK(driver->AcceptEula() == s_ok);
    REQUIRE(lock->LockDown(uloForWebsiteAccess) == s_ok);
    CHECK(driver->AcceptEula() == wu_e_invalid_operation);
    CHECK(driver->CopyFromCache(bstr("/somewhere").get(), variant_false) == wu_e_invalid_operation);
    CHECK(driver.query<IUpdate2>()->CopyToCache(nullptr) == wu_e_invalid_operation);
}

TEST_CASE("a driver answers what every update tells as the update does", "[driver_update]")
{
    update_item item = *make_item("Driver", "https://host/driver", 1'000'000);
    update_details details;
    details.description = "What it is";
    details.eula_text = "What holds";
    details.release_notes = "What is new";
    details.support_url = "https://host/help";
    details.msrc_severity = "Important";
    details.kb_article_ids = {"5000001"};
    item.details = std::make_shared<const update_details>(details);
    const auto plain = make_any_update(std::make_shared<const update_item>(item));
    details.is_driver = true;
    item.details = std::make_shared<const update_details>(details);
    const auto driver = make_any_update(std::make_shared<const update_item>(item));
    for (const char* member :
         {"Title",
          "AutoSelectOnWebSites",
          "BundledUpdates",
          "CanRequireSource",
          "Categories",
          "Deadline",
          "DeltaCompressedContentAvailable",
          "DeltaCompressedContentPreferred",
          "Description",
          "EulaAccepted",
          "EulaText",
          "HandlerID",
          "Identity",
          "Image",
          "InstallationBehavior",
          "IsBeta",
          "IsHidden",
          "IsMandatory",
          "IsUninstallable",
          "Languages",
          "LastDeploymentChangeTime",
          "MaxDownloadSize",
          "MinDownloadSize",
          "MoreInfoUrls",
          "MsrcSeverity",
          "RecommendedCpuSpeed",
          "RecommendedHardDiskSpace",
          "RecommendedMemory",
          "ReleaseNotes",
          "SecurityBulletinIDs",
          "SupersededUpdateIDs",
          "SupportUrl",
          "UninstallationNotes",
          "UninstallationBehavior",
          "UninstallationSteps",
          "KBArticleIDs",
          "DeploymentAction",
          "DownloadPriority",
          "DownloadContents"})
    {
        INFO(member);
        const late::outcome expected = late::get(*plain, member);
        const late::outcome answered = late::get(*driver, member);
        CHECK(answered.code == expected.code);
        REQUIRE(answered.value.get().vt == expected.value.get().vt);
        if (expected.value.get().vt == VT_DISPATCH)
        {
            CHECK((answered.value.get().pdispVal != nullptr) == (expected.value.get().pdispVal != nullptr));
        }
        else if (expected.value.get().vt == VT_DATE)
        {
            CHECK(answered.value.get().date == expected.value.get().date);
        }
        else
        {
            CHECK(late::text(change_type(answered.value.get(), VT_BSTR)) ==
                  late::text(change_type(expected.value.get(), VT_BSTR)));
        }
    }
    CHECK(late::text(late::get(*driver, "SupportUrl").value) == "https://host/help");
    REQUIRE(driver->put_IsHidden(variant_true) == plain->put_IsHidden(variant_true));
    REQUIRE(driver->AcceptEula() == s_ok);
    VARIANT_BOOL value = variant_false;
    REQUIRE(driver->get_EulaAccepted(&value) == s_ok);
    CHECK(value == variant_true);
    CHECK(driver->CopyFromCache(nullptr, variant_false) == plain->CopyFromCache(nullptr, variant_false));
    variant property;
    const bstr name("name");
    CHECK(driver.query<IUpdateEx>()->get_ExtendedStaticProperty(name.get(), property.put()) ==
          plain.query<IUpdateEx>()->get_ExtendedStaticProperty(name.get(), property.put()));
    CHECK(driver.query<IUpdateEx>()->EvaluateExtendedDynamicProperty(name.get(), property.put()) ==
          plain.query<IUpdateEx>()->EvaluateExtendedDynamicProperty(name.get(), property.put()));
}

TEST_CASE("a script finds a driver's own members under its own DISPIDs", "[driver_update]")
{
    const auto driver = made_driver();
    IDispatch& object = *driver;
    CHECK(late::id_of(object, "DriverClass") == 0x60030001);
    CHECK(late::id_of(object, "RebootRequired") == 0x60040001);
    CHECK(late::id_of(object, "AutoDownload") == 0x60070002);
    CHECK(late::text(late::get(object, "DriverModel").value) == "Model");
}

TEST_CASE("a driver without devices answers nothing of them", "[driver_update]")
{
    const auto driver = made_driver(false);
    CHECK(text_of<IWindowsDriverUpdate>(*driver, &IWindowsDriverUpdate::get_DriverClass).empty());
}

TEST_CASE("a driver is downloaded and installed as any update is", "[driver_update]")
{
    const auto driver = made_driver();
    const com_ptr<IUpdate> update = driver;
    CHECK(to_update_item(*update)->title == "Driver");
    settle_update(*update, job_kind::download, false);
    settle_update(*update, job_kind::installation, true);
    VARIANT_BOOL value = variant_false;
    REQUIRE(driver->get_IsDownloaded(&value) == s_ok);
    CHECK(value == variant_true);
    REQUIRE(driver->get_IsInstalled(&value) == s_ok);
    CHECK(value == variant_true);
    REQUIRE(driver->get_RebootRequired(&value) == s_ok);
    CHECK(value == variant_true);
}
