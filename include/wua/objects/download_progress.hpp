// SPDX-License-Identifier: MIT
#pragma once

// The snapshot that GetProgress returns: immutable, and usually without a memory allocation.

#include <wua/com/implements.hpp>
#include <wua/com/thread_slot.hpp>
#include <wua/job/ledger.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/download_progress.hpp>
#include <wua/wuapi/extensions.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace wua
{

/// Immutable once take() has returned it, and may outlive the job. Unknown sizes are 0; IDownloadProgressDetails tells
/// them from real zeros.
class download_progress final : public implements<download_progress, IDownloadProgress, IDownloadProgressDetails2>
{
public:
    explicit download_progress(progress_snapshot snapshot) noexcept : m_snapshot(std::move(snapshot)) {}

    /// The current progress. Each thread keeps one released snapshot for reuse. So a poll allocates nothing and, if it
    /// is about the same job as the one before, touches no reference count that other threads use.
    static com_ptr<download_progress> take(const detail::ledger& job);

    /// The same from an existing snapshot.
    static com_ptr<download_progress> take(const progress_snapshot& now);

    /// Fills an object that was made in advance and that nobody has seen yet.
    void show(const progress_snapshot& now) noexcept
    {
        m_snapshot = now;
    }

    /// The object behind the interface; null for foreign ones, including those of another copy of this library. It
    /// lives as long as the caller's reference.
    static const download_progress* behind(IDownloadProgress& any) noexcept;

    /// Answers the request of behind(): an IID that no other module has.
    WUA_INLINE HRESULT query_extra(REFIID iid, void** object) noexcept;

    static void final_release(download_progress* last) noexcept;

    /// Makes this thread's kept snapshot forget that job. A thread that stops polling a job before the job's end, and
    /// neither ends it, cleans it up nor releases it last, keeps that job's table of updates (only the table, and of
    /// one job only) until it polls another job or ends.
    static void forget(const detail::ledger& job) noexcept;

    const progress_snapshot& snapshot() const noexcept
    {
        return m_snapshot;
    }

    WUA_INLINE HRESULT WUA_STDCALL get_CurrentUpdateBytesDownloaded(DECIMAL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_CurrentUpdateBytesToDownload(DECIMAL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_CurrentUpdateIndex(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_PercentComplete(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_TotalBytesDownloaded(DECIMAL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_TotalBytesToDownload(DECIMAL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL GetUpdateResult(LONG updateIndex, IUpdateDownloadResult** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_CurrentUpdateDownloadPhase(DownloadPhase* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_CurrentUpdatePercentComplete(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_BytesPerSecond(DECIMAL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_SecondsLeft(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsTotalKnown(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsCurrentUpdateTotalKnown(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_CurrentUpdateAttempt(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_StartedUpdates(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_FinishedUpdates(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Retries(LONG* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_SecondsStalled(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsPaused(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsCurrentUpdatePaused(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_PauseReason(BSTR* retval) noexcept override;

private:
    // Its content is arbitrary.
    static com_ptr<download_progress> reuse();

    static void delete_parked(download_progress* parked) noexcept
    {
        delete parked;
    }
    using parking = thread_slot<download_progress, &download_progress::delete_parked>;

    progress_snapshot m_snapshot;
};

/// The progress of one update at one moment.
class update_download_progress final : public implements<update_download_progress, IUpdateDownloadProgress2>
{
public:
    explicit update_download_progress(update_progress progress) : m_progress(std::move(progress)) {}

    WUA_INLINE HRESULT WUA_STDCALL get_BytesDownloaded(DECIMAL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_BytesToDownload(DECIMAL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsTotalKnown(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_PercentComplete(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Phase(DownloadPhase* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Attempt(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_ResultCode(OperationResultCode* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_HResult(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsPaused(VARIANT_BOOL* retval) noexcept override;

private:
    const update_progress m_progress;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/download_progress.ipp>
#endif
