// SPDX-License-Identifier: MIT
// Holds update_collection.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/update_collection.hpp>

using namespace wua;

TEST_CASE("IUpdateCollection is what the type library says", "[update_collection]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateCollection>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateCollection>) == "07f7438c-7709-4ca5-b518-91279288134e");
    check_members<IUpdateCollection>({
        {7, 0, "Item", slot_of(&IUpdateCollection::get_Item)},
        {8, 0, "Item", slot_of(&IUpdateCollection::put_Item)},
        {9, -4, "_NewEnum", slot_of(&IUpdateCollection::get__NewEnum)},
        {10, 0x60020001, "Count", slot_of(&IUpdateCollection::get_Count)},
        {11, 0x60020002, "ReadOnly", slot_of(&IUpdateCollection::get_ReadOnly)},
        {12, 0x60020003, "Add", slot_of(&IUpdateCollection::Add)},
        {13, 0x60020004, "Clear", slot_of(&IUpdateCollection::Clear)},
        {14, 0x60020005, "Copy", slot_of(&IUpdateCollection::Copy)},
        {15, 0x60020006, "Insert", slot_of(&IUpdateCollection::Insert)},
        {16, 0x60020007, "RemoveAt", slot_of(&IUpdateCollection::RemoveAt)},
    });
}
