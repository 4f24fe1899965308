// SPDX-License-Identifier: MIT
#pragma once

// The files an update consists of, as addresses.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>

namespace wua
{

/// One file of an update.
struct IUpdateDownloadContent : IDispatch
{
    using base_interface = IDispatch;

    /// Where the file is fetched from. May be empty: not every update names its files.
    virtual HRESULT WUA_STDCALL get_DownloadUrl(BSTR* retval) = 0;

protected:
    ~IUpdateDownloadContent() = default;
};

template <>
inline constexpr guid iid_of<IUpdateDownloadContent> = "54a2cb2d-9a0c-48b6-8a50-9abb69ee2d02"_guid;

template <>
inline constexpr auto members_of<IUpdateDownloadContent> =
    member_table(property<&IUpdateDownloadContent::get_DownloadUrl>("DownloadUrl", 0x60020001));

/// One file of an update, which may be a delta.
struct IUpdateDownloadContent2 : IUpdateDownloadContent
{
    using base_interface = IUpdateDownloadContent;

    /// VARIANT_TRUE for a binary delta, VARIANT_FALSE for a whole file.
    virtual HRESULT WUA_STDCALL get_IsDeltaCompressedContent(VARIANT_BOOL* retval) = 0;

protected:
    ~IUpdateDownloadContent2() = default;
};

template <>
inline constexpr guid iid_of<IUpdateDownloadContent2> = "c97ad11b-f257-420b-9d9f-377f733f6f68"_guid;

template <>
inline constexpr auto members_of<IUpdateDownloadContent2> = member_table(
    property<&IUpdateDownloadContent2::get_IsDeltaCompressedContent>("IsDeltaCompressedContent", 0x60030001));

/// The files of an update, indexed from zero. It cannot be changed and, unlike an update collection, has no ReadOnly.
struct IUpdateDownloadContentCollection : IDispatch
{
    using base_interface = IDispatch;

    /// `wu_e_invalidindex` outside [0, Count).
    virtual HRESULT WUA_STDCALL get_Item(LONG index, IUpdateDownloadContent** retval) = 0;

    /// A fresh enumerator (IEnumVARIANT) at the first element; For Each asks for it.
    virtual HRESULT WUA_STDCALL get__NewEnum(IUnknown** retval) = 0;

    virtual HRESULT WUA_STDCALL get_Count(LONG* retval) = 0;

protected:
    ~IUpdateDownloadContentCollection() = default;
};

template <>
inline constexpr guid iid_of<IUpdateDownloadContentCollection> = "bc5513c8-b3b8-4bf7-a4d4-361c0d8c88ba"_guid;

template <>
inline constexpr auto members_of<IUpdateDownloadContentCollection> = member_table(
    property<&IUpdateDownloadContentCollection::get_Item>("Item", 0),
    property<&IUpdateDownloadContentCollection::get__NewEnum>("_NewEnum", -4),
    property<&IUpdateDownloadContentCollection::get_Count>("Count", 0x60020001));

} // namespace wua
