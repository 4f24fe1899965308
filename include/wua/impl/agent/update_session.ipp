// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/update_session.hpp>.

#include <wua/agent/update_searcher.hpp>
#include <wua/agent/update_session.hpp>
#include <wua/wuapi/class_ids.hpp>

#include <utility>

namespace wua
{

WUA_INLINE update_session::update_session(std::vector<com_ptr<IUpdate>> updates, downloader_factory make_downloader,
                                          std::shared_ptr<agent_parts> parts)
    : m_updates(detail::kept_updates(std::move(updates))),
      m_make_downloader(std::move(make_downloader)),
      m_parts(std::move(parts))
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
        com_ptr<IWebProxy> kept = detail::for_this_thread(proxy());
        return kept || !m_parts ? kept : usual_proxy();
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_session::put_WebProxy(IWebProxy* value) noexcept
{
    return guarded([&] {
        agile_ref<IWebProxy> proxy{com_ptr<IWebProxy>(value)}; // the old one is released after the lock
        const std::lock_guard lock(m_mutex);
        std::swap(m_proxy, proxy);
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_session::CreateUpdateSearcher(IUpdateSearcher** retval) noexcept
{
    return answer(retval, [&] {
        return named(com_ptr<IUpdateSearcher>(make<update_searcher>(detail::given_to_this_thread(m_updates), m_parts)));
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_session::CreateUpdateDownloader(IUpdateDownloader** retval) noexcept
{
    return answer(retval, [&] {
        if (!m_make_downloader)
        {
            throw hresult_error(e_notimpl, "this agent has no engine that downloads");
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
    return detail::answer_from_parts(retval, [&] { parts().make_installer(client(), retval); });
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
    return detail::answer_from_parts(retval, [&] { parts().make_service_manager(client(), retval); });
}

WUA_INLINE HRESULT WUA_STDCALL update_session::QueryHistory(BSTR criteria, LONG startIndex, LONG count,
                                                            IUpdateHistoryEntryCollection** retval) noexcept
{
    return detail::answer_from_parts(
        retval, [&] { parts().query_history(to_utf8(view(criteria)), startIndex, count, retval); });
}

WUA_COLD com_ptr<IWebProxy> update_session::usual_proxy()
{
    const com_ptr<IUnknown> object = m_parts->make_object(clsid_web_proxy);
    const com_ptr<IWebProxy> made = object ? object.try_query<IWebProxy>() : nullptr;
    agile_ref<IWebProxy> kept{made};
    {
        const std::lock_guard lock(m_mutex);
        if (!m_proxy)
        {
            m_proxy = kept;
        }
        kept = m_proxy;
    }
    return detail::for_this_thread(kept);
}

WUA_INLINE std::string update_session::client() const
{
    bstr client;
    throw_if_failed(m_client.get(client.put()));
    return client.to_utf8();
}

WUA_INLINE agent_parts& update_session::parts() const
{
    if (!m_parts)
    {
        throw hresult_error(e_notimpl, "this agent only downloads; it has no engine that installs");
    }
    return *m_parts;
}

WUA_INLINE com_ptr<IUpdateSession3>
make_session(std::vector<com_ptr<IUpdate>> updates, downloader_factory make_downloader)
{
    return make<update_session>(std::move(updates), std::move(make_downloader));
}

} // namespace wua
