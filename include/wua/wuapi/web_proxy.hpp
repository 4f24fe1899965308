// SPDX-License-Identifier: MIT
#pragma once

// The proxy that a session uses.

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

    /// Host and port, or a list of such pairs.
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

    /// Can be set but never read.
    virtual HRESULT WUA_STDCALL SetPassword(BSTR value) = 0;

    virtual HRESULT WUA_STDCALL PromptForCredentials(IUnknown* parentWindow, BSTR title) = 0;

    /// `parentWindow` is an HWND. The type library hides the method from scripts: its row in the table below only holds
    /// the slot, and late-bound calls are refused.
    virtual HRESULT WUA_STDCALL PromptForCredentialsFromHwnd(void* parentWindow, BSTR title) = 0;

    virtual HRESULT WUA_STDCALL get_AutoDetect(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_AutoDetect(VARIANT_BOOL value) = 0;

protected:
    ~IWebProxy() = default;
};

template <>
inline constexpr guid iid_of<IWebProxy> = "174c81fe-aecd-4dae-b8a0-2c6318dd86a8"_guid;

template <>
struct members_of<IWebProxy>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Address", 0x60020001, propget<&I::get_Address>, propput<&I::put_Address>},
        {"BypassList", 0x60020002, propget<&I::get_BypassList>, propput<&I::put_BypassList>},
        {"BypassProxyOnLocal", 0x60020003, propget<&I::get_BypassProxyOnLocal>, propput<&I::put_BypassProxyOnLocal>},
        {"ReadOnly", 0x60020004, propget<&I::get_ReadOnly>},
        {"UserName", 0x60020005, propget<&I::get_UserName>, propput<&I::put_UserName>},
        {"SetPassword", 0x60020006, method<&I::SetPassword>, "value"},
        {"PromptForCredentials", 0x60020007, method<&I::PromptForCredentials>, "parentWindow title"},
        {"PromptForCredentialsFromHwnd", 0x60020008, hidden<VT_EMPTY, VT_PTR, VT_BSTR>},
        {"AutoDetect", 0x60020009, propget<&I::get_AutoDetect>, propput<&I::put_AutoDetect>},
    };
};

} // namespace wua
