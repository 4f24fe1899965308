// SPDX-License-Identifier: MIT
// Holds image_information.hpp against the type library.

#include "contract.hpp"
#include <wua/wuapi/image_information.hpp>

using namespace wua;

TEST_CASE("IImageInformation is what the type library says", "[image_information]")
{
    STATIC_REQUIRE(std::is_same_v<base_of_t<IImageInformation>, IDispatch>);
    CHECK(to_string(iid_of<IImageInformation>) == "7c907864-346c-4aeb-8f3f-57da289f969f");
    check_members<IImageInformation>({
        {7, 0x60020001, "AltText", slot_of(&IImageInformation::get_AltText)},
        {8, 0x60020002, "Height", slot_of(&IImageInformation::get_Height)},
        {9, 0x60020003, "Source", slot_of(&IImageInformation::get_Source)},
        {10, 0x60020004, "Width", slot_of(&IImageInformation::get_Width)},
    });
}
