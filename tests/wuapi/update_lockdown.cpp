// SPDX-License-Identifier: MIT
// Holds update_lockdown.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/update_lockdown.hpp>

using namespace wua;

TEST_CASE("IUpdateLockdown is what the type library says", "[update_lockdown]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateLockdown>, IUnknown>);
    CHECK(to_string(iid_of<IUpdateLockdown>) == "a976c28d-75a1-42aa-94ae-8af8b872089a");
    CHECK(slot_of(&IUpdateLockdown::LockDown) == 3);
}
