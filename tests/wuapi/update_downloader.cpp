// SPDX-License-Identifier: MIT
// Holds update_downloader.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/update_downloader.hpp>

using namespace wua;

TEST_CASE("IUpdateDownloader is what the type library says", "[update_downloader]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateDownloader>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateDownloader>) == "68f1c6f9-7ecc-4666-a464-247fe12496c3");
    check_members<IUpdateDownloader>({
        {7, 0x60020001, "ClientApplicationID", slot_of(&IUpdateDownloader::get_ClientApplicationID)},
        {8, 0x60020001, "ClientApplicationID", slot_of(&IUpdateDownloader::put_ClientApplicationID)},
        {9, 0x60020002, "IsForced", slot_of(&IUpdateDownloader::get_IsForced)},
        {10, 0x60020002, "IsForced", slot_of(&IUpdateDownloader::put_IsForced)},
        {11, 0x60020003, "Priority", slot_of(&IUpdateDownloader::get_Priority)},
        {12, 0x60020003, "Priority", slot_of(&IUpdateDownloader::put_Priority)},
        {13, 0x60020004, "Updates", slot_of(&IUpdateDownloader::get_Updates)},
        {14, 0x60020004, "Updates", slot_of(&IUpdateDownloader::put_Updates)},
        {15, 0x60020005, "BeginDownload", slot_of(&IUpdateDownloader::BeginDownload)},
        {16, 0x60020006, "Download", slot_of(&IUpdateDownloader::Download)},
        {17, 0x60020007, "EndDownload", slot_of(&IUpdateDownloader::EndDownload)},
    });
}

TEST_CASE("IUpdateDownloaderEx is what the type library says: BeginDownload2 is 0x60090001, Download2 0x60090002",
          "[update_downloader]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateDownloaderEx>, IUpdateDownloader>);
    CHECK(to_string(iid_of<IUpdateDownloaderEx>) == "94726306-f12a-482a-a774-fb4f870d98c0");
    check_members<IUpdateDownloaderEx>({
        {18, 0x60090001, "BeginDownload2", slot_of(&IUpdateDownloaderEx::BeginDownload2)},
        {19, 0x60090002, "Download2", slot_of(&IUpdateDownloaderEx::Download2)},
    });
}
