// SPDX-License-Identifier: MIT
#pragma once

// A session over updates that the program has and downloaders that it makes.

#include <atomic>
#include <functional>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include <wua/com/implements.hpp>
#include <wua/objects/error_meaning.hpp>
#include <wua/objects/text_setting.hpp>
#include <wua/agent/update_searcher.hpp>
#include <wua/wuapi/update_session.hpp>

namespace wua
{

/// Makes a downloader; called by CreateUpdateDownloader on the caller's thread, with no lock held. It may throw.
using downloader_factory = std::function<com_ptr<IUpdateDownloader>()>;

/// Where a client begins: its searchers find the updates it was given, its downloaders come from the factory. Both get
/// the session's ClientApplicationID of that moment. WebProxy and UserLocale are kept for whoever asks and have no
/// effect of their own. Any thread may call it.
class update_session final : public implements<update_session, IUpdateSession3>
{
public:
    /// Without a factory CreateUpdateDownloader is `e_notimpl`. Throws hresult_error(e_pointer) when one of the updates
    /// is null.
    explicit update_session(std::vector<com_ptr<IUpdate>> updates, downloader_factory make_downloader = {})
        : m_updates(std::move(updates)),
          m_make_downloader(std::move(make_downloader))
    {
        detail::require_updates(m_updates);
    }

    static std::string_view error_meaning(HRESULT code) noexcept
    {
        return detail::meaning_of(code);
    }

    /// "Unknown" until it is set.
    HRESULT WUA_STDCALL get_ClientApplicationID(BSTR* retval) noexcept override
    {
        return m_client.get(retval);
    }

    HRESULT WUA_STDCALL put_ClientApplicationID(BSTR value) noexcept override
    {
        return m_client.put(value);
    }

    /// Always VARIANT_FALSE.
    HRESULT WUA_STDCALL get_ReadOnly(VARIANT_BOOL* retval) noexcept override
    {
        return answer(retval, [] { return false; });
    }

    /// Null, with success, until it is set.
    HRESULT WUA_STDCALL get_WebProxy(IWebProxy** retval) noexcept override
    {
        return answer(retval, [&] {
            const std::lock_guard lock(m_mutex);
            return m_proxy;
        });
    }

    /// Null takes the proxy away.
    HRESULT WUA_STDCALL put_WebProxy(IWebProxy* value) noexcept override
    {
        com_ptr<IWebProxy> proxy(value); // releases the old one when the lock is free
        const std::lock_guard lock(m_mutex);
        m_proxy.swap(proxy);
        return s_ok;
    }

    HRESULT WUA_STDCALL CreateUpdateSearcher(IUpdateSearcher** retval) noexcept override
    {
        return answer(retval, [&] { return named(make_searcher(m_updates)); });
    }

    /// `e_notimpl` without a factory, `e_unexpected` when the factory gives null, else what the factory throws.
    HRESULT WUA_STDCALL CreateUpdateDownloader(IUpdateDownloader** retval) noexcept override
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

    /// `e_notimpl`: nothing is installed here.
    HRESULT WUA_STDCALL CreateUpdateInstaller(IUpdateInstaller** retval) noexcept override
    {
        return answer(retval, [] { return with_code{nullptr, e_notimpl}; });
    }

    /// 0, the neutral locale, until it is set.
    HRESULT WUA_STDCALL get_UserLocale(LCID* retval) noexcept override
    {
        return answer(retval, [&] { return m_locale.load(); });
    }

    HRESULT WUA_STDCALL put_UserLocale(LCID lcid) noexcept override
    {
        m_locale = lcid;
        return s_ok;
    }

    /// `e_notimpl`: there are no services to manage.
    HRESULT WUA_STDCALL CreateUpdateServiceManager(IUpdateServiceManager2** retval) noexcept override
    {
        return answer(retval, [] { return with_code{nullptr, e_notimpl}; });
    }

    /// `e_notimpl`: nothing is installed here, so there is no history.
    HRESULT WUA_STDCALL QueryHistory(BSTR, LONG, LONG, IUpdateHistoryEntryCollection** retval) noexcept override
    {
        return answer(retval, [] { return with_code{nullptr, e_notimpl}; });
    }

private:
    // Passes the application's name on.
    template <class I>
    com_ptr<I> named(com_ptr<I> made) const
    {
        bstr client;
        throw_if_failed(m_client.get(client.put()));
        throw_if_failed(made->put_ClientApplicationID(client.get()));
        return made;
    }

    const std::vector<com_ptr<IUpdate>> m_updates;
    const downloader_factory m_make_downloader;
    detail::text_setting m_client{"Unknown"};
    std::atomic<LCID> m_locale = locale_neutral;
    mutable std::mutex m_mutex;
    com_ptr<IWebProxy> m_proxy; // guarded by m_mutex
};

/// See update_session.
inline com_ptr<IUpdateSession3>
make_session(std::vector<com_ptr<IUpdate>> updates, downloader_factory make_downloader = {})
{
    return make<update_session>(std::move(updates), std::move(make_downloader));
}

} // namespace wua
