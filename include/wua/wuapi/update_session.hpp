// SPDX-License-Identifier: MIT
#pragma once

// Where a client begins.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/opaque.hpp>
#include <wua/wuapi/update_downloader.hpp>
#include <wua/wuapi/update_searcher.hpp>
#include <wua/wuapi/web_proxy.hpp>

namespace wua
{

/// Makes searchers, downloaders and installers that share its proxy and its application name.
struct IUpdateSession : IDispatch
{
    using base_interface = IDispatch;

    /// What the objects made here from now on carry.
    virtual HRESULT WUA_STDCALL get_ClientApplicationID(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL put_ClientApplicationID(BSTR value) = 0;

    virtual HRESULT WUA_STDCALL get_ReadOnly(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_WebProxy(IWebProxy** retval) = 0;
    virtual HRESULT WUA_STDCALL put_WebProxy(IWebProxy* value) = 0;
    virtual HRESULT WUA_STDCALL CreateUpdateSearcher(IUpdateSearcher** retval) = 0;

    /// `e_accessdenied` for a caller on another machine.
    virtual HRESULT WUA_STDCALL CreateUpdateDownloader(IUpdateDownloader** retval) = 0;

    /// `e_accessdenied` for a caller on another machine.
    virtual HRESULT WUA_STDCALL CreateUpdateInstaller(IUpdateInstaller** retval) = 0;

protected:
    ~IUpdateSession() = default;
};

template <>
inline constexpr guid iid_of<IUpdateSession> = "816858a4-260d-4260-933a-2585f1abc76b"_guid;

template <>
inline constexpr auto members_of<IUpdateSession> = member_table(
    property<&IUpdateSession::get_ClientApplicationID, &IUpdateSession::put_ClientApplicationID>("ClientApplicationID",
                                                                                                 0x60020001),
    property<&IUpdateSession::get_ReadOnly>("ReadOnly", 0x60020002),
    property<&IUpdateSession::get_WebProxy, &IUpdateSession::put_WebProxy>("WebProxy", 0x60020003),
    method<&IUpdateSession::CreateUpdateSearcher>("CreateUpdateSearcher", 0x60020004),
    method<&IUpdateSession::CreateUpdateDownloader>("CreateUpdateDownloader", 0x60020005),
    method<&IUpdateSession::CreateUpdateInstaller>("CreateUpdateInstaller", 0x60020006));

/// IUpdateSession with the language of the texts.
struct IUpdateSession2 : IUpdateSession
{
    using base_interface = IUpdateSession;

    /// The language in which updates describe themselves.
    virtual HRESULT WUA_STDCALL get_UserLocale(LCID* retval) = 0;
    virtual HRESULT WUA_STDCALL put_UserLocale(LCID lcid) = 0;

protected:
    ~IUpdateSession2() = default;
};

template <>
inline constexpr guid iid_of<IUpdateSession2> = "91caf7b0-eb23-49ed-9937-c52d817f46f7"_guid;

template <>
inline constexpr auto members_of<IUpdateSession2> = member_table(
    property<&IUpdateSession2::get_UserLocale, &IUpdateSession2::put_UserLocale>("UserLocale", 0x60030001));

/// IUpdateSession2 with services and history.
struct IUpdateSession3 : IUpdateSession2
{
    using base_interface = IUpdateSession2;

    virtual HRESULT WUA_STDCALL CreateUpdateServiceManager(IUpdateServiceManager2** retval) = 0;
    virtual HRESULT WUA_STDCALL QueryHistory(BSTR criteria, LONG startIndex, LONG count,
                                             IUpdateHistoryEntryCollection** retval) = 0;

protected:
    ~IUpdateSession3() = default;
};

template <>
inline constexpr guid iid_of<IUpdateSession3> = "918efd1e-b5d8-4c90-8540-aeb9bdc56f9d"_guid;

template <>
inline constexpr auto members_of<IUpdateSession3> =
    member_table(method<&IUpdateSession3::CreateUpdateServiceManager>("CreateUpdateServiceManager", 0x60040001),
                 method<&IUpdateSession3::QueryHistory>("QueryHistory", 0x60040002));

} // namespace wua
