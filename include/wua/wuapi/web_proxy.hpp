// SPDX-License-Identifier: MIT
#pragma once

// The proxy that a session goes through.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/string_collection.hpp>

namespace wua
{

/// Proxy settings. Those of a read-only session cannot be changed.
struct IWebProxy : IDispatch
{
    using base_interface = IDispatch;

    /// Host and port, or a list of them.
    virtual HRESULT WUA_STDCALL get_Address(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL put_Address(BSTR value) = 0;

    /// Addresses that are reached without the proxy.
    virtual HRESULT WUA_STDCALL get_BypassList(IStringCollection** retval) = 0;
    virtual HRESULT WUA_STDCALL put_BypassList(IStringCollection* value) = 0;

    virtual HRESULT WUA_STDCALL get_BypassProxyOnLocal(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_BypassProxyOnLocal(VARIANT_BOOL value) = 0;
    virtual HRESULT WUA_STDCALL get_ReadOnly(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_UserName(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL put_UserName(BSTR value) = 0;

    /// It can be set but never read.
    virtual HRESULT WUA_STDCALL SetPassword(BSTR value) = 0;

    virtual HRESULT WUA_STDCALL PromptForCredentials(IUnknown* parentWindow, BSTR title) = 0;

    /// `parentWindow` is an HWND. The type library hides it from scripts: its row below holds the slot, and a
    /// late-bound call is refused.
    virtual HRESULT WUA_STDCALL PromptForCredentialsFromHwnd(void* parentWindow, BSTR title) = 0;

    virtual HRESULT WUA_STDCALL get_AutoDetect(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_AutoDetect(VARIANT_BOOL value) = 0;

protected:
    ~IWebProxy() = default;
};

template <>
inline constexpr guid iid_of<IWebProxy> = "174c81fe-aecd-4dae-b8a0-2c6318dd86a8"_guid;

template <>
inline constexpr auto members_of<IWebProxy> = member_table(
    property<&IWebProxy::get_Address, &IWebProxy::put_Address>("Address", 0x60020001),
    property<&IWebProxy::get_BypassList, &IWebProxy::put_BypassList>("BypassList", 0x60020002),
    property<&IWebProxy::get_BypassProxyOnLocal, &IWebProxy::put_BypassProxyOnLocal>("BypassProxyOnLocal", 0x60020003),
    property<&IWebProxy::get_ReadOnly>("ReadOnly", 0x60020004),
    property<&IWebProxy::get_UserName, &IWebProxy::put_UserName>("UserName", 0x60020005),
    method<&IWebProxy::SetPassword>("SetPassword", 0x60020006),
    method<&IWebProxy::PromptForCredentials>("PromptForCredentials", 0x60020007),
    dispatch_member{"PromptForCredentialsFromHwnd", 0x60020008, 0, {.exists = true}, {}},
    property<&IWebProxy::get_AutoDetect, &IWebProxy::put_AutoDetect>("AutoDetect", 0x60020009));

} // namespace wua
