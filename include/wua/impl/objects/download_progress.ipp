// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/download_progress.hpp>.

#include <wua/com/module_tag.hpp>
#include <wua/objects/download_progress.hpp>
#include <wua/objects/download_result.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace wua
{

WUA_INLINE com_ptr<download_progress> download_progress::take(const detail::ledger& job)
{
    com_ptr<download_progress> taken = reuse();
    job.read(taken->m_snapshot);
    return taken;
}

WUA_INLINE com_ptr<download_progress> download_progress::take(const progress_snapshot& now)
{
    com_ptr<download_progress> taken = reuse();
    taken->m_snapshot = now;
    return taken;
}

WUA_INLINE const download_progress* download_progress::behind(IDownloadProgress& any) noexcept
{
    void* object = nullptr;
    if (failed(any.QueryInterface(detail::module_iid(), &object)) || object == nullptr)
    {
        return nullptr;
    }
    auto* const own = static_cast<IDownloadProgress*>(object);
    own->Release();
    return static_cast<const download_progress*>(own);
}

WUA_INLINE HRESULT download_progress::query_extra(REFIID iid, void** object) noexcept
{
    if (iid != detail::module_iid())
    {
        return e_nointerface;
    }
    AddRef();
    *object = static_cast<IDownloadProgress*>(this);
    return s_ok;
}

WUA_INLINE void download_progress::final_release(download_progress* last) noexcept
{
    const com_ptr<const update_results>& results = last->m_snapshot.results();
    if (last->m_snapshot.is_completed() || (results && results->use_count() == 1))
    {
        last->m_snapshot = progress_snapshot(); // polling is over: a parked object must not keep the job alive
    }
    if (!parking::try_keep(last))
    {
        delete last;
    }
}

WUA_INLINE void download_progress::forget(const detail::ledger& job) noexcept
{
    if (download_progress* const parked = parking::kept();
        parked != nullptr && parked->m_snapshot.results() == job.table())
    {
        parked->m_snapshot = progress_snapshot();
    }
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_CurrentUpdateBytesDownloaded(DECIMAL* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.current_update_bytes_downloaded(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_CurrentUpdateBytesToDownload(DECIMAL* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.current_update_bytes_to_download().value_or(0); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_CurrentUpdateIndex(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.current_update_index(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_PercentComplete(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.percent(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_TotalBytesDownloaded(DECIMAL* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.bytes_downloaded(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_TotalBytesToDownload(DECIMAL* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.bytes_to_download().value_or(0); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::GetUpdateResult(LONG updateIndex,
                                                                  IUpdateDownloadResult** retval) noexcept
{
    return answer(retval, [&] {
        const std::size_t index = checked_index(updateIndex, m_snapshot.update_count());
        return com_ptr<IUpdateDownloadResult>(make<update_download_result>(m_snapshot.result(index)));
    });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_CurrentUpdateDownloadPhase(DownloadPhase* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.current_update_phase(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_CurrentUpdatePercentComplete(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.current_update_percent(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_BytesPerSecond(DECIMAL* retval) noexcept
{
    return answer(retval, [&] {
        constexpr auto max_rate = 18446744073709549568.0; // the last double before 2^64
        return static_cast<std::uint64_t>(std::min(m_snapshot.bytes_per_second(), max_rate));
    });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_SecondsLeft(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.time_left().value_or(std::chrono::seconds(-1)).count(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_IsTotalKnown(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.bytes_to_download().has_value(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_IsCurrentUpdateTotalKnown(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.current_update_bytes_to_download().has_value(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_CurrentUpdateAttempt(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.current_update_attempt(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_StartedUpdates(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.started(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_FinishedUpdates(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.finished(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_Retries(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.retries(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_IsPaused(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.is_paused(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_IsCurrentUpdatePaused(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.is_current_update_paused(); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_PauseReason(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_snapshot.pause_reason()); });
}

WUA_INLINE HRESULT WUA_STDCALL download_progress::get_SecondsStalled(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.stalled_for().value_or(std::chrono::seconds(0)).count(); });
}

WUA_INLINE com_ptr<download_progress> download_progress::reuse()
{
    com_ptr<download_progress> taken;
    if (download_progress* const parked = parking::take())
    {
        parked->revive();
        taken.attach(parked);
    }
    else
    {
        taken = make<download_progress>(progress_snapshot());
    }
    return taken;
}

WUA_INLINE HRESULT WUA_STDCALL update_download_progress::get_BytesDownloaded(DECIMAL* retval) noexcept
{
    return answer(retval, [&] { return m_progress.bytes_downloaded; });
}

WUA_INLINE HRESULT WUA_STDCALL update_download_progress::get_BytesToDownload(DECIMAL* retval) noexcept
{
    return answer(retval, [&] { return m_progress.bytes_to_download.value_or(0); });
}

WUA_INLINE HRESULT WUA_STDCALL update_download_progress::get_IsTotalKnown(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_progress.bytes_to_download.has_value(); });
}

WUA_INLINE HRESULT WUA_STDCALL update_download_progress::get_PercentComplete(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_progress.percent; });
}

WUA_INLINE HRESULT WUA_STDCALL update_download_progress::get_Phase(DownloadPhase* retval) noexcept
{
    return answer(retval, [&] { return m_progress.phase; });
}

WUA_INLINE HRESULT WUA_STDCALL update_download_progress::get_Attempt(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_progress.attempt; });
}

WUA_INLINE HRESULT WUA_STDCALL update_download_progress::get_ResultCode(OperationResultCode* retval) noexcept
{
    return answer(retval, [&] { return m_progress.result.code; });
}

WUA_INLINE HRESULT WUA_STDCALL update_download_progress::get_HResult(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_progress.result.hresult; });
}

WUA_INLINE HRESULT WUA_STDCALL update_download_progress::get_IsPaused(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_progress.is_paused; });
}

} // namespace wua
