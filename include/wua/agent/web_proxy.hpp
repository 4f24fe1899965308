// SPDX-License-Identifier: MIT
#pragma once

// The settings of a proxy.

#include <wua/com/agile_ref.hpp>
#include <wua/com/implements.hpp>
#include <wua/objects/lockdown.hpp>
#include <wua/objects/text_setting.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/web_proxy.hpp>

#include <atomic>
#include <mutex>

namespace wua
{

/// Kept, without effect on any engine. A password is not even kept. Any thread may call it.
class web_proxy final : public implements<web_proxy, IWebProxy, IUpdateLockdown>
{
public:
    web_proxy();

    WUA_INLINE HRESULT WUA_STDCALL get_Address(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_Address(BSTR value) noexcept override;

    /// Empty until it is set; null empties it.
    WUA_INLINE HRESULT WUA_STDCALL get_BypassList(IStringCollection** retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_BypassList(IStringCollection* value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_BypassProxyOnLocal(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_BypassProxyOnLocal(VARIANT_BOOL value) noexcept override;

    /// Always VARIANT_FALSE.
    WUA_INLINE HRESULT WUA_STDCALL get_ReadOnly(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_UserName(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_UserName(BSTR value) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL SetPassword(BSTR value) noexcept override;

    /// `e_notimpl`, like the next one: there are no windows.
    WUA_INLINE HRESULT WUA_STDCALL PromptForCredentials(IUnknown* parentWindow, BSTR title) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL PromptForCredentialsFromHwnd(void* parentWindow, BSTR title) noexcept override;

    /// VARIANT_TRUE until it is set.
    WUA_INLINE HRESULT WUA_STDCALL get_AutoDetect(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_AutoDetect(VARIANT_BOOL value) noexcept override;

    /// Flags other than uloForWebsiteAccess are `e_invalidarg`. Afterwards what
    /// puts a setting, and SetPassword, are `wu_e_invalid_operation`.
    WUA_INLINE HRESULT WUA_STDCALL LockDown(LONG flags) noexcept override;

private:
    detail::lockdown m_lockdown;
    detail::text_setting m_address{""};
    detail::text_setting m_user{""};
    std::atomic<bool> m_bypasses_local = false;
    std::atomic<bool> m_detects = true;
    mutable std::mutex m_mutex;
    agile_ref<IStringCollection> m_bypassed; // guarded by m_mutex
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/web_proxy.ipp>
#endif
