// SPDX-License-Identifier: MIT
// Holds download_content.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/download_content.hpp>

using namespace wua;

TEST_CASE("IUpdateDownloadContent is what the type library says", "[download_content]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateDownloadContent>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateDownloadContent>) == "54a2cb2d-9a0c-48b6-8a50-9abb69ee2d02");
    check_members<IUpdateDownloadContent>({
        {7, 0x60020001, "DownloadUrl", slot_of(&IUpdateDownloadContent::get_DownloadUrl)},
    });
}

TEST_CASE("IUpdateDownloadContent2 is what the type library says", "[download_content]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateDownloadContent2>, IUpdateDownloadContent>);
    CHECK(to_string(iid_of<IUpdateDownloadContent2>) == "c97ad11b-f257-420b-9d9f-377f733f6f68");
    check_members<IUpdateDownloadContent2>({
        {8, 0x60030001, "IsDeltaCompressedContent", slot_of(&IUpdateDownloadContent2::get_IsDeltaCompressedContent)},
    });
}

TEST_CASE("IUpdateDownloadContentCollection is what the type library says", "[download_content]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IUpdateDownloadContentCollection>, IDispatch>);
    CHECK(to_string(iid_of<IUpdateDownloadContentCollection>) == "bc5513c8-b3b8-4bf7-a4d4-361c0d8c88ba");
    check_members<IUpdateDownloadContentCollection>({
        {7, 0, "Item", slot_of(&IUpdateDownloadContentCollection::get_Item)},
        {8, -4, "_NewEnum", slot_of(&IUpdateDownloadContentCollection::get__NewEnum)},
        {9, 0x60020001, "Count", slot_of(&IUpdateDownloadContentCollection::get_Count)},
    });
}
