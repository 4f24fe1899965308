// SPDX-License-Identifier: MIT
#pragma once

// The downloader: takes updates, starts jobs on an engine.

#include <wua/com/bstr.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/variant.hpp>
#include <wua/job/engine.hpp>
#include <wua/objects/async_state.hpp>
#include <wua/objects/callback_channel.hpp>
#include <wua/job/callback_executor.hpp>
#include <wua/objects/download_callbacks.hpp>
#include <wua/objects/download_job.hpp>
#include <wua/objects/error_meaning.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_objects.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/update_downloader.hpp>
#include <wua/wuapi/update_lockdown.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua
{

struct downloader_options
{
    // True: BeginDownload without both callbacks is E_POINTER, as some builds of the real agent were seen to have it.
    bool requires_callbacks = false;

    // False: see ledger_options::keeps_contract.
    bool keeps_contract = true;

    // Progress callbacks come no more often than this. Engines that are driven tell of every event.
    std::chrono::nanoseconds progress_interval = std::chrono::milliseconds(100);

    // See ledger_options::abort_limit.
    std::chrono::nanoseconds abort_limit = std::chrono::seconds(5);
};

// Settings are taken when a job begins; later changes concern later jobs. Any number of jobs may run at a time. Any
// thread may call any member.
template <engine E>
class update_downloader final : public implements<update_downloader<E>, IUpdateDownloaderEx, IUpdateLockdown>
{
public:
    explicit update_downloader(std::shared_ptr<E> engine, downloader_options options = {})
        : m_engine(std::move(engine)),
          m_options(options),
          m_executor(make_executor(m_engine)),
          m_served_executor(driven_engine<E> ? std::make_shared<callback_thread>() : m_executor)
    {
        if (!m_engine)
        {
            throw hresult_error(e_pointer, "a downloader needs an engine");
        }
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
            std::shared_ptr<update_objects> begun;
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

    // BeginDownload of an update for each item, which are Updates from then on; they become objects when somebody asks
    // for them. E_POINTER when one is null.
    HRESULT begin_items(std::vector<update_pointer> items, IUnknown* on_progress, IUnknown* on_completed,
                        IDownloadJob** retval) noexcept
    {
        return answer_job(retval, [&] { return begin(std::move(items), slots_of(on_progress, on_completed)); });
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
    friend class implements<update_downloader<E>, IUpdateDownloaderEx, IUpdateLockdown>;
    ~update_downloader() = default;

    // Callbacks may come only when the client has its pointer: some compare it with the one that a callback brings.
    template <class F>
    static HRESULT answer_job(IDownloadJob** retval, F&& begin_job) noexcept
    {
        com_ptr<download_job<E>> begun;
        const HRESULT code = answer(retval, [&] {
            begun = begin_job();
            return com_ptr<IDownloadJob>(begun);
        });
        if (begun)
        {
            begun->channel().open();
        }
        return code;
    }

    struct slots
    {
        progress_callback_slot on_progress{};
        completed_callback_slot on_completed{};
    };

    slots slots_of(IUnknown* on_progress, IUnknown* on_completed) const
    {
        refuse_unless_open();
        if (m_options.requires_callbacks && (on_progress == nullptr || on_completed == nullptr))
        {
            throw hresult_error(e_pointer, "this downloader was made to require both callbacks");
        }
        return {progress_callback_slot(on_progress), completed_callback_slot(on_completed)};
    }

    com_ptr<download_job<E>> begin(IUnknown* on_progress, IUnknown* on_completed, const VARIANT& state)
    {
        slots callbacks = slots_of(on_progress, on_completed);
        return begin(std::move(callbacks), async_state(state));
    }

    static std::shared_ptr<callback_executor> make_executor(const std::shared_ptr<E>& engine)
    {
        if constexpr (driven_engine<E>)
        {
            return std::make_shared<engine_executor<E>>(engine);
        }
        else
        {
            static_cast<void>(engine);
            return std::make_shared<callback_thread>();
        }
    }

    static time_source clock_of(const std::shared_ptr<E>& engine)
    {
        if constexpr (timed_engine<E>)
        {
            return [weak = std::weak_ptr(engine)] {
                const std::shared_ptr<E> alive = weak.lock();
                return alive ? std::chrono::nanoseconds(alive->now()) : std::chrono::nanoseconds::max();
            };
        }
        else
        {
            static_cast<void>(engine);
            return steady_time;
        }
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
        const com_ptr<download_job<E>> job = begin(slots{}, async_state());
        job->channel().open();
        return job->end(m_token);
    }

    // What a job is to download.
    struct selection
    {
        std::vector<update_pointer> items{};
        std::vector<com_ptr<IUpdate>> objects{}; // of the items; none: to be made when somebody asks for them
        std::vector<std::size_t> done{};         // which of them are downloaded already
    };

    com_ptr<download_job<E>> begin(slots callbacks, async_state state)
    {
        transfer_options settings;
        shared_collection held;
        {
            const std::lock_guard lock(m_mutex);
            settings = m_settings;
            held = held_updates();
        }
        const com_ptr<IUpdateCollection> given = *held;
        selection chosen;
        // The collection may be anybody's: it is asked once, without a lock, and the job keeps what it said.
        if (given)
        {
            chosen.objects = updates_of(*given);
        }
        chosen.items.reserve(chosen.objects.size());
        for (const com_ptr<IUpdate>& update : chosen.objects)
        {
            VARIANT_BOOL is_downloaded = variant_false;
            if (!settings.is_forced && succeeded(update->get_IsDownloaded(&is_downloaded)) &&
                is_downloaded != variant_false)
            {
                chosen.done.push_back(chosen.items.size());
            }
            chosen.items.push_back(to_update_item(*update));
        }
        return begin(std::move(chosen), std::move(callbacks), std::move(state), std::move(settings)).job;
    }

    com_ptr<download_job<E>> begin(std::vector<update_pointer> items, slots callbacks)
    {
        transfer_options settings;
        {
            const std::lock_guard lock(m_mutex);
            settings = m_settings;
        }
        selection chosen{std::move(items)};
        for (std::size_t index = 0; index != chosen.items.size(); ++index)
        {
            const update_pointer& item = chosen.items[index];
            if (!item)
            {
                throw hresult_error(e_pointer, "an update is null");
            }
            if (!settings.is_forced && item->details && item->details->is_downloaded)
            {
                chosen.done.push_back(index);
            }
        }
        begun_job made = begin(std::move(chosen), std::move(callbacks), async_state(), std::move(settings));
        shared_collection released;
        const std::lock_guard lock(m_mutex);
        m_begun.swap(made.updates);
        m_updates.swap(released);
        return made.job;
    }

    struct begun_job
    {
        com_ptr<download_job<E>> job;
        std::shared_ptr<update_objects> updates;
    };

    // The job's channel is still closed.
    begun_job begin(selection chosen, slots callbacks, async_state state, transfer_options settings)
    {
        if (chosen.items.empty())
        {
            throw hresult_error(wu_e_no_update, "Updates is not set, or empty");
        }
        const auto job_ledger = std::make_shared<ledger>(
            std::move(chosen.items),
            ledger_options{clock_of(m_engine), m_options.abort_limit, m_options.keeps_contract});
        const auto updates =
            chosen.objects.empty() ? std::make_shared<update_objects>(job_ledger->table())
                                   : std::make_shared<update_objects>(job_ledger->table(), std::move(chosen.objects));
        const bool is_served = is_served_elsewhere(callbacks, state);
        const auto channel = std::make_shared<callback_channel>(callback_channel::parts{
            job_ledger, is_served ? m_served_executor : m_executor, std::move(callbacks.on_progress),
            std::move(callbacks.on_completed),
            driven_engine<E> && !is_served ? std::chrono::nanoseconds(0) : m_options.progress_interval,
            [updates] { updates->settle(); }, driven_engine<E> || is_served, is_served});
        const auto job = make<download_job<E>>(
            typename download_job<E>::parts{m_engine, job_ledger, channel, updates, m_token, std::move(state)});
        channel->attach(job);
        job_ledger->listen(channel);
        for (const std::size_t index : chosen.done)
        {
            job_ledger->finish(index, outcome::succeeded(wu_s_already_downloaded));
        }
        if (!job_ledger->is_completed())
        {
            try
            {
                m_engine->start(transfer(job_ledger, std::move(settings)));
            }
            catch (...)
            {
                // The transfer is gone, and with it the job has ended: its results say so.
                job_ledger->finish_rest(outcome::failed(wu_e_dm_unexpected));
            }
        }
        return {job, updates};
    }

    // What is bound to an apartment, callbacks or the state, must not keep a clock waiting: an engine whose time moves
    // by itself leaves it to a thread of the downloader's own. With one whose time is moved by whoever waits it stays
    // there.
    bool is_served_elsewhere(const slots& callbacks, const async_state& state) const
    {
        if (!callbacks.on_progress.is_bound() && !callbacks.on_completed.is_bound() && !state.is_bound())
        {
            return false;
        }
        if constexpr (requires { m_engine->is_in_real_time(); })
        {
            return m_engine->is_in_real_time();
        }
        else
        {
            return !driven_engine<E>;
        }
    }

    const std::shared_ptr<E> m_engine;
    const downloader_options m_options;
    const std::shared_ptr<callback_executor> m_executor;
    const std::shared_ptr<callback_executor> m_served_executor; // of jobs whose callbacks are bound to an apartment
    const std::shared_ptr<const void> m_token = std::make_shared<int>();

    // Guards what follows.
    mutable std::mutex m_mutex;
    transfer_options m_settings{dpNormal, false, "Unknown"};
    shared_collection m_updates = std::make_shared<const com_ptr<IUpdateCollection>>(); // null while there is the next
    std::shared_ptr<update_objects> m_begun; // what Updates will be made of when somebody asks for it
    bool m_is_locked_down = false;
};

// A downloader over an engine that the caller may go on using. The downloader and its unfinished jobs keep the engine.
template <engine E>
com_ptr<IUpdateDownloader> make_downloader(std::shared_ptr<E> engine, downloader_options options = {})
{
    return make<update_downloader<E>>(std::move(engine), options);
}

// The same over an engine of its own.
template <engine E>
com_ptr<IUpdateDownloader> make_downloader(E engine, downloader_options options = {})
{
    return make<update_downloader<E>>(std::make_shared<E>(std::move(engine)), options);
}

} // namespace wua
