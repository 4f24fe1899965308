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

    /// GUID text.
    virtual HRESULT WUA_STDCALL get_CategoryID(BSTR* retval) = 0;

    /// Empty, not null, for a leaf.
    virtual HRESULT WUA_STDCALL get_Children(ICategoryCollection** retval) = 0;

    virtual HRESULT WUA_STDCALL get_Description(BSTR* retval) = 0;

    /// Null, with success, where the category has no picture.
    virtual HRESULT WUA_STDCALL get_Image(IImageInformation** retval) = 0;

    /// The rank among the siblings, for display.
    virtual HRESULT WUA_STDCALL get_Order(LONG* retval) = 0;

    /// Null, with success, at the top.
    virtual HRESULT WUA_STDCALL get_Parent(ICategory** retval) = 0;

    /// Text such as "Product" or "UpdateClassification".
    virtual HRESULT WUA_STDCALL get_Type(BSTR* retval) = 0;

    /// Those updates of the same search that are filed here.
    virtual HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) = 0;

protected:
    ~ICategory() = default;
};

template <>
inline constexpr guid iid_of<ICategory> = "81ddc1b8-9d35-47a6-b471-5b80f519223b"_guid;

/// Categories, indexed from zero; it cannot be changed.
struct ICategoryCollection : IDispatch
{
    using base_interface = IDispatch;

    /// `wu_e_invalidindex` outside [0, Count).
    virtual HRESULT WUA_STDCALL get_Item(LONG index, ICategory** retval) = 0;

    /// A fresh enumerator (IEnumVARIANT) at the first element; For Each asks for it.
    virtual HRESULT WUA_STDCALL get__NewEnum(IUnknown** retval) = 0;

    virtual HRESULT WUA_STDCALL get_Count(LONG* retval) = 0;

protected:
    ~ICategoryCollection() = default;
};

template <>
inline constexpr guid iid_of<ICategoryCollection> = "3a56bfb8-576c-43f7-9335-fe4838fd7e37"_guid;

} // namespace wua

// The interfaces refer to one another in a ring, and a table needs those it mentions to be complete.
#include <wua/wuapi/update_collection.hpp>

namespace wua
{

template <>
inline constexpr auto members_of<ICategory> = member_table(
    property<&ICategory::get_Name>("Name", 0), property<&ICategory::get_CategoryID>("CategoryID", 0x60020001),
    property<&ICategory::get_Children>("Children", 0x60020002),
    property<&ICategory::get_Description>("Description", 0x60020003),
    property<&ICategory::get_Image>("Image", 0x60020004), property<&ICategory::get_Order>("Order", 0x60020005),
    property<&ICategory::get_Parent>("Parent", 0x60020006), property<&ICategory::get_Type>("Type", 0x60020007),
    property<&ICategory::get_Updates>("Updates", 0x60020008));

template <>
inline constexpr auto members_of<ICategoryCollection> = member_table(
    property<&ICategoryCollection::get_Item>("Item", 0), property<&ICategoryCollection::get__NewEnum>("_NewEnum", -4),
    property<&ICategoryCollection::get_Count>("Count", 0x60020001));

} // namespace wua
