// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/download_job.hpp>.

#include <wua/com/decimal.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/com/variant.hpp>
#include <wua/objects/download_job.hpp>
#include <wua/objects/download_result.hpp>
#include <wua/objects/module_tag.hpp>

#include <utility>

namespace wua
{

WUA_INLINE com_ptr<IDownloadJobSource> source_of(IDownloadJob& any) noexcept
{
    com_ptr<IDownloadJobSource> source = com_ptr<IDownloadJob>(&any).try_query<IDownloadJobSource>();
    return source && source->IsOf(&detail::module_tag) ? source : nullptr;
}

WUA_INLINE download_job::download_job(detail::shared_handle<detail::running_job> running,
                                      detail::shared_handle<detail::update_objects> updates,
                                      std::shared_ptr<const void> owner, async_state state, keeper kept_by)
    : m_running(std::move(running)),
      m_updates(std::move(updates)),
      m_owner(std::move(owner)),
      m_keeper(kept_by),
      m_state(detail::make_handle<const async_state>(std::move(state)))
{}

WUA_INLINE HRESULT WUA_STDCALL download_job::get_AsyncState(VARIANT* retval) noexcept
{
    return answer(retval, [&] {
        const detail::shared_handle<const async_state> state = kept_state();
        return state ? state->value() : variant(); // taken without the lock: it may be an object of the client's
    });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::get_IsCompleted(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_running->is_completed(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::get_Updates(IUpdateCollection** retval) noexcept
{
    return answer(retval, [&] { return m_updates->collection(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::CleanUp() noexcept
{
    return guarded([&] {
        wait(std::nullopt);
        download_progress::forget(job());
    });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::GetProgress(IDownloadProgress** retval) noexcept
{
    return answer(retval, [&] {
        m_running->close_if_overdue();
        return com_ptr<IDownloadProgress>(download_progress::take(job()));
    });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::RequestAbort() noexcept
{
    return guarded([&] { m_running->request_abort(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::Wait(LONG milliseconds, VARIANT_BOOL* retval) noexcept
{
    return answer(
        retval, [&] { return milliseconds < 0 ? wait(std::nullopt) : wait(std::chrono::milliseconds(milliseconds)); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::GetUpdateProgress(LONG updateIndex,
                                                               IUpdateDownloadProgress** retval) noexcept
{
    return answer(retval, [&] {
        const std::size_t index = checked_index(updateIndex, job().size());
        return com_ptr<IUpdateDownloadProgress>(make<update_download_progress>(job().progress_of(index)));
    });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::Pause() noexcept
{
    return guarded([&] { m_running->pause(true); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::Resume() noexcept
{
    return guarded([&] { m_running->pause(false); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::PauseUpdate(LONG updateIndex) noexcept
{
    return guarded([&] { m_running->pause(checked_index(updateIndex, job().size()), true); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::ResumeUpdate(LONG updateIndex) noexcept
{
    return guarded([&] { m_running->pause(checked_index(updateIndex, job().size()), false); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::get_Priority(DownloadPriority* retval) noexcept
{
    return answer(retval, [&] { return m_running->priority(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::put_Priority(DownloadPriority value) noexcept
{
    return guarded([&] { m_running->set_priority(value); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::get_BytesPerSecondLimit(DECIMAL* retval) noexcept
{
    return answer(retval, [&] {
        const std::optional<std::uint64_t> limit = m_running->bandwidth();
        return limit ? make_decimal(*limit) : make_decimal(1, 0, 0, true);
    });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::put_BytesPerSecondLimit(DECIMAL value) noexcept
{
    return guarded([&] {
        const std::optional<std::uint64_t> limit = to_uint64(value);
        if (!limit)
        {
            throw hresult_error(e_invalidarg, "a limit is a whole number of bytes per second, 0 for none");
        }
        m_running->set_bandwidth(*limit);
    });
}

WUA_INLINE bool WUA_STDCALL download_job::IsOf(const void* module) noexcept
{
    return module == &detail::module_tag;
}

WUA_INLINE const detail::shared_handle<detail::running_job>& download_job::running() noexcept
{
    return m_running;
}

WUA_INLINE com_ptr<IDownloadResult> download_job::end(const std::shared_ptr<const void>& owner)
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
    detail::shared_handle<const async_state> released; // after the lock: it may be an object of the client's
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

WUA_INLINE void download_job::next_to_last_release() noexcept
{
    if (m_keeper == keeper::observer)
    {
        m_running->release_driven_engine();
    }
}

WUA_INLINE detail::job_stage download_job::stage() const
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

WUA_INLINE void download_job::obey(detail::job_answer answer, const char* why_not)
{
    if (answer == detail::job_answer::refused)
    {
        throw hresult_error(wu_e_invalid_operation, why_not);
    }
}

WUA_INLINE bool download_job::wait(std::optional<std::chrono::nanoseconds> time)
{
    obey(rule().clean_up, "a callback of the job cannot wait for the job");
    return m_running->wait(time);
}

WUA_INLINE detail::shared_handle<const async_state> download_job::kept_state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

} // namespace wua
