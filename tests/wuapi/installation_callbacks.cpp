// SPDX-License-Identifier: MIT
// Holds installation_callbacks.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/installation_callbacks.hpp>

using namespace wua;

TEST_CASE("IInstallationCompletedCallbackArgs is what the type library says", "[installation_callbacks]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IInstallationCompletedCallbackArgs>, IDispatch>);
    CHECK(to_string(iid_of<IInstallationCompletedCallbackArgs>) == "250e2106-8efb-4705-9653-ef13c581b6a1");
}

TEST_CASE("IInstallationProgressChangedCallbackArgs is what the type library says", "[installation_callbacks]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IInstallationProgressChangedCallbackArgs>, IDispatch>);
    CHECK(to_string(iid_of<IInstallationProgressChangedCallbackArgs>) == "e4f14e1e-689d-4218-a0b9-bc189c484a01");
    check_members<IInstallationProgressChangedCallbackArgs>({
        {7, 0x60020001, "Progress", slot_of(&IInstallationProgressChangedCallbackArgs::get_Progress)},
    });
}

TEST_CASE("IInstallationCompletedCallback is what the type library says", "[installation_callbacks]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IInstallationCompletedCallback>, IUnknown>);
    CHECK(to_string(iid_of<IInstallationCompletedCallback>) == "45f4f6f3-d602-4f98-9a8a-3efa152ad2d3");
    CHECK(slot_of(&IInstallationCompletedCallback::Invoke) == 3);
}

TEST_CASE("IInstallationProgressChangedCallback is what the type library says", "[installation_callbacks]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IInstallationProgressChangedCallback>, IUnknown>);
    CHECK(to_string(iid_of<IInstallationProgressChangedCallback>) == "e01402d5-f8da-43ba-a012-38894bd048f1");
    CHECK(slot_of(&IInstallationProgressChangedCallback::Invoke) == 3);
}
