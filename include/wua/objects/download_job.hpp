// SPDX-License-Identifier: MIT
#pragma once

// The job that BeginDownload hands out.

#include <wua/com/apartment.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/variant.hpp>
#include <wua/job/engine.hpp>
#include <wua/objects/async_state.hpp>
#include <wua/objects/callback_channel.hpp>
#include <wua/objects/download_progress.hpp>
#include <wua/objects/download_result.hpp>
#include <wua/objects/error_meaning.hpp>
#include <wua/job/job_rules.hpp>
#include <wua/objects/module_tag.hpp>
#include <wua/objects/update_objects.hpp>
#include <wua/wuapi/download_job.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/extensions.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

namespace wua
{

// The way from a job's interface to what is behind it, for this library's own use within one module: see source_of.
struct IDownloadJobSource : IUnknown
{
    using base_interface = IUnknown;

    // True when `module` is the address of the job's own detail::module_tag. Only then may the members below be
    // called.
    virtual bool WUA_STDCALL IsOf(const void* module) noexcept = 0;

    virtual const std::shared_ptr<ledger>& job_ledger() noexcept = 0;
    virtual callback_channel& channel() noexcept = 0;

    // EndDownload, for the downloader that this token belongs to.
    virtual com_ptr<IDownloadResult> end(const std::shared_ptr<const void>& owner) = 0;

    // Waits until the job is completed and its callbacks are over; nothing: for ever. An engine with a clock of its own
    // counts the time by that.
    virtual bool wait_for(std::optional<std::chrono::nanoseconds> time) = 0;

protected:
    ~IDownloadJobSource() = default;
};

template <>
inline constexpr guid iid_of<IDownloadJobSource> = "a1c7e0b5-62d4-4f0e-9a3b-7f5d21c08e94"_guid;

// What is behind a job; null for one of anybody else's, be it of another copy of this library.
inline com_ptr<IDownloadJobSource> source_of(IDownloadJob& any) noexcept
{
    com_ptr<IDownloadJobSource> source = com_ptr<IDownloadJob>(&any).try_query<IDownloadJobSource>();
    return source && source->IsOf(&detail::module_tag) ? source : nullptr;
}

// What every member does in which state: job_rules.
//
// The job stays alive until it is completed and its callbacks are over, even if the client releases it: the download
// goes on. Any thread may call any member.
template <engine E>
class download_job final : public implements<download_job<E>, IDownloadJob, IDownloadJobDetails, IDownloadJobSource>
{
public:
    struct parts
    {
        std::shared_ptr<E> engine;
        std::shared_ptr<ledger> job_ledger;
        std::shared_ptr<callback_channel> channel;
        std::shared_ptr<update_objects> updates;
        std::shared_ptr<const void> owner;
        async_state state;
    };

    explicit download_job(parts made)
        : m_ledger(std::move(made.job_ledger)),
          m_channel(std::move(made.channel)),
          m_updates(std::move(made.updates)),
          m_owner(std::move(made.owner)),
          m_weak_engine(made.engine),
          m_engine(std::move(made.engine)),
          m_state(std::make_shared<const async_state>(std::move(made.state)))
    {}

    static std::string_view error_meaning(HRESULT code) noexcept
    {
        return detail::meaning_of(code);
    }

    HRESULT WUA_STDCALL get_AsyncState(VARIANT* retval) noexcept override
    {
        return answer(retval, [&] {
            const std::shared_ptr<const async_state> state = kept_state();
            return state ? state->value() : variant(); // copied without the lock: it may be an object of the client's
        });
    }

    HRESULT WUA_STDCALL get_IsCompleted(VARIANT_BOOL* retval) noexcept override
    {
        return answer(retval, [&] {
            m_ledger->close_if_overdue();
            return m_channel->is_settled();
        });
    }

    HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) noexcept override
    {
        return answer(retval, [&] { return m_updates->collection(); });
    }

    HRESULT WUA_STDCALL CleanUp() noexcept override
    {
        return guarded([&] {
            obey(rule().clean_up, "a callback of the job cannot wait for the job");
            wait(std::nullopt);
            download_progress::forget(*m_ledger);
        });
    }

    HRESULT WUA_STDCALL GetProgress(IDownloadProgress** retval) noexcept override
    {
        return answer(retval, [&] {
            if (m_ledger->is_abort_requested())
            {
                m_ledger->close_if_overdue();
            }
            return com_ptr<IDownloadProgress>(download_progress::take(*m_ledger));
        });
    }

