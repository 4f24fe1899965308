// SPDX-License-Identifier: MIT
// Holds string_collection.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/string_collection.hpp>

using namespace wua;

TEST_CASE("IStringCollection is what the type library says", "[string_collection]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IStringCollection>, IDispatch>);
    CHECK(to_string(iid_of<IStringCollection>) == "eff90582-2ddc-480f-a06d-60f3fbc362c3");
    check_members<IStringCollection>({
        {7, 0, "Item", slot_of(&IStringCollection::get_Item)},
        {8, 0, "Item", slot_of(&IStringCollection::put_Item)},
        {9, -4, "_NewEnum", slot_of(&IStringCollection::get__NewEnum)},
        {10, 0x60020001, "Count", slot_of(&IStringCollection::get_Count)},
        {11, 0x60020002, "ReadOnly", slot_of(&IStringCollection::get_ReadOnly)},
        {12, 0x60020003, "Add", slot_of(&IStringCollection::Add)},
        {13, 0x60020004, "Clear", slot_of(&IStringCollection::Clear)},
        {14, 0x60020005, "Copy", slot_of(&IStringCollection::Copy)},
        {15, 0x60020006, "Insert", slot_of(&IStringCollection::Insert)},
        {16, 0x60020007, "RemoveAt", slot_of(&IStringCollection::RemoveAt)},
    });
}
