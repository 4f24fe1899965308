// SPDX-License-Identifier: MIT
#pragma once

// The files that an update consists of, with their addresses.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>

namespace wua
{

/// One file of an update.
struct IUpdateDownloadContent : IDispatch
{
    using base_interface = IDispatch;

    /// Where the file is fetched from. May be empty, since not every update names the addresses of its files.
    virtual HRESULT WUA_STDCALL get_DownloadUrl(BSTR* retval) = 0;

protected:
    ~IUpdateDownloadContent() = default;
};

template <>
inline constexpr guid iid_of<IUpdateDownloadContent> = "54a2cb2d-9a0c-48b6-8a50-9abb69ee2d02"_guid;

template <>
struct members_of<IUpdateDownloadContent>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"DownloadUrl", 0x60020001, propget<&I::get_DownloadUrl>},
    };
};

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
struct members_of<IUpdateDownloadContent2>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"IsDeltaCompressedContent", 0x60030001, propget<&I::get_IsDeltaCompressedContent>},
    };
};

/// The files of an update, indexed from zero; read-only. Unlike an update collection it has no ReadOnly property.
struct IUpdateDownloadContentCollection : IDispatch
{
    using base_interface = IDispatch;

    /// `wu_e_invalidindex` outside [0, Count).
    virtual HRESULT WUA_STDCALL get_Item(LONG index, IUpdateDownloadContent** retval) = 0;

    /// A new enumerator (IEnumVARIANT) at the first element, as For Each needs it.
    virtual HRESULT WUA_STDCALL get__NewEnum(IUnknown** retval) = 0;

    virtual HRESULT WUA_STDCALL get_Count(LONG* retval) = 0;

protected:
    ~IUpdateDownloadContentCollection() = default;
};

template <>
inline constexpr guid iid_of<IUpdateDownloadContentCollection> = "bc5513c8-b3b8-4bf7-a4d4-361c0d8c88ba"_guid;

template <>
struct members_of<IUpdateDownloadContentCollection>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Item", 0, propget<&I::get_Item>, "index"},
        {"_NewEnum", -4, propget<&I::get__NewEnum>},
        {"Count", 0x60020001, propget<&I::get_Count>},
    };
};

} // namespace wua
