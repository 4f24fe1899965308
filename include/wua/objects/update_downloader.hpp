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

/// Settings are taken when a job begins; later changes concern later jobs. Any number of jobs may run at a time. Any
/// thread may call any member.
class update_downloader final : public implements<update_downloader, IUpdateDownloaderEx, IUpdateLockdown>
{
public:
    /// Throws hresult_error: E_POINTER without an engine.
    explicit update_downloader(detail::engine_handle engine, downloader_options options = {});

    /// A downloader as if it had begun that job, of which `updates` are the objects.
    update_downloader(const detail::running_job& begun, detail::shared_handle<detail::update_objects> updates);

    /// What a job is asked for when it is ended: whether it is this downloader's.
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

    /// Flags other than uloForWebsiteAccess are E_INVALIDARG. There is no way back.
    WUA_INLINE HRESULT WUA_STDCALL LockDown(LONG flags) noexcept override;

private:
    friend class implements<update_downloader, IUpdateDownloaderEx, IUpdateLockdown>;
    ~update_downloader() = default;

    // Callbacks may come only when the client has its pointer: some compare it with the one that a callback brings.
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

    // A client's callbacks, in whatever form.
    detail::shared_handle<detail::download_observer> observer_of(IUnknown* on_progress, IUnknown* on_completed) const;

    com_ptr<download_job> begin(IUnknown* on_progress, IUnknown* on_completed, const VARIANT& state);

    static void check(DownloadType type);

    com_ptr<IDownloadResult> download();

    // The job's delivery is still closed.
    com_ptr<download_job> begin(const detail::shared_handle<detail::download_observer>& observer, async_state state);

    detail::job_beginner m_jobs;
    detail::lockdown m_lockdown;
};

/// A downloader over an engine that the caller may go on using. The downloader and its unfinished jobs keep the engine.
template <engine E>
com_ptr<IUpdateDownloader> make_downloader(std::shared_ptr<E> engine, downloader_options options = {})
{
    return make<update_downloader>(detail::engine_handle(std::move(engine)), options);
}

/// The same over an engine of its own.
template <engine E>
com_ptr<IUpdateDownloader> make_downloader(E engine, downloader_options options = {})
{
    return make_downloader(std::make_shared<E>(std::move(engine)), options);
}

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/update_downloader.ipp>
#endif
