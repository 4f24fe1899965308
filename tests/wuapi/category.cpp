// SPDX-License-Identifier: MIT
// Holds category.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/category.hpp>

using namespace wua;

TEST_CASE("ICategory is what the type library says", "[category]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<ICategory>, IDispatch>);
    CHECK(to_string(iid_of<ICategory>) == "81ddc1b8-9d35-47a6-b471-5b80f519223b");
    check_members<ICategory>({
        {7, 0, "Name", slot_of(&ICategory::get_Name)},
        {8, 0x60020001, "CategoryID", slot_of(&ICategory::get_CategoryID)},
        {9, 0x60020002, "Children", slot_of(&ICategory::get_Children)},
        {10, 0x60020003, "Description", slot_of(&ICategory::get_Description)},
        {11, 0x60020004, "Image", slot_of(&ICategory::get_Image)},
        {12, 0x60020005, "Order", slot_of(&ICategory::get_Order)},
        {13, 0x60020006, "Parent", slot_of(&ICategory::get_Parent)},
        {14, 0x60020007, "Type", slot_of(&ICategory::get_Type)},
        {15, 0x60020008, "Updates", slot_of(&ICategory::get_Updates)},
    });
}

TEST_CASE("ICategoryCollection is what the type library says", "[category]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<ICategoryCollection>, IDispatch>);
    CHECK(to_string(iid_of<ICategoryCollection>) == "3a56bfb8-576c-43f7-9335-fe4838fd7e37");
    check_members<ICategoryCollection>({
        {7, 0, "Item", slot_of(&ICategoryCollection::get_Item)},
        {8, -4, "_NewEnum", slot_of(&ICategoryCollection::get__NewEnum)},
        {9, 0x60020001, "Count", slot_of(&ICategoryCollection::get_Count)},
    });
}
