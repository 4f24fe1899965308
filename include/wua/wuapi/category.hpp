// SPDX-License-Identifier: MIT
#pragma once

// The tree of categories that updates belong to.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/image_information.hpp>

namespace wua
{

struct IUpdateCollection;
struct ICategoryCollection;

/// A product, a classification or another heading that updates are filed under.
struct ICategory : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_Name(BSTR* retval) = 0;

    /// A GUID as text.
    virtual HRESULT WUA_STDCALL get_CategoryID(BSTR* retval) = 0;

    /// Empty, not null, for a leaf.
    virtual HRESULT WUA_STDCALL get_Children(ICategoryCollection** retval) = 0;

    virtual HRESULT WUA_STDCALL get_Description(BSTR* retval) = 0;

    /// Null, with success, if the category has no picture.
    virtual HRESULT WUA_STDCALL get_Image(IImageInformation** retval) = 0;

    /// The rank among the siblings, for display.
    virtual HRESULT WUA_STDCALL get_Order(LONG* retval) = 0;

    /// Null, with success, for a category at the top.
    virtual HRESULT WUA_STDCALL get_Parent(ICategory** retval) = 0;

    /// Text such as "Product" or "UpdateClassification".
    virtual HRESULT WUA_STDCALL get_Type(BSTR* retval) = 0;

    /// The updates of the same search that belong to this category.
    virtual HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) = 0;

protected:
    ~ICategory() = default;
};

template <>
inline constexpr guid iid_of<ICategory> = "81ddc1b8-9d35-47a6-b471-5b80f519223b"_guid;

template <>
struct members_of<ICategory>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Name", 0, propget<&I::get_Name>},
        {"CategoryID", 0x60020001, propget<&I::get_CategoryID>},
        {"Children", 0x60020002, propget<&I::get_Children>},
        {"Description", 0x60020003, propget<&I::get_Description>},
        {"Image", 0x60020004, propget<&I::get_Image>},
        {"Order", 0x60020005, propget<&I::get_Order>},
        {"Parent", 0x60020006, propget<&I::get_Parent>},
        {"Type", 0x60020007, propget<&I::get_Type>},
        {"Updates", 0x60020008, propget<&I::get_Updates>},
    };
};

/// Categories, indexed from zero; read-only.
struct ICategoryCollection : IDispatch
{
    using base_interface = IDispatch;

    /// `wu_e_invalidindex` outside [0, Count).
    virtual HRESULT WUA_STDCALL get_Item(LONG index, ICategory** retval) = 0;

    /// A new enumerator (IEnumVARIANT) at the first element, as For Each needs it.
    virtual HRESULT WUA_STDCALL get__NewEnum(IUnknown** retval) = 0;

    virtual HRESULT WUA_STDCALL get_Count(LONG* retval) = 0;

protected:
    ~ICategoryCollection() = default;
};

template <>
inline constexpr guid iid_of<ICategoryCollection> = "3a56bfb8-576c-43f7-9335-fe4838fd7e37"_guid;

template <>
struct members_of<ICategoryCollection>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Item", 0, propget<&I::get_Item>, "index"},
        {"_NewEnum", -4, propget<&I::get__NewEnum>},
        {"Count", 0x60020001, propget<&I::get_Count>},
    };
};

} // namespace wua

// The interfaces refer to one another in a circle, and a table can be used only where all interfaces it mentions are
// complete.
#include <wua/wuapi/update_collection.hpp>
