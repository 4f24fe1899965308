// SPDX-License-Identifier: MIT
#pragma once

// A session over updates that the program provides and downloaders that it makes.

#include <wua/agent/agent_parts.hpp>
#include <wua/com/agile_ref.hpp>
#include <wua/com/implements.hpp>
#include <wua/objects/text_setting.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/update_session.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace wua
{

/// Makes a downloader; called by CreateUpdateDownloader on the caller's thread, with no lock held. It may throw.
using downloader_factory = std::function<com_ptr<IUpdateDownloader>()>;

/// A client's starting point: its searchers find the updates it was given, its downloaders come from the factory. Both
/// get the session's current ClientApplicationID. WebProxy and UserLocale are kept without effect. Any thread may call
/// it.
class update_session final : public implements<update_session, IUpdateSession3>
{
public:
    /// Without a factory CreateUpdateDownloader is `e_notimpl`. Throws hresult_error(e_pointer) when one of the updates
    /// is null.
    explicit update_session(std::vector<com_ptr<IUpdate>> updates, downloader_factory make_downloader = {},
                            std::shared_ptr<agent_parts> parts = {});

    /// "Unknown" until it is set.
    WUA_INLINE HRESULT WUA_STDCALL get_ClientApplicationID(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL put_ClientApplicationID(BSTR value) noexcept override;

    /// Always VARIANT_FALSE.
    WUA_INLINE HRESULT WUA_STDCALL get_ReadOnly(VARIANT_BOOL* retval) noexcept override;

    /// Until one is set, that of a machine, the same each time, so that clients can change it; null, with success,
    /// without agent_parts.
    WUA_INLINE HRESULT WUA_STDCALL get_WebProxy(IWebProxy** retval) noexcept override;

    /// Null removes the proxy: the next one that is asked for is a new one, the machine's.
    WUA_INLINE HRESULT WUA_STDCALL put_WebProxy(IWebProxy* value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL CreateUpdateSearcher(IUpdateSearcher** retval) noexcept override;

    /// `e_notimpl` without a factory, `e_unexpected` when the factory returns null, otherwise what the factory throws.
    WUA_INLINE HRESULT WUA_STDCALL CreateUpdateDownloader(IUpdateDownloader** retval) noexcept override;

    /// `e_notimpl` without agent_parts; likewise CreateUpdateServiceManager and QueryHistory.
    WUA_INLINE HRESULT WUA_STDCALL CreateUpdateInstaller(IUpdateInstaller** retval) noexcept override;

    /// 0, the neutral locale, until it is set.
    WUA_INLINE HRESULT WUA_STDCALL get_UserLocale(LCID* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL put_UserLocale(LCID lcid) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL CreateUpdateServiceManager(IUpdateServiceManager2** retval) noexcept override;

    /// Empty criteria: all entries.
    WUA_INLINE HRESULT WUA_STDCALL QueryHistory(BSTR criteria, LONG startIndex, LONG count,
                                                IUpdateHistoryEntryCollection** retval) noexcept override;

private:
    // Sets the application's name.
    template <class I>
    com_ptr<I> named(com_ptr<I> made) const
    {
        throw_if_failed(made->put_ClientApplicationID(bstr(client()).get()));
        return made;
    }

    const std::vector<agile_ref<IUpdate>> m_updates;
    std::string client() const;

    // Keeps it, unless another thread has done so.
    com_ptr<IWebProxy> usual_proxy();

    // Throws `e_notimpl` when there are none.
    agent_parts& parts() const;

    const downloader_factory m_make_downloader;
    const std::shared_ptr<agent_parts> m_parts;
    detail::text_setting m_client{"Unknown"};
    std::atomic<LCID> m_locale = locale_neutral;
    mutable std::mutex m_mutex;
    agile_ref<IWebProxy> m_proxy; // guarded by m_mutex
};

/// See update_session.
com_ptr<IUpdateSession3> make_session(std::vector<com_ptr<IUpdate>> updates, downloader_factory make_downloader = {});

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/update_session.ipp>
#endif
