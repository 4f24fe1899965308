// SPDX-License-Identifier: MIT
#pragma once

// The downloader: takes updates, starts jobs on an engine.

#include <wua/com/implements.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/job/downloader_options.hpp>
#include <wua/job/running_job.hpp>
#include <wua/objects/async_state.hpp>
#include <wua/objects/download_job.hpp>
#include <wua/objects/download_observer.hpp>
#include <wua/objects/job_beginner.hpp>
#include <wua/objects/lockdown.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/update_downloader.hpp>
#include <wua/wuapi/update_lockdown.hpp>

#include <atomic>
#include <memory>
#include <utility>

namespace wua
{

/// Settings are read when a job begins; later changes affect later jobs. Any number of jobs may run at a time. Any
/// thread may call any member.
class update_downloader final : public implements<update_downloader, IUpdateDownloaderEx, IUpdateLockdown>
{
public:
    /// Throws hresult_error: E_POINTER without an engine.
    explicit update_downloader(detail::engine_handle engine, downloader_options options = {});

    /// Acts as a downloader that has begun that job; `updates` are the objects of the job's updates.
    update_downloader(const detail::running_job& begun, detail::shared_handle<detail::update_objects> updates);

    /// Identifies this downloader: ending a job checks that it is the one that began it.
    const std::shared_ptr<const void>& token() const noexcept
    {
        return m_jobs.token();
    }

    WUA_INLINE HRESULT WUA_STDCALL get_ClientApplicationID(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL put_ClientApplicationID(BSTR value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsForced(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL put_IsForced(VARIANT_BOOL value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Priority(DownloadPriority* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL put_Priority(DownloadPriority value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) noexcept override;

    /// Null unsets.
    WUA_INLINE HRESULT WUA_STDCALL put_Updates(IUpdateCollection* value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL BeginDownload(IUnknown* onProgressChanged, IUnknown* onCompleted, VARIANT state,
                                                 IDownloadJob** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL Download(IDownloadResult** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL EndDownload(IDownloadJob* value, IDownloadResult** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL BeginDownload2(DownloadType downloadType, IUnknown* onProgressChanged,
                                                  IUnknown* onCompleted, VARIANT state,
                                                  IDownloadJob** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL Download2(DownloadType downloadType, IDownloadResult** retval) noexcept override;

    /// Flags other than uloForWebsiteAccess are E_INVALIDARG. Cannot be undone.
    WUA_INLINE HRESULT WUA_STDCALL LockDown(LONG flags) noexcept override;

private:
    friend class implements<update_downloader, IUpdateDownloaderEx, IUpdateLockdown>;
    ~update_downloader() = default;

    // Callbacks may come only once the client has its pointer, because some clients compare it with the one that a
    // callback receives.
    template <class F>
    static HRESULT answer_job(IDownloadJob** retval, F&& begin_job) noexcept
    {
        com_ptr<download_job> begun;
        const HRESULT code = answer(retval, [&] {
            begun = begin_job();
            return com_ptr<IDownloadJob>(begun);
        });
        if (begun)
        {
            begun->running()->delivery().open();
        }
        return code;
    }

    // For a client's callbacks, whatever their form.
    detail::shared_handle<detail::download_observer> observer_of(IUnknown* on_progress, IUnknown* on_completed) const;

    com_ptr<download_job> begin(IUnknown* on_progress, IUnknown* on_completed, const VARIANT& state);

    static void check(DownloadType type);

    com_ptr<IDownloadResult> download();

    // The delivery of the returned job is still closed.
    com_ptr<download_job> begin(const detail::shared_handle<detail::download_observer>& observer, async_state state);

    detail::job_beginner m_jobs;
    detail::lockdown m_lockdown;
};

/// A downloader over an engine that the caller may continue to use. The downloader and its unfinished jobs keep the
/// engine.
template <engine E>
com_ptr<IUpdateDownloader> make_downloader(std::shared_ptr<E> engine, downloader_options options = {})
{
    return make<update_downloader>(detail::engine_handle(std::move(engine)), options);
}

/// The same, with an engine of the downloader's own.
template <engine E>
com_ptr<IUpdateDownloader> make_downloader(E engine, downloader_options options = {})
{
    return make_downloader(std::make_shared<E>(std::move(engine)), options);
}

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/update_downloader.ipp>
#endif
