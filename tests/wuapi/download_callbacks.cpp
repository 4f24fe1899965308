// SPDX-License-Identifier: MIT
// Holds download_callbacks.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/download_callbacks.hpp>

using namespace wua;

TEST_CASE("IDownloadCompletedCallbackArgs is what the type library says", "[download_callbacks]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IDownloadCompletedCallbackArgs>, IDispatch>);
    CHECK(to_string(iid_of<IDownloadCompletedCallbackArgs>) == "fa565b23-498c-47a0-979d-e7d5b1813360");
    check_members<IDownloadCompletedCallbackArgs>({});
}

TEST_CASE("IDownloadCompletedCallback is what the type library says", "[download_callbacks]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IDownloadCompletedCallback>, IUnknown>);
    CHECK(to_string(iid_of<IDownloadCompletedCallback>) == "77254866-9f5b-4c8e-b9e2-c77a8530d64b");
    CHECK(slot_of(&IDownloadCompletedCallback::Invoke) == 3);
}

TEST_CASE("IDownloadProgressChangedCallbackArgs is what the type library says", "[download_callbacks]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IDownloadProgressChangedCallbackArgs>, IDispatch>);
    CHECK(to_string(iid_of<IDownloadProgressChangedCallbackArgs>) == "324ff2c6-4981-4b04-9412-57481745ab24");
    check_members<IDownloadProgressChangedCallbackArgs>({
        {7, 0x60020001, "Progress", slot_of(&IDownloadProgressChangedCallbackArgs::get_Progress)},
    });
}

TEST_CASE("IDownloadProgressChangedCallback is what the type library says", "[download_callbacks]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IDownloadProgressChangedCallback>, IUnknown>);
    CHECK(to_string(iid_of<IDownloadProgressChangedCallback>) == "8c3f1cdd-6173-4591-aebd-a56a53ca77c1");
    CHECK(slot_of(&IDownloadProgressChangedCallback::Invoke) == 3);
}
