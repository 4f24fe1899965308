// SPDX-License-Identifier: MIT
#pragma once

// The object with which a client begins.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/update_downloader.hpp>
#include <wua/wuapi/update_searcher.hpp>
#include <wua/wuapi/web_proxy.hpp>

namespace wua
{

struct IUpdateHistoryEntryCollection;
struct IUpdateInstaller;
struct IUpdateServiceManager2;

/// Creates searchers, downloaders and installers that share its proxy and its application name.
struct IUpdateSession : IDispatch
{
    using base_interface = IDispatch;

    /// Passed on to the objects created here from now on.
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
struct members_of<IUpdateSession>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"ClientApplicationID", 0x60020001, propget<&I::get_ClientApplicationID>, propput<&I::put_ClientApplicationID>},
        {"ReadOnly", 0x60020002, propget<&I::get_ReadOnly>},
        {"WebProxy", 0x60020003, propget<&I::get_WebProxy>, propput<&I::put_WebProxy>},
        {"CreateUpdateSearcher", 0x60020004, method<&I::CreateUpdateSearcher>},
        {"CreateUpdateDownloader", 0x60020005, method<&I::CreateUpdateDownloader>},
        {"CreateUpdateInstaller", 0x60020006, method<&I::CreateUpdateInstaller, opaque>},
    };
};

/// IUpdateSession plus the language of texts.
struct IUpdateSession2 : IUpdateSession
{
    using base_interface = IUpdateSession;

    /// The language of the updates' titles and descriptions.
    virtual HRESULT WUA_STDCALL get_UserLocale(LCID* retval) = 0;
    virtual HRESULT WUA_STDCALL put_UserLocale(LCID lcid) = 0;

protected:
    ~IUpdateSession2() = default;
};

template <>
inline constexpr guid iid_of<IUpdateSession2> = "91caf7b0-eb23-49ed-9937-c52d817f46f7"_guid;

template <>
struct members_of<IUpdateSession2>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"UserLocale", 0x60030001, propget<&I::get_UserLocale>, propput<&I::put_UserLocale>},
    };
};

/// IUpdateSession2 plus services and history.
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
struct members_of<IUpdateSession3>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"CreateUpdateServiceManager", 0x60040001, method<&I::CreateUpdateServiceManager, opaque>},
        {"QueryHistory", 0x60040002, method<&I::QueryHistory, opaque>, "criteria startIndex count"},
    };
};

} // namespace wua
