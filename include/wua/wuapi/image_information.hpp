// SPDX-License-Identifier: MIT
#pragma once

// A picture that stands for an update or a category.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>

namespace wua
{

/// A picture's address, and its size in pixels.
struct IImageInformation : IDispatch
{
    using base_interface = IDispatch;

    /// The text to show where the picture cannot be shown.
    virtual HRESULT WUA_STDCALL get_AltText(BSTR* retval) = 0;

    virtual HRESULT WUA_STDCALL get_Height(LONG* retval) = 0;

    /// The address of the picture.
    virtual HRESULT WUA_STDCALL get_Source(BSTR* retval) = 0;

    virtual HRESULT WUA_STDCALL get_Width(LONG* retval) = 0;

protected:
    ~IImageInformation() = default;
};

template <>
inline constexpr guid iid_of<IImageInformation> = "7c907864-346c-4aeb-8f3f-57da289f969f"_guid;

template <>
struct members_of<IImageInformation>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"AltText", 0x60020001, propget<&I::get_AltText>},
        {"Height", 0x60020002, propget<&I::get_Height>},
        {"Source", 0x60020003, propget<&I::get_Source>},
        {"Width", 0x60020004, propget<&I::get_Width>},
    };
};

} // namespace wua