    HRESULT WUA_STDCALL RequestAbort() noexcept override
    {
        return guarded([&] {
            m_ledger->request_abort();
            if constexpr (!driven_engine<E>)
            {
                // Nobody may be waiting or polling: have the limit looked after.
                if (m_channel->has_callbacks() && !m_ledger->is_completed() && !m_is_limit_watched.load())
                {
                    look_after_limit();
                }
            }
        });
    }

    HRESULT WUA_STDCALL Wait(LONG milliseconds, VARIANT_BOOL* retval) noexcept override
    {
        return answer(retval, [&] {
            return wait_for(milliseconds < 0
                                ? std::nullopt
                                : std::optional<std::chrono::nanoseconds>(std::chrono::milliseconds(milliseconds)));
        });
    }

    HRESULT WUA_STDCALL GetUpdateProgress(LONG updateIndex, IUpdateDownloadProgress** retval) noexcept override
    {
        return answer(retval, [&] {
            const std::size_t index = checked_index(updateIndex, m_ledger->size());
            return com_ptr<IUpdateDownloadProgress>(make<update_download_progress>(m_ledger->progress_of(index)));
        });
    }

    bool WUA_STDCALL IsOf(const void* module) noexcept override
    {
        return module == &detail::module_tag;
    }

    const std::shared_ptr<ledger>& job_ledger() noexcept override
    {
        return m_ledger;
    }
    callback_channel& channel() noexcept override
    {
        return *m_channel;
    }

    com_ptr<IDownloadResult> end(const std::shared_ptr<const void>& owner) override
    {
        if (owner != m_owner)
        {
            throw hresult_error(e_invalidarg, "EndDownload takes a job that this downloader has begun");
        }
        const job_answer may_end = rule().end_download;
        obey(may_end, "EndDownload would wait for the callback that calls it, or has ended the job already");
        if (may_end == job_answer::waits)
        {
            wait(std::nullopt);
        }
        download_progress::forget(*m_ledger);
        com_ptr<IDownloadResult> result = make<download_result>(*m_ledger);
        std::shared_ptr<const async_state> released; // after the lock: it may be an object of the client's
        {
            const std::lock_guard lock(m_mutex);
            if (m_is_ended)
            {
                throw hresult_error(wu_e_invalid_operation, "the job has been ended already");
            }
            m_is_ended = true;
            released.swap(m_state);
        }
        return result;
    }

    bool wait_for(std::optional<std::chrono::nanoseconds> time) override
    {
        obey(rule().clean_up, "a callback of the job cannot wait for the job");
        return wait(time);
    }

    // Called when one reference besides the one that is being released is left. If that is the job's hold on itself,
    // the client has let go; a driven engine, which can only go on while somebody holds it, is then not held by its own
    // job.
    void next_to_last_release() noexcept
    {
        if constexpr (driven_engine<E>)
        {
            std::shared_ptr<E> released; // after the lock: it may end jobs
            const std::lock_guard lock(m_mutex);
            released.swap(m_engine);
        }
    }

private:
    // Without memory to look after the limit the job ends early rather than never.
    void look_after_limit()
    {
        try
        {
            watch_limit(m_channel->executor(), m_ledger, m_ledger->abort_limit());
            m_is_limit_watched = true;
        }
        catch (...)
        {
            m_ledger->finish_rest(outcome::aborted());
        }
    }

    friend class implements<download_job<E>, IDownloadJob, IDownloadJobDetails, IDownloadJobSource>;
    ~download_job()
    {
        download_progress::forget(*m_ledger);
    }

    const job_rule& rule() const
    {
        return rule_of(stage(), m_channel->is_calling_here() ? called_from::callback : called_from::outside);
    }

