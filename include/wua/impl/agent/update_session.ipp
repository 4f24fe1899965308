// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/update_session.hpp>.

#include <wua/agent/update_searcher.hpp>
#include <wua/agent/update_session.hpp>

#include <utility>

namespace wua
{

WUA_INLINE update_session::update_session(std::vector<com_ptr<IUpdate>> updates, downloader_factory make_downloader)
    : m_updates(detail::kept_updates(std::move(updates))),
      m_make_downloader(std::move(make_downloader))
{}

WUA_INLINE HRESULT WUA_STDCALL update_session::get_ClientApplicationID(BSTR* retval) noexcept
{
    return m_client.get(retval);
}

WUA_INLINE HRESULT WUA_STDCALL update_session::put_ClientApplicationID(BSTR value) noexcept
{
    return m_client.put(value);
}

WUA_INLINE HRESULT WUA_STDCALL update_session::get_ReadOnly(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [] { return false; });
}

WUA_INLINE HRESULT WUA_STDCALL update_session::get_WebProxy(IWebProxy** retval) noexcept
{
    return answer(retval, [&] {
        const auto proxy = [&] {
            const std::lock_guard lock(m_mutex);
            return m_proxy;
        };
        return detail::for_this_thread(proxy());
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_session::put_WebProxy(IWebProxy* value) noexcept
{
    return guarded([&] {
        agile_ref<IWebProxy> proxy{com_ptr<IWebProxy>(value)}; // releases the old one when the lock is free
        const std::lock_guard lock(m_mutex);
        std::swap(m_proxy, proxy);
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_session::CreateUpdateSearcher(IUpdateSearcher** retval) noexcept
{
    return answer(retval, [&] { return named(make_searcher(detail::given_to_this_thread(m_updates))); });
}

WUA_INLINE HRESULT WUA_STDCALL update_session::CreateUpdateDownloader(IUpdateDownloader** retval) noexcept
{
    return answer(retval, [&] {
        if (!m_make_downloader)
        {
            throw hresult_error(e_notimpl);
        }
        com_ptr<IUpdateDownloader> downloader = m_make_downloader();
        if (downloader == nullptr)
        {
            throw hresult_error(e_unexpected);
        }
        return named(std::move(downloader));
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_session::CreateUpdateInstaller(IUpdateInstaller** retval) noexcept
{
    return answer(retval, [] { return with_code{nullptr, e_notimpl}; });
}

WUA_INLINE HRESULT WUA_STDCALL update_session::get_UserLocale(LCID* retval) noexcept
{
    return answer(retval, [&] { return m_locale.load(); });
}

WUA_INLINE HRESULT WUA_STDCALL update_session::put_UserLocale(LCID lcid) noexcept
{
    m_locale = lcid;
    return s_ok;
}

WUA_INLINE HRESULT WUA_STDCALL update_session::CreateUpdateServiceManager(IUpdateServiceManager2** retval) noexcept
{
    return answer(retval, [] { return with_code{nullptr, e_notimpl}; });
}

WUA_INLINE HRESULT WUA_STDCALL update_session::QueryHistory(BSTR, LONG, LONG,
                                                            IUpdateHistoryEntryCollection** retval) noexcept
{
    return answer(retval, [] { return with_code{nullptr, e_notimpl}; });
}

WUA_INLINE com_ptr<IUpdateSession3>
make_session(std::vector<com_ptr<IUpdate>> updates, downloader_factory make_downloader)
{
    return make<update_session>(std::move(updates), std::move(make_downloader));
}

} // namespace wua
