// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/update_downloader.hpp>.

#include <wua/com/bstr.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>

#include <string>
#include <vector>

namespace wua
{

WUA_INLINE update_downloader::update_downloader(detail::engine_handle engine, downloader_options options)
    : m_engine(std::move(engine)),
      m_options(options)
{
    if (!m_engine)
    {
        throw hresult_error(e_pointer, "a downloader needs an engine");
    }
    m_executor = detail::make_executor(m_engine);
    m_served_executor = m_engine.is_driven() ? detail::make_handle<detail::callback_thread>() : m_executor;
}

WUA_INLINE
update_downloader::update_downloader(const detail::running_job& begun,
                                     detail::shared_handle<detail::update_objects> updates)
    : update_downloader(begun.engine(), begun.options())
{
    m_settings = begun.settings();
    m_begun = std::move(updates);
    m_updates = nullptr;
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::get_ClientApplicationID(BSTR* retval) noexcept
{
    return answer(retval, [&] {
        const std::lock_guard lock(m_mutex);
        return m_settings.client_application_id;
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::put_ClientApplicationID(BSTR value) noexcept
{
    return guarded([&] {
        std::string id = to_utf8(view(value));
        const std::lock_guard lock(m_mutex);
        m_settings.client_application_id.swap(id);
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::get_IsForced(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] {
        const std::lock_guard lock(m_mutex);
        return m_settings.is_forced;
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::put_IsForced(VARIANT_BOOL value) noexcept
{
    return guarded([&] {
        const std::lock_guard lock(m_mutex);
        refuse_if_locked_down();
        m_settings.is_forced = value != variant_false;
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::get_Priority(DownloadPriority* retval) noexcept
{
    return answer(retval, [&] {
        const std::lock_guard lock(m_mutex);
        return m_settings.priority;
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::put_Priority(DownloadPriority value) noexcept
{
    return guarded([&] {
        if (value < dpLow || value > dpExtraHigh)
        {
            throw hresult_error(e_invalidarg, "Priority is a DownloadPriority, from dpLow to dpExtraHigh");
        }
        const std::lock_guard lock(m_mutex);
        m_settings.priority = value;
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::get_Updates(IUpdateCollection** retval) noexcept
{
    return answer(retval, [&] { return updates(); });
}

WUA_INLINE HRESULT WUA_STDCALL update_downloader::put_Updates(IUpdateCollection* value) noexcept
{
    return guarded([&] {
        // What was there before is released after the lock.
        auto given = detail::make_handle<const agile_ref<IUpdateCollection>>(com_ptr<IUpdateCollection>(value));
        detail::shared_handle<detail::update_objects> begun;
        const std::lock_guard lock(m_mutex);
        m_updates.swap(given);
        m_begun.swap(begun);
    });
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
        refuse_unless_open();
        if (value == nullptr)
        {
            throw hresult_error(e_pointer, "EndDownload takes the job that BeginDownload returned");
        }
        const com_ptr<IDownloadJobSource> job = source_of(*value);
        if (!job)
        {
            throw hresult_error(e_invalidarg, "EndDownload takes a job that this downloader has begun");
        }
        return job->end(m_token);
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
    return guarded([&] {
        if (flags != uloForWebsiteAccess)
        {
            throw hresult_error(e_invalidarg, "LockDown knows uloForWebsiteAccess alone");
        }
        const std::lock_guard lock(m_mutex);
        m_is_locked_down = true;
    });
}

WUA_INLINE detail::shared_handle<detail::download_observer>
update_downloader::observer_of(IUnknown* on_progress, IUnknown* on_completed) const
{
    refuse_unless_open();
    if (m_options.requires_callbacks && (on_progress == nullptr || on_completed == nullptr))
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
        throw hresult_error(e_invalidarg, "the download type is downloadTypeFull or downloadTypeUpdateBootstrapper");
    }
}

WUA_INLINE com_ptr<IUpdateCollection> update_downloader::updates()
{
    shared_collection held;
    {
        const std::lock_guard lock(m_mutex);
        held = held_updates();
    }
    return detail::for_this_thread(*held);
}

WUA_INLINE const update_downloader::shared_collection& update_downloader::held_updates()
{
    if (m_begun)
    {
        m_updates = detail::make_handle<const agile_ref<IUpdateCollection>>(make_update_collection(m_begun->all()));
        m_begun.reset();
    }
    return m_updates;
}

WUA_INLINE void update_downloader::refuse_if_locked_down() const
{
    if (m_is_locked_down)
    {
        throw hresult_error(wu_e_invalid_operation, "the downloader is locked down");
    }
}

WUA_INLINE void update_downloader::refuse_unless_open() const
{
    const std::lock_guard lock(m_mutex);
    refuse_if_locked_down();
}

WUA_INLINE com_ptr<IDownloadResult> update_downloader::download()
{
    refuse_unless_open();
    const auto observer = detail::make_handle<detail::download_observer>(
        detail::progress_callback_slot(), detail::completed_callback_slot());
    const com_ptr<download_job> job = begin(observer, async_state());
    job->running()->delivery().open();
    return job->end(m_token);
}

WUA_INLINE com_ptr<download_job>
update_downloader::begin(const detail::shared_handle<detail::download_observer>& observer, async_state state)
{
    detail::job_setup setup;
    shared_collection held;
    {
        const std::lock_guard lock(m_mutex);
        setup.settings = m_settings;
        held = held_updates();
    }
    // The collection may be anybody's: it is asked once, without a lock, and the job keeps what it said.
    std::vector<com_ptr<IUpdate>> given;
    if (const com_ptr<IUpdateCollection> all = detail::for_this_thread(*held))
    {
        given = updates_of(*all);
    }
    std::vector<agile_ref<IUpdate>> objects;
    objects.reserve(given.size());
    setup.updates.reserve(given.size());
    bool is_bound = observer->is_bound() || state.is_bound();
    for (const com_ptr<IUpdate>& update : given)
    {
        VARIANT_BOOL is_downloaded = variant_false;
        if (!setup.settings.is_forced && succeeded(update->get_IsDownloaded(&is_downloaded)) &&
            is_downloaded != variant_false)
        {
            setup.downloaded.push_back(setup.updates.size());
        }
        setup.updates.push_back(to_update_item(*update));
        objects.emplace_back(update);
        is_bound = is_bound || detail::is_bound_to_apartment(objects.back());
    }
    setup.engine = m_engine;
    setup.options = m_options;
    setup.observer = observer;
    setup.is_served = is_served_elsewhere(is_bound);
    setup.executor = setup.is_served ? m_served_executor : m_executor;
    const auto running = detail::make_handle<detail::running_job>(std::move(setup));
    const auto updates =
        detail::make_handle<detail::update_objects>(running->job_ledger()->table(), std::move(objects));
    running->delivery().when_settled([updates] { updates->settle(); });
    const auto job = make<download_job>(running, updates, m_token, std::move(state), download_job::keeper::observer);
    observer->keep(job);
    running->begin();
    return job;
}

} // namespace wua
