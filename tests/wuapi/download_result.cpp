// SPDX-License-Identifier: MIT
// Holds download_result.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/download_result.hpp>

using namespace wua;

TEST_CASE("IUpdateDownloadResult is what the type library says", "[download_result]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateDownloadResult>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateDownloadResult>) == "bf99af76-b575-42ad-8aa4-33cbb5477af1");
    check_members<IUpdateDownloadResult>({
        {7, 0x60020001, "HResult", slot_of(&IUpdateDownloadResult::get_HResult)},
        {8, 0x60020002, "ResultCode", slot_of(&IUpdateDownloadResult::get_ResultCode)},
    });
}

TEST_CASE("IDownloadResult is what the type library says", "[download_result]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IDownloadResult>, IDispatch>);
    CHECK(to_string(iid_of<IDownloadResult>) == "daa4fdd0-4727-4dbe-a1e7-745dca317144");
    check_members<IDownloadResult>({
        {7, 0x60020001, "HResult", slot_of(&IDownloadResult::get_HResult)},
        {8, 0x60020002, "ResultCode", slot_of(&IDownloadResult::get_ResultCode)},
        {9, 0x60020003, "GetUpdateResult", slot_of(&IDownloadResult::GetUpdateResult)},
    });
}
