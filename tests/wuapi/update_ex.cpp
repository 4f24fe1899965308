// SPDX-License-Identifier: MIT
// Holds update_ex.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/update_ex.hpp>

using namespace wua;

TEST_CASE("IUpdateEx is what the type library says", "[update_ex]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateEx>, IUpdate5>);
    CHECK(to_string(iid_of<IUpdateEx>) == "769355a3-c5a0-497c-a606-560a36d2121c");
    check_members<IUpdateEx>({
        {60, 0x60080001, "ExtendedStaticProperty", slot_of(&IUpdateEx::get_ExtendedStaticProperty)},
        {61, 0x60080002, "EvaluateExtendedDynamicProperty", slot_of(&IUpdateEx::EvaluateExtendedDynamicProperty)},
    });
}
