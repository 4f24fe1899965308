// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/update_downloader.hpp>.

#include <wua/com/bstr.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/objects/update_downloader.hpp>

#include <optional>
#include <string>

namespace wua
{

WUA_INLINE update_downloader::update_downloader(detail::engine_handle engine, downloader_options options)
    : m_jobs(std::move(engine), options)
{}

WUA_INLINE
update_downloader::update_downloader(const detail::running_job& begun,
                                     detail::shared_handle<detail::update_objects> updates)
    : m_jobs(begun, std::move(updates))
{}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::get_ClientApplicationID(BSTR* retval) noexcept
{
    return answer(retval, [&] { return m_jobs.settings().client_application_id; });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::put_ClientApplicationID(BSTR value) noexcept
{
    return guarded([&] {
        std::string id = to_utf8(view(value));
        m_jobs.change([&](transfer_options& settings) { settings.client_application_id.swap(id); });
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::get_IsForced(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_jobs.settings().is_forced; });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::put_IsForced(VARIANT_BOOL value) noexcept
{
    return guarded([&] {
        m_lockdown.refuse_unless_open();
        m_jobs.change([&](transfer_options& settings) { settings.is_forced = value != variant_false; });
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::get_Priority(DownloadPriority* retval) noexcept
{
    return answer(retval, [&] { return m_jobs.settings().priority; });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::put_Priority(DownloadPriority value) noexcept
{
    return guarded([&] {
        if (value < dpLow || value > dpExtraHigh)
        {
            throw hresult_error(e_invalidarg, "Priority must be a DownloadPriority, from dpLow to dpExtraHigh");
        }
        m_jobs.change([&](transfer_options& settings) { settings.priority = value; });
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::get_Updates(IUpdateCollection** retval) noexcept
{
    return answer(retval, [&] { return m_jobs.updates(); });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::put_Updates(IUpdateCollection* value) noexcept
{
    return guarded([&] { m_jobs.put_updates(value); });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::BeginDownload(IUnknown* onProgressChanged, IUnknown* onCompleted,
                                                                VARIANT state, IDownloadJob** retval) noexcept
{
    return answer_job(retval, [&] { return begin(onProgressChanged, onCompleted, state); });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::Download(IDownloadResult** retval) noexcept
{
    return answer(retval, [&] { return download(); });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::EndDownload(IDownloadJob* value, IDownloadResult** retval) noexcept
{
    return answer(retval, [&] {
        m_lockdown.refuse_unless_open();
        if (value == nullptr)
        {
            throw hresult_error(e_pointer, "EndDownload takes the job that BeginDownload returned");
        }
        const com_ptr<IDownloadJobSource> job = source_of(*value);
        if (!job)
        {
            throw hresult_error(e_invalidarg, "EndDownload takes a job that this downloader has begun");
        }
        return job->end(token());
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::BeginDownload2(
    DownloadType downloadType, IUnknown* onProgressChanged, IUnknown* onCompleted, VARIANT state,
    IDownloadJob** retval) noexcept
{
    return answer_job(retval, [&] {
        check(downloadType);
        return begin(onProgressChanged, onCompleted, state);
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::Download2(DownloadType downloadType,
                                                            IDownloadResult** retval) noexcept
{
    return answer(retval, [&] {
        check(downloadType);
        return download();
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::LockDown(LONG flags) noexcept
{
    return m_lockdown.lock(flags);
}

WUA_INLINE detail::shared_handle<detail::download_observer>
update_downloader::observer_of(IUnknown* on_progress, IUnknown* on_completed) const
{
    m_lockdown.refuse_unless_open();
    if (m_jobs.options().requires_callbacks && (on_progress == nullptr || on_completed == nullptr))
    {
        throw hresult_error(e_pointer, "this downloader was made to require both callbacks");
    }
    detail::progress_callback_slot progress(on_progress);
    detail::completed_callback_slot completed(on_completed);
    return detail::make_handle<detail::download_observer>(std::move(progress), std::move(completed));
}

WUA_INLINE com_ptr<download_job>
update_downloader::begin(IUnknown* on_progress, IUnknown* on_completed, const VARIANT& state)
{
    const detail::shared_handle<detail::download_observer> observer = observer_of(on_progress, on_completed);
    return begin(observer, async_state(state));
}

WUA_INLINE void update_downloader::check(DownloadType type)
{
    if (type == downloadTypeUpdateBootstrapper)
    {
        throw hresult_error(wu_e_not_supported, "no update here has a bootstrapper");
    }
    if (type != downloadTypeFull)
    {
        throw hresult_error(
            e_invalidarg, "the download type must be downloadTypeFull or downloadTypeUpdateBootstrapper");
    }
}

WUA_INLINE com_ptr<IDownloadResult> update_downloader::download()
{
    m_lockdown.refuse_unless_open();
    const auto observer = detail::make_handle<detail::download_observer>(
        detail::progress_callback_slot(), detail::completed_callback_slot());
    const com_ptr<download_job> job = begin(observer, async_state());
    job->running()->delivery().open();
    return job->end(token());
}

WUA_INLINE com_ptr<download_job>
update_downloader::begin(const detail::shared_handle<detail::download_observer>& observer, async_state state)
{
    const auto result_of = [](IUpdate& update, const transfer_options& settings) -> std::optional<outcome> {
        VARIANT_BOOL is_downloaded = variant_false;
        if (settings.is_forced || failed(update.get_IsDownloaded(&is_downloaded)) || is_downloaded == variant_false)
        {
            return std::nullopt;
        }
        return outcome::succeeded(wu_s_already_downloaded);
    };
    const detail::prepared_job prepared =
        m_jobs.prepare(job_kind::download, observer, observer->is_bound() || state.is_bound(), result_of);
    prepared.running->delivery().when_settled([updates = prepared.updates] { updates->pass(job_kind::download); });
    const auto job = make<download_job>(
        prepared.running, prepared.updates, token(), std::move(state), download_job::keeper::observer);
    observer->keep(job);
    prepared.running->begin();
    prepared.updates->pass(job_kind::download);
    return job;
}

} // namespace wua
