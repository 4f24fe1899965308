// SPDX-License-Identifier: MIT
// Holds installation_behavior.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/installation_behavior.hpp>

using namespace wua;

TEST_CASE("IInstallationBehavior is what the type library says", "[installation_behavior]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IInstallationBehavior>, IDispatch>);
    CHECK(to_string(iid_of<IInstallationBehavior>) == "d9a59339-e245-4dbd-9686-4d5763e39624");
    check_members<IInstallationBehavior>({
        {7, 0x60020001, "CanRequestUserInput", slot_of(&IInstallationBehavior::get_CanRequestUserInput)},
        {8, 0x60020002, "Impact", slot_of(&IInstallationBehavior::get_Impact)},
        {9, 0x60020003, "RebootBehavior", slot_of(&IInstallationBehavior::get_RebootBehavior)},
        {10, 0x60020004, "RequiresNetworkConnectivity",
         slot_of(&IInstallationBehavior::get_RequiresNetworkConnectivity)},
    });
}
