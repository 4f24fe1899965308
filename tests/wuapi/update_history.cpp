// SPDX-License-Identifier: MIT
// Holds update_history.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/update_history.hpp>

using namespace wua;

TEST_CASE("IUpdateHistoryEntry is what the type library says", "[update_history]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateHistoryEntry>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateHistoryEntry>) == "be56a644-af0e-4e0e-a311-c1d8e695cbff");
    check_members<IUpdateHistoryEntry>({
        {7, 0x60020001, "Operation", slot_of(&IUpdateHistoryEntry::get_Operation)},
        {8, 0x60020002, "ResultCode", slot_of(&IUpdateHistoryEntry::get_ResultCode)},
        {9, 0x60020003, "HResult", slot_of(&IUpdateHistoryEntry::get_HResult)},
        {10, 0x60020004, "Date", slot_of(&IUpdateHistoryEntry::get_Date)},
        {11, 0x60020005, "UpdateIdentity", slot_of(&IUpdateHistoryEntry::get_UpdateIdentity)},
        {12, 0x60020006, "Title", slot_of(&IUpdateHistoryEntry::get_Title)},
        {13, 0x60020007, "Description", slot_of(&IUpdateHistoryEntry::get_Description)},
        {14, 0x60020008, "UnmappedResultCode", slot_of(&IUpdateHistoryEntry::get_UnmappedResultCode)},
        {15, 0x60020009, "ClientApplicationID", slot_of(&IUpdateHistoryEntry::get_ClientApplicationID)},
        {16, 0x6002000A, "ServerSelection", slot_of(&IUpdateHistoryEntry::get_ServerSelection)},
        {17, 0x6002000B, "ServiceID", slot_of(&IUpdateHistoryEntry::get_ServiceID)},
        {18, 0x6002000C, "UninstallationSteps", slot_of(&IUpdateHistoryEntry::get_UninstallationSteps)},
        {19, 0x6002000D, "UninstallationNotes", slot_of(&IUpdateHistoryEntry::get_UninstallationNotes)},
        {20, 0x6002000E, "SupportUrl", slot_of(&IUpdateHistoryEntry::get_SupportUrl)},
    });
}

TEST_CASE("IUpdateHistoryEntry2 is what the type library says", "[update_history]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateHistoryEntry2>, IUpdateHistoryEntry>);
    CHECK(to_string(iid_of<IUpdateHistoryEntry2>) == "c2bfb780-4539-4132-ab8c-0a8772013ab6");
    check_members<IUpdateHistoryEntry2>({
        {21, 0x60030001, "Categories", slot_of(&IUpdateHistoryEntry2::get_Categories)},
    });
}

TEST_CASE("IUpdateHistoryEntryCollection is what the type library says", "[update_history]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateHistoryEntryCollection>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateHistoryEntryCollection>) == "a7f04f3c-a290-435b-aadf-a116c3357a5c");
    check_members<IUpdateHistoryEntryCollection>({
        {7, 0, "Item", slot_of(&IUpdateHistoryEntryCollection::get_Item)},
        {8, -4, "_NewEnum", slot_of(&IUpdateHistoryEntryCollection::get__NewEnum)},
        {9, 0x60020001, "Count", slot_of(&IUpdateHistoryEntryCollection::get_Count)},
    });
}