    job_stage stage() const
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_is_ended)
            {
                return job_stage::ended;
            }
        }
        if (m_channel->is_settled())
        {
            return job_stage::completed;
        }
        return m_ledger->is_abort_requested() ? job_stage::aborting : job_stage::running;
    }

    static void obey(job_answer answer, const char* why_not)
    {
        if (answer == job_answer::refused)
        {
            throw hresult_error(wu_e_invalid_operation, why_not);
        }
    }

    std::shared_ptr<const async_state> kept_state() const
    {
        const std::lock_guard lock(m_mutex);
        return m_state;
    }

    // Closes the job when its abort limit has struck; looks again as long as the job's own clock says otherwise.
    static void watch_limit(const std::shared_ptr<callback_executor>& executor, std::weak_ptr<ledger> job,
                            std::chrono::nanoseconds in)
    {
        constexpr std::chrono::nanoseconds longest = std::chrono::hours(24);
        executor->post(
            [weak = std::weak_ptr(executor), job] {
                const auto alive = job.lock();
                const auto again = weak.lock();
                if (alive && again && !alive->close_if_overdue())
                {
                    try
                    {
                        watch_limit(again, job, std::chrono::milliseconds(20));
                    }
                    catch (...)
                    {
                        // Without memory to look again: end it early rather than never.
                        alive->finish_rest(outcome::aborted());
                    }
                }
            },
            std::chrono::steady_clock::now() + std::clamp(in, std::chrono::nanoseconds(0), longest));
    }

    bool wait(std::optional<std::chrono::nanoseconds> time)
    {
        if (!m_channel->is_served())
        {
            return wait_here(time);
        }
        if (m_channel->is_executor_waiting_here())
        {
            throw hresult_error(
                wu_e_invalid_operation, "a callback in an apartment cannot wait for callbacks that wait for it");
        }
        bool is_over = false;
        std::exception_ptr failure;
        serve_apartment_during([&]() noexcept {
            try
            {
                is_over = wait_here(time);
            }
            catch (...)
            {
                failure = std::current_exception();
            }
        });
        if (failure)
        {
            std::rethrow_exception(failure);
        }
        return is_over;
    }

    bool wait_here(std::optional<std::chrono::nanoseconds> time)
    {
        if constexpr (driven_engine<E>)
        {
            return drive(time);
        }
        else
        {
            using clock = std::chrono::steady_clock;
            const clock::time_point now = clock::now();
            const bool is_endless = !time || *time > clock::time_point::max() - now;
            const clock::time_point deadline =
                is_endless ? clock::time_point::max()
                           : now + std::chrono::duration_cast<clock::duration>(std::max(*time, {}));
            const auto is_over = [&] {
                m_ledger->close_if_overdue();
                return m_channel->is_drained();
            };
            if (m_channel->executor()->run_until(is_over, deadline))
            {
                return m_channel->is_drained();
            }
            return m_ledger->wait_until(deadline) && m_channel->wait_drained(deadline);
        }
    }

    bool drive(std::optional<std::chrono::nanoseconds> time) requires driven_engine<E>
    {
        const std::shared_ptr<E> engine = m_weak_engine.lock();
        if (!engine)
        {
            // Its end is the end of the job, even if this is called while the engine is being destroyed.
            m_ledger->finish_rest(outcome::failed(wu_e_service_stop));
            return m_channel->wait_drained(std::chrono::steady_clock::time_point::max());
        }
        if constexpr (requires { engine->advance(std::chrono::nanoseconds()); } && timed_engine<E>)
        {
            if (time)
            {
                // Looked at often enough to stop soon after the end, and at most a thousand times.
                const std::chrono::nanoseconds step =
                    std::max<std::chrono::nanoseconds>(std::chrono::milliseconds(10), *time / 1000);
                const std::chrono::nanoseconds start = engine->now();
                for (auto passed = start - start; !m_channel->is_drained() && passed < *time;
                     passed = engine->now() - start)
                {
                    engine->advance(std::min(step, *time - passed));
                    m_ledger->close_if_overdue();
                }
                return m_channel->is_drained();
            }
        }
        const auto start = std::chrono::steady_clock::now();
        while (!m_channel->is_drained())
        {
            if (time && std::chrono::steady_clock::now() - start >= *time)
            {
                return false;
            }
            if (engine->drive())
            {
                m_ledger->close_if_overdue();
                continue;
            }
            if (m_ledger->is_completed())
            {
                // Another thread is inside the last callback, or about to post it.
                m_channel->wait_drained(std::chrono::steady_clock::now() + std::chrono::milliseconds(1));
            }
            else
            {
                // Short enough for a string without allocation.
                m_ledger->finish_rest({orcFailed, wu_e_dm_unexpected, {}, "engine is idle"});
            }
        }
        return true;
    }

    const std::shared_ptr<ledger> m_ledger;
    const std::shared_ptr<callback_channel> m_channel;
    const std::shared_ptr<update_objects> m_updates;
    const std::shared_ptr<const void> m_owner;
    const std::weak_ptr<E> m_weak_engine;
    std::atomic<bool> m_is_limit_watched{false};

    // Guards what follows.
    mutable std::mutex m_mutex;
    std::shared_ptr<E> m_engine;
    std::shared_ptr<const async_state> m_state; // null once the job has been ended
    bool m_is_ended = false;
};

} // namespace wua
