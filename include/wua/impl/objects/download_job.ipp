// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/download_job.hpp>.

#include <wua/com/decimal.hpp>
#include <wua/com/module_tag.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/com/variant.hpp>
#include <wua/objects/download_job.hpp>
#include <wua/objects/download_result.hpp>

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
    : m_begun(std::move(running), std::move(updates), std::move(owner), std::move(state)),
      m_keeper(kept_by)
{}

WUA_INLINE HRESULT WUA_STDCALL download_job::get_AsyncState(VARIANT* retval) noexcept
{
    return answer(retval, [&] { return m_begun.state(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::get_IsCompleted(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return running_here().is_completed(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::get_Updates(IUpdateCollection** retval) noexcept
{
    return answer(retval, [&] { return m_begun.updates(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::CleanUp() noexcept
{
    return guarded([&] {
        m_begun.wait(std::nullopt);
        download_progress::forget(job());
    });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::GetProgress(IDownloadProgress** retval) noexcept
{
    return answer(retval, [&] {
        running_here().close_if_overdue();
        return com_ptr<IDownloadProgress>(download_progress::take(job()));
    });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::RequestAbort() noexcept
{
    return guarded([&] { running_here().request_abort(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::Wait(LONG milliseconds, VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] {
        return milliseconds < 0 ? m_begun.wait(std::nullopt) : m_begun.wait(std::chrono::milliseconds(milliseconds));
    });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::GetUpdateProgress(LONG updateIndex,
                                                               IUpdateDownloadProgress** retval) noexcept
{
    return answer(retval, [&] {
        const std::size_t index = checked_index(updateIndex, job().size());
        running_here().close_if_overdue();
        return com_ptr<IUpdateDownloadProgress>(make<update_download_progress>(job().progress_of(index)));
    });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::Pause() noexcept
{
    return guarded([&] { running_here().pause(true); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::Resume() noexcept
{
    return guarded([&] { running_here().pause(false); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::PauseUpdate(LONG updateIndex) noexcept
{
    return guarded([&] { running_here().pause(checked_index(updateIndex, job().size()), true); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::ResumeUpdate(LONG updateIndex) noexcept
{
    return guarded([&] { running_here().pause(checked_index(updateIndex, job().size()), false); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::get_Priority(DownloadPriority* retval) noexcept
{
    return answer(retval, [&] { return running_here().priority(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::put_Priority(DownloadPriority value) noexcept
{
    return guarded([&] { running_here().set_priority(value); });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::get_BytesPerSecondLimit(DECIMAL* retval) noexcept
{
    return answer(retval, [&] {
        const std::optional<std::uint64_t> limit = running_here().bandwidth();
        return limit ? make_decimal(*limit) : make_decimal(1, 0, 0, true);
    });
}

WUA_INLINE HRESULT WUA_STDCALL download_job::put_BytesPerSecondLimit(DECIMAL value) noexcept
{
    return guarded([&] {
        const std::optional<std::uint64_t> limit = to_uint64(value);
        if (!limit)
        {
            throw hresult_error(e_invalidarg, "a limit must be a whole number of bytes per second, 0 for none");
        }
        running_here().set_bandwidth(*limit);
    });
}

WUA_INLINE bool WUA_STDCALL download_job::IsOf(const void* module) noexcept
{
    return module == &detail::module_tag;
}

WUA_INLINE const detail::shared_handle<detail::running_job>& download_job::running() noexcept
{
    return m_begun.running();
}

WUA_INLINE com_ptr<IDownloadResult> download_job::end(const std::shared_ptr<const void>& owner)
{
    return m_begun.end(owner, "EndDownload", [](const detail::ledger& job) {
        download_progress::forget(job);
        return com_ptr<IDownloadResult>(make<download_result>(job));
    });
}

WUA_INLINE void download_job::next_to_last_release() noexcept
{
    if (m_keeper == keeper::observer)
    {
        running_here().release_driven_engine();
    }
}

} // namespace wua
