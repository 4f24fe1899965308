// SPDX-License-Identifier: MIT
// Holds windows_driver_update.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/windows_driver_update.hpp>

using namespace wua;

TEST_CASE("IWindowsDriverUpdateEntry is what the type library says", "[windows_driver_update]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IWindowsDriverUpdateEntry>, IDispatch>);
    CHECK(to_string(iid_of<IWindowsDriverUpdateEntry>) == "ed8bfe40-a60b-42ea-9652-817dfcfa23ec");
    check_members<IWindowsDriverUpdateEntry>({
        {7, 0x60030001, "DriverClass", slot_of(&IWindowsDriverUpdateEntry::get_DriverClass)},
        {8, 0x60030002, "DriverHardwareID", slot_of(&IWindowsDriverUpdateEntry::get_DriverHardwareID)},
        {9, 0x60030003, "DriverManufacturer", slot_of(&IWindowsDriverUpdateEntry::get_DriverManufacturer)},
        {10, 0x60030004, "DriverModel", slot_of(&IWindowsDriverUpdateEntry::get_DriverModel)},
        {11, 0x60030005, "DriverProvider", slot_of(&IWindowsDriverUpdateEntry::get_DriverProvider)},
        {12, 0x60030006, "DriverVerDate", slot_of(&IWindowsDriverUpdateEntry::get_DriverVerDate)},
        {13, 0x60030007, "DeviceProblemNumber", slot_of(&IWindowsDriverUpdateEntry::get_DeviceProblemNumber)},
        {14, 0x60030008, "DeviceStatus", slot_of(&IWindowsDriverUpdateEntry::get_DeviceStatus)},
    });
}

TEST_CASE("IWindowsDriverUpdateEntryCollection is what the type library says", "[windows_driver_update]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IWindowsDriverUpdateEntryCollection>, IDispatch>);
    CHECK(to_string(iid_of<IWindowsDriverUpdateEntryCollection>) == "0d521700-a372-4bef-828b-3d00c10adebd");
    check_members<IWindowsDriverUpdateEntryCollection>({
        {7, 0, "Item", slot_of(&IWindowsDriverUpdateEntryCollection::get_Item)},
        {8, -4, "_NewEnum", slot_of(&IWindowsDriverUpdateEntryCollection::get__NewEnum)},
        {9, 0x60020001, "Count", slot_of(&IWindowsDriverUpdateEntryCollection::get_Count)},
    });
}

TEST_CASE("IWindowsDriverUpdate is what the type library says", "[windows_driver_update]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IWindowsDriverUpdate>, IUpdate>);
    CHECK(to_string(iid_of<IWindowsDriverUpdate>) == "b383cd1a-5ce9-4504-9f63-764b1236f191");
    check_members<IWindowsDriverUpdate>({
        {52, 0x60030001, "DriverClass", slot_of(&IWindowsDriverUpdate::get_DriverClass)},
        {53, 0x60030002, "DriverHardwareID", slot_of(&IWindowsDriverUpdate::get_DriverHardwareID)},
        {54, 0x60030003, "DriverManufacturer", slot_of(&IWindowsDriverUpdate::get_DriverManufacturer)},
        {55, 0x60030004, "DriverModel", slot_of(&IWindowsDriverUpdate::get_DriverModel)},
        {56, 0x60030005, "DriverProvider", slot_of(&IWindowsDriverUpdate::get_DriverProvider)},
        {57, 0x60030006, "DriverVerDate", slot_of(&IWindowsDriverUpdate::get_DriverVerDate)},
        {58, 0x60030007, "DeviceProblemNumber", slot_of(&IWindowsDriverUpdate::get_DeviceProblemNumber)},
        {59, 0x60030008, "DeviceStatus", slot_of(&IWindowsDriverUpdate::get_DeviceStatus)},
    });
}

TEST_CASE("IWindowsDriverUpdate2 is what the type library says", "[windows_driver_update]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IWindowsDriverUpdate2>, IWindowsDriverUpdate>);
    CHECK(to_string(iid_of<IWindowsDriverUpdate2>) == "615c4269-7a48-43bd-96b7-bf6ca27d6c3e");
    check_members<IWindowsDriverUpdate2>({
        {60, 0x60040001, "RebootRequired", slot_of(&IWindowsDriverUpdate2::get_RebootRequired)},
        {61, 0x60040003, "IsPresent", slot_of(&IWindowsDriverUpdate2::get_IsPresent)},
        {62, 0x60040004, "CveIDs", slot_of(&IWindowsDriverUpdate2::get_CveIDs)},
        {63, 0x60040002, "CopyToCache", slot_of(&IWindowsDriverUpdate2::CopyToCache)},
    });
}

TEST_CASE("IWindowsDriverUpdate3 is what the type library says", "[windows_driver_update]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IWindowsDriverUpdate3>, IWindowsDriverUpdate2>);
    CHECK(to_string(iid_of<IWindowsDriverUpdate3>) == "49ebd502-4a96-41bd-9e3e-4c5057f4250c");
    check_members<IWindowsDriverUpdate3>({
        {64, 0x60050001, "BrowseOnly", slot_of(&IWindowsDriverUpdate3::get_BrowseOnly)},
    });
}

TEST_CASE("IWindowsDriverUpdate4 is what the type library says", "[windows_driver_update]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IWindowsDriverUpdate4>, IWindowsDriverUpdate3>);
    CHECK(to_string(iid_of<IWindowsDriverUpdate4>) == "004c6a2b-0c19-4c69-9f5c-a269b2560db9");
    check_members<IWindowsDriverUpdate4>({
        {65, 0x60060001, "WindowsDriverUpdateEntries", slot_of(&IWindowsDriverUpdate4::get_WindowsDriverUpdateEntries)},
        {66, 0x60060002, "PerUser", slot_of(&IWindowsDriverUpdate4::get_PerUser)},
    });
}

TEST_CASE("IWindowsDriverUpdate5 is what the type library says", "[windows_driver_update]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IWindowsDriverUpdate5>, IWindowsDriverUpdate4>);
    CHECK(to_string(iid_of<IWindowsDriverUpdate5>) == "70cf5c82-8642-42bb-9dbc-0cfd263c6c4f");
    check_members<IWindowsDriverUpdate5>({
        {67, 0x60070001, "AutoSelection", slot_of(&IWindowsDriverUpdate5::get_AutoSelection)},
        {68, 0x60070002, "AutoDownload", slot_of(&IWindowsDriverUpdate5::get_AutoDownload)},
    });
}
