// SPDX-License-Identifier: MIT
#pragma once

// The downloader: takes updates, starts jobs on an engine.

#include <wua/com/bstr.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/variant.hpp>
#include <wua/job/downloader_options.hpp>
#include <wua/job/running_job.hpp>
#include <wua/objects/async_state.hpp>
#include <wua/objects/download_job.hpp>
#include <wua/objects/download_observer.hpp>
#include <wua/objects/error_meaning.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_objects.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/update_downloader.hpp>
#include <wua/wuapi/update_lockdown.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua
{

// Settings are taken when a job begins; later changes concern later jobs. Any number of jobs may run at a time. Any
// thread may call any member.
class update_downloader final : public implements<update_downloader, IUpdateDownloaderEx, IUpdateLockdown>
{
public:
    // Throws hresult_error: E_POINTER without an engine.
    explicit update_downloader(detail::engine_handle engine, downloader_options options = {})
        : m_engine(std::move(engine)),
          m_options(options)
    {
        if (!m_engine)
        {
            throw hresult_error(e_pointer, "a downloader needs an engine");
        }
        m_executor = detail::make_executor(m_engine);
        m_served_executor = m_engine.is_driven() ? std::make_shared<detail::callback_thread>() : m_executor;
    }

    // A downloader as if it had begun that job, of which `updates` are the objects.
    update_downloader(const detail::running_job& begun, std::shared_ptr<detail::update_objects> updates)
        : update_downloader(begun.engine(), begun.options())
    {
        m_settings = begun.settings();
        m_begun = std::move(updates);
        m_updates = nullptr;
    }

    // What a job is asked for when it is ended: whether it is this downloader's.
    const std::shared_ptr<const void>& token() const noexcept
    {
        return m_token;
    }

    static std::string_view error_meaning(HRESULT code) noexcept
    {
        return detail::meaning_of(code);
    }

    HRESULT WUA_STDCALL get_ClientApplicationID(BSTR* retval) noexcept override
    {
        return answer(retval, [&] {
            const std::lock_guard lock(m_mutex);
            return m_settings.client_application_id;
        });
    }

    HRESULT WUA_STDCALL put_ClientApplicationID(BSTR value) noexcept override
    {
        return guarded([&] {
            std::string id = to_utf8(view(value));
            const std::lock_guard lock(m_mutex);
            m_settings.client_application_id.swap(id);
        });
    }

    HRESULT WUA_STDCALL get_IsForced(VARIANT_BOOL* retval) noexcept override
    {
        return answer(retval, [&] {
            const std::lock_guard lock(m_mutex);
            return m_settings.is_forced;
        });
    }

    HRESULT WUA_STDCALL put_IsForced(VARIANT_BOOL value) noexcept override
    {
        return guarded([&] {
            const std::lock_guard lock(m_mutex);
            refuse_if_locked_down();
            m_settings.is_forced = value != variant_false;
        });
    }

    HRESULT WUA_STDCALL get_Priority(DownloadPriority* retval) noexcept override
    {
        return answer(retval, [&] {
            const std::lock_guard lock(m_mutex);
            return m_settings.priority;
        });
    }

    HRESULT WUA_STDCALL put_Priority(DownloadPriority value) noexcept override
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

    HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) noexcept override
    {
        return answer(retval, [&] { return updates(); });
    }

    // Null unsets.
    HRESULT WUA_STDCALL put_Updates(IUpdateCollection* value) noexcept override
    {
        return guarded([&] {
            // What was there before is released after the lock.
            auto given = std::make_shared<const com_ptr<IUpdateCollection>>(value);
            std::shared_ptr<detail::update_objects> begun;
            const std::lock_guard lock(m_mutex);
            m_updates.swap(given);
            m_begun.swap(begun);
        });
    }

    HRESULT WUA_STDCALL BeginDownload(IUnknown* onProgressChanged, IUnknown* onCompleted, VARIANT state,
                                      IDownloadJob** retval) noexcept override
    {
        return answer_job(retval, [&] { return begin(onProgressChanged, onCompleted, state); });
    }

    HRESULT WUA_STDCALL Download(IDownloadResult** retval) noexcept override
    {
        return answer(retval, [&] { return download(); });
    }

    HRESULT WUA_STDCALL EndDownload(IDownloadJob* value, IDownloadResult** retval) noexcept override
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

    HRESULT WUA_STDCALL BeginDownload2(DownloadType downloadType, IUnknown* onProgressChanged, IUnknown* onCompleted,
                                       VARIANT state, IDownloadJob** retval) noexcept override
    {
        return answer_job(retval, [&] {
            check(downloadType);
            return begin(onProgressChanged, onCompleted, state);
        });
    }

    HRESULT WUA_STDCALL Download2(DownloadType downloadType, IDownloadResult** retval) noexcept override
    {
        return answer(retval, [&] {
            check(downloadType);
            return download();
        });
    }

    // Flags other than uloForWebsiteAccess are E_INVALIDARG. There is no way back.
    HRESULT WUA_STDCALL LockDown(LONG flags) noexcept override
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
    std::shared_ptr<detail::download_observer> observer_of(IUnknown* on_progress, IUnknown* on_completed) const
    {
        refuse_unless_open();
        if (m_options.requires_callbacks && (on_progress == nullptr || on_completed == nullptr))
        {
            throw hresult_error(e_pointer, "this downloader was made to require both callbacks");
        }
        detail::progress_callback_slot progress(on_progress);
        detail::completed_callback_slot completed(on_completed);
        return std::make_shared<detail::download_observer>(std::move(progress), std::move(completed));
    }

    com_ptr<download_job> begin(IUnknown* on_progress, IUnknown* on_completed, const VARIANT& state)
    {
        const std::shared_ptr<detail::download_observer> observer = observer_of(on_progress, on_completed);
        return begin(observer, async_state(state));
    }

    static void check(DownloadType type)
    {
        if (type == downloadTypeUpdateBootstrapper)
        {
            throw hresult_error(wu_e_not_supported, "no update here has a bootstrapper");
        }
        if (type != downloadTypeFull)
        {
            throw hresult_error(
                e_invalidarg, "the download type is downloadTypeFull or downloadTypeUpdateBootstrapper");
        }
    }

    // A client's collection behind a count of our own: to add a reference to it runs code of the client's, which must
    // not happen under the lock.
    using shared_collection = std::shared_ptr<const com_ptr<IUpdateCollection>>;

    com_ptr<IUpdateCollection> updates()
    {
        shared_collection held;
        {
            const std::lock_guard lock(m_mutex);
            held = held_updates();
        }
        return *held;
    }

    // Under the lock.
    const shared_collection& held_updates()
    {
        if (m_begun)
        {
            m_updates = std::make_shared<const com_ptr<IUpdateCollection>>(make_update_collection(m_begun->all()));
            m_begun.reset();
        }
        return m_updates;
    }

    // Under the lock.
    void refuse_if_locked_down() const
    {
        if (m_is_locked_down)
        {
            throw hresult_error(wu_e_invalid_operation, "the downloader is locked down");
        }
    }

    void refuse_unless_open() const
    {
        const std::lock_guard lock(m_mutex);
        refuse_if_locked_down();
    }

    com_ptr<IDownloadResult> download()
    {
        refuse_unless_open();
        const auto observer =
            std::make_shared<detail::download_observer>(detail::progress_callback_slot(), detail::completed_callback_slot());
        const com_ptr<download_job> job = begin(observer, async_state());
        job->running()->delivery().open();
        return job->end(m_token);
    }

    // The job's delivery is still closed.
    com_ptr<download_job> begin(const std::shared_ptr<detail::download_observer>& observer, async_state state)
    {
        detail::job_setup setup;
        shared_collection held;
        {
            const std::lock_guard lock(m_mutex);
            setup.settings = m_settings;
            held = held_updates();
        }
        // The collection may be anybody's: it is asked once, without a lock, and the job keeps what it said.
        std::vector<com_ptr<IUpdate>> objects;
        if (const com_ptr<IUpdateCollection> given = *held)
        {
            objects = updates_of(*given);
        }
        setup.updates.reserve(objects.size());
        for (const com_ptr<IUpdate>& update : objects)
        {
            VARIANT_BOOL is_downloaded = variant_false;
            if (!setup.settings.is_forced && succeeded(update->get_IsDownloaded(&is_downloaded)) &&
                is_downloaded != variant_false)
            {
                setup.downloaded.push_back(setup.updates.size());
            }
            setup.updates.push_back(to_update_item(*update));
        }
        setup.engine = m_engine;
        setup.options = m_options;
        setup.observer = observer;
        setup.is_served = is_served_elsewhere(*observer, state);
        setup.executor = setup.is_served ? m_served_executor : m_executor;
        const auto running = std::make_shared<detail::running_job>(std::move(setup));
        const auto updates =
            std::make_shared<detail::update_objects>(running->job_ledger()->table(), std::move(objects));
        running->delivery().when_settled([updates] { updates->settle(); });
        const auto job = make<download_job>(running, updates, m_token, std::move(state), download_job::keeper::observer);
        observer->keep(job);
        running->begin();
        return job;
    }

    // What is bound to an apartment, callbacks or the state, must not keep a clock waiting: an engine whose time moves
    // by itself leaves it to a thread of the downloader's own. With one whose time is moved by whoever waits it stays
    // there.
    bool is_served_elsewhere(const detail::download_observer& observer, const async_state& state) const
    {
        return (observer.is_bound() || state.is_bound()) && !m_engine.needs_driving();
    }

    const detail::engine_handle m_engine;
    const downloader_options m_options;
    std::shared_ptr<detail::callback_executor> m_executor;
    std::shared_ptr<detail::callback_executor> m_served_executor; // of jobs whose callbacks are bound to an apartment
    const std::shared_ptr<const void> m_token = std::make_shared<int>();

    // Guards what follows.
    mutable std::mutex m_mutex;
    transfer_options m_settings{dpNormal, false, "Unknown"};
    shared_collection m_updates = std::make_shared<const com_ptr<IUpdateCollection>>(); // null while there is the next
    std::shared_ptr<detail::update_objects> m_begun; // what Updates will be made of when somebody asks for it
    bool m_is_locked_down = false;
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
