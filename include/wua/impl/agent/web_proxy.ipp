// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/web_proxy.hpp>.

#include <wua/agent/web_proxy.hpp>
#include <wua/objects/string_collection.hpp>

#include <utility>

namespace wua
{

WUA_COLD web_proxy::web_proxy() : m_bypassed(make_string_collection()) {}

WUA_COLD HRESULT WUA_STDCALL web_proxy::get_Address(BSTR* retval) noexcept
{
    return m_address.get(retval);
}

WUA_COLD HRESULT WUA_STDCALL web_proxy::put_Address(BSTR value) noexcept
{
    return guarded([&] {
        m_lockdown.refuse_unless_open();
        return m_address.put(value);
    });
}

WUA_COLD HRESULT WUA_STDCALL web_proxy::get_BypassList(IStringCollection** retval) noexcept
{
    return answer(retval, [&] {
        const auto kept = [&] {
            const std::lock_guard lock(m_mutex);
            return m_bypassed;
        };
        return detail::for_this_thread(kept());
    });
}

WUA_COLD HRESULT WUA_STDCALL web_proxy::put_BypassList(IStringCollection* value) noexcept
{
    return guarded([&] {
        m_lockdown.refuse_unless_open();
        const com_ptr<IStringCollection> given =
            value != nullptr ? com_ptr<IStringCollection>(value) : make_string_collection();
        agile_ref<IStringCollection> list{given}; // the old one is released after the lock
        const std::lock_guard lock(m_mutex);
        std::swap(m_bypassed, list);
    });
}

WUA_COLD HRESULT WUA_STDCALL web_proxy::get_BypassProxyOnLocal(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_bypasses_local.load(); });
}

WUA_COLD HRESULT WUA_STDCALL web_proxy::put_BypassProxyOnLocal(VARIANT_BOOL value) noexcept
{
    return guarded([&] {
        m_lockdown.refuse_unless_open();
        m_bypasses_local = value != variant_false;
    });
}

WUA_COLD HRESULT WUA_STDCALL web_proxy::get_ReadOnly(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [] { return false; });
}

WUA_COLD HRESULT WUA_STDCALL web_proxy::get_UserName(BSTR* retval) noexcept
{
    return m_user.get(retval);
}

WUA_COLD HRESULT WUA_STDCALL web_proxy::put_UserName(BSTR value) noexcept
{
    return guarded([&] {
        m_lockdown.refuse_unless_open();
        return m_user.put(value);
    });
}

WUA_COLD HRESULT WUA_STDCALL web_proxy::SetPassword(BSTR) noexcept
{
    return guarded([&] { m_lockdown.refuse_unless_open(); });
}

WUA_COLD HRESULT WUA_STDCALL web_proxy::PromptForCredentials(IUnknown*, BSTR) noexcept
{
    return report_failure(e_notimpl, "there are no windows here");
}

WUA_COLD HRESULT WUA_STDCALL web_proxy::PromptForCredentialsFromHwnd(void*, BSTR) noexcept
{
    return report_failure(e_notimpl, "there are no windows here");
}

WUA_COLD HRESULT WUA_STDCALL web_proxy::get_AutoDetect(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_detects.load(); });
}

WUA_COLD HRESULT WUA_STDCALL web_proxy::put_AutoDetect(VARIANT_BOOL value) noexcept
{
    return guarded([&] {
        m_lockdown.refuse_unless_open();
        m_detects = value != variant_false;
    });
}

WUA_COLD HRESULT WUA_STDCALL web_proxy::LockDown(LONG flags) noexcept
{
    return m_lockdown.lock(flags);
}

} // namespace wua
