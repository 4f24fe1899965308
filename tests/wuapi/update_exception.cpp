// SPDX-License-Identifier: MIT
// Holds update_exception.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/update_exception.hpp>

using namespace wua;

TEST_CASE("IUpdateException is what the type library says", "[update_exception]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateException>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateException>) == "a376dd5e-09d4-427f-af7c-fed5b6e1c1d6");
    check_members<IUpdateException>({
        {7, 0, "Message", slot_of(&IUpdateException::get_Message)},
        {8, 0x60020001, "HResult", slot_of(&IUpdateException::get_HResult)},
        {9, 0x60020002, "Context", slot_of(&IUpdateException::get_Context)},
    });
}

TEST_CASE("IUpdateExceptionCollection is what the type library says", "[update_exception]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateExceptionCollection>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateExceptionCollection>) == "503626a3-8e14-4729-9355-0fe664bd2321");
    check_members<IUpdateExceptionCollection>({
        {7, 0, "Item", slot_of(&IUpdateExceptionCollection::get_Item)},
        {8, -4, "_NewEnum", slot_of(&IUpdateExceptionCollection::get__NewEnum)},
        {9, 0x60020001, "Count", slot_of(&IUpdateExceptionCollection::get_Count)},
    });
}
