// SPDX-License-Identifier: MIT
// Holds update_identity.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/update_identity.hpp>

using namespace wua;

TEST_CASE("IUpdateIdentity is what the type library says", "[update_identity]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateIdentity>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateIdentity>) == "46297823-9940-4c09-aed9-cd3ea6d05968");
    check_members<IUpdateIdentity>({
        {7, 0x60020002, "RevisionNumber", slot_of(&IUpdateIdentity::get_RevisionNumber)},
        {8, 0x60020003, "UpdateID", slot_of(&IUpdateIdentity::get_UpdateID)},
    });
}
