// SPDX-License-Identifier: MIT
#pragma once

// What was installed or uninstalled, and when.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/category.hpp>
#include <wua/wuapi/enums.hpp>
#include <wua/wuapi/string_collection.hpp>
#include <wua/wuapi/update_identity.hpp>

namespace wua
{

/// One installation or uninstallation. It never changes.
struct IUpdateHistoryEntry : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_Operation(UpdateOperation* retval) = 0;
    virtual HRESULT WUA_STDCALL get_ResultCode(OperationResultCode* retval) = 0;
    virtual HRESULT WUA_STDCALL get_HResult(LONG* retval) = 0;

    /// In UTC.
    virtual HRESULT WUA_STDCALL get_Date(DATE* retval) = 0;
    virtual HRESULT WUA_STDCALL get_UpdateIdentity(IUpdateIdentity** retval) = 0;
    virtual HRESULT WUA_STDCALL get_Title(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_Description(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_UnmappedResultCode(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_ClientApplicationID(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_ServerSelection(wua::ServerSelection* retval) = 0;
    virtual HRESULT WUA_STDCALL get_ServiceID(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_UninstallationSteps(IStringCollection** retval) = 0;
    virtual HRESULT WUA_STDCALL get_UninstallationNotes(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_SupportUrl(BSTR* retval) = 0;

protected:
    ~IUpdateHistoryEntry() = default;
};

template <>
inline constexpr guid iid_of<IUpdateHistoryEntry> = "be56a644-af0e-4e0e-a311-c1d8e695cbff"_guid;

template <>
struct members_of<IUpdateHistoryEntry>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Operation", 0x60020001, propget<&I::get_Operation>},
        {"ResultCode", 0x60020002, propget<&I::get_ResultCode>},
        {"HResult", 0x60020003, propget<&I::get_HResult>},
        {"Date", 0x60020004, propget<&I::get_Date>},
        {"UpdateIdentity", 0x60020005, propget<&I::get_UpdateIdentity>},
        {"Title", 0x60020006, propget<&I::get_Title>},
        {"Description", 0x60020007, propget<&I::get_Description>},
        {"UnmappedResultCode", 0x60020008, propget<&I::get_UnmappedResultCode>},
        {"ClientApplicationID", 0x60020009, propget<&I::get_ClientApplicationID>},
        {"ServerSelection", 0x6002000A, propget<&I::get_ServerSelection>},
        {"ServiceID", 0x6002000B, propget<&I::get_ServiceID>},
        {"UninstallationSteps", 0x6002000C, propget<&I::get_UninstallationSteps>},
        {"UninstallationNotes", 0x6002000D, propget<&I::get_UninstallationNotes>},
        {"SupportUrl", 0x6002000E, propget<&I::get_SupportUrl>},
    };
};

/// IUpdateHistoryEntry plus the update's categories.
struct IUpdateHistoryEntry2 : IUpdateHistoryEntry
{
    using base_interface = IUpdateHistoryEntry;

    virtual HRESULT WUA_STDCALL get_Categories(ICategoryCollection** retval) = 0;

protected:
    ~IUpdateHistoryEntry2() = default;
};

template <>
inline constexpr guid iid_of<IUpdateHistoryEntry2> = "c2bfb780-4539-4132-ab8c-0a8772013ab6"_guid;

template <>
struct members_of<IUpdateHistoryEntry2>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Categories", 0x60030001, propget<&I::get_Categories>},
    };
};

/// Entries of the history, latest first; read-only.
struct IUpdateHistoryEntryCollection : IDispatch
{
    using base_interface = IDispatch;

    /// `wu_e_invalidindex` outside [0, Count).
    virtual HRESULT WUA_STDCALL get_Item(LONG index, IUpdateHistoryEntry** retval) = 0;
    virtual HRESULT WUA_STDCALL get__NewEnum(IUnknown** retval) = 0;
    virtual HRESULT WUA_STDCALL get_Count(LONG* retval) = 0;

protected:
    ~IUpdateHistoryEntryCollection() = default;
};

template <>
inline constexpr guid iid_of<IUpdateHistoryEntryCollection> = "a7f04f3c-a290-435b-aadf-a116c3357a5c"_guid;

template <>
struct members_of<IUpdateHistoryEntryCollection>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Item", 0, propget<&I::get_Item>, "index"},
        {"_NewEnum", -4, propget<&I::get__NewEnum>},
        {"Count", 0x60020001, propget<&I::get_Count>},
    };
};

} // namespace wua
