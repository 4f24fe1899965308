// SPDX-License-Identifier: MIT
#pragma once

// The job that BeginDownload hands out: the COM face of a running job.

#include <wua/com/implements.hpp>
#include <wua/com/variant.hpp>
#include <wua/job/running_job.hpp>
#include <wua/objects/async_state.hpp>
#include <wua/objects/download_progress.hpp>
#include <wua/objects/download_result.hpp>
#include <wua/objects/error_meaning.hpp>
#include <wua/objects/module_tag.hpp>
#include <wua/objects/update_objects.hpp>
#include <wua/wuapi/download_job.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/extensions.hpp>

#include <chrono>
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

    virtual const std::shared_ptr<detail::running_job>& running() noexcept = 0;

    // EndDownload, for the downloader that this token belongs to.
    virtual com_ptr<IDownloadResult> end(const std::shared_ptr<const void>& owner) = 0;

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

// What every member does in which state: job_rules. Any thread may call any member.
class download_job final : public implements<download_job, IDownloadJob, IDownloadJobDetails, IDownloadJobSource>
{
public:
    // Whether the job's own observer keeps this object until the job is completed and its callbacks are over.
    enum class keeper : std::uint8_t
    {
        client,
        observer,
    };

    // owner: see end().
    download_job(std::shared_ptr<detail::running_job> running, std::shared_ptr<detail::update_objects> updates,
                 std::shared_ptr<const void> owner, async_state state, keeper kept_by)
        : m_running(std::move(running)),
          m_updates(std::move(updates)),
          m_owner(std::move(owner)),
          m_keeper(kept_by),
          m_state(std::make_shared<const async_state>(std::move(state)))
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
        return answer(retval, [&] { return m_running->is_completed(); });
    }

    HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) noexcept override
    {
        return answer(retval, [&] { return m_updates->collection(); });
    }

    HRESULT WUA_STDCALL CleanUp() noexcept override
    {
        return guarded([&] {
            wait(std::nullopt);
            download_progress::forget(job());
        });
    }

    HRESULT WUA_STDCALL GetProgress(IDownloadProgress** retval) noexcept override
    {
        return answer(retval, [&] {
            m_running->close_if_overdue();
            return com_ptr<IDownloadProgress>(download_progress::take(job()));
        });
    }

    HRESULT WUA_STDCALL RequestAbort() noexcept override
    {
        return guarded([&] { m_running->request_abort(); });
    }

    HRESULT WUA_STDCALL Wait(LONG milliseconds, VARIANT_BOOL* retval) noexcept override
    {
        return answer(retval, [&] {
            return milliseconds < 0 ? wait(std::nullopt) : wait(std::chrono::milliseconds(milliseconds));
        });
    }

    HRESULT WUA_STDCALL GetUpdateProgress(LONG updateIndex, IUpdateDownloadProgress** retval) noexcept override
    {
        return answer(retval, [&] {
            const std::size_t index = checked_index(updateIndex, job().size());
            return com_ptr<IUpdateDownloadProgress>(make<update_download_progress>(job().progress_of(index)));
        });
    }

    bool WUA_STDCALL IsOf(const void* module) noexcept override
    {
        return module == &detail::module_tag;
    }

    const std::shared_ptr<detail::running_job>& running() noexcept override
    {
        return m_running;
    }

    com_ptr<IDownloadResult> end(const std::shared_ptr<const void>& owner) override
    {
        if (owner != m_owner)
        {
            throw hresult_error(e_invalidarg, "EndDownload takes a job that this downloader has begun");
        }
        const detail::job_answer may_end = rule().end_download;
        obey(may_end, "EndDownload would wait for the callback that calls it, or has ended the job already");
        if (may_end == detail::job_answer::waits)
        {
            m_running->wait(std::nullopt);
        }
        download_progress::forget(job());
        com_ptr<IDownloadResult> result = make<download_result>(job());
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

    // Called when one reference besides the one that is being released is left: if that is the observer's, the client
    // has given the job up.
    void next_to_last_release() noexcept
    {
        if (m_keeper == keeper::observer)
        {
            m_running->release_driven_engine();
        }
    }

private:
    friend class implements<download_job, IDownloadJob, IDownloadJobDetails, IDownloadJobSource>;
    ~download_job()
    {
        download_progress::forget(job());
    }

    const detail::ledger& job() const noexcept
    {
        return *m_running->job_ledger();
    }

    const detail::job_rule& rule() const
    {
        return detail::rule_of(stage(), m_running->caller());
    }

    detail::job_stage stage() const
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_is_ended)
            {
                return detail::job_stage::ended;
            }
        }
        return m_running->stage();
    }

    static void obey(detail::job_answer answer, const char* why_not)
    {
        if (answer == detail::job_answer::refused)
        {
            throw hresult_error(wu_e_invalid_operation, why_not);
        }
    }

    bool wait(std::optional<std::chrono::nanoseconds> time)
    {
        obey(rule().clean_up, "a callback of the job cannot wait for the job");
        return m_running->wait(time);
    }

    std::shared_ptr<const async_state> kept_state() const
    {
        const std::lock_guard lock(m_mutex);
        return m_state;
    }

    const std::shared_ptr<detail::running_job> m_running;
    const std::shared_ptr<detail::update_objects> m_updates;
    const std::shared_ptr<const void> m_owner;
    const keeper m_keeper;

    // Guards what follows.
    mutable std::mutex m_mutex;
    std::shared_ptr<const async_state> m_state; // null once the job has been ended
    bool m_is_ended = false;
};

} // namespace wua
