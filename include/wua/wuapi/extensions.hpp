// SPDX-License-Identifier: MIT
#pragma once

// What WUA's interfaces lack and this library's objects offer in addition, by QueryInterface and late-bound by name.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/enums.hpp>
#include <wua/wuapi/string_collection.hpp>

namespace wua
{

/// Implemented by an IDownloadProgress: more details of the same instant.
struct IDownloadProgressDetails : IDispatch
{
    using base_interface = IDispatch;

    /// Smoothed over some seconds, for all updates together; 0 while it is unknown.
    virtual HRESULT WUA_STDCALL get_BytesPerSecond(DECIMAL* retval) = 0;

    /// -1 while the total or the speed is unknown, and during a stall.
    virtual HRESULT WUA_STDCALL get_SecondsLeft(LONG* retval) = 0;

    /// VARIANT_FALSE while TotalBytesToDownload, of the job or of the current update, is 0 because it is unknown.
    virtual HRESULT WUA_STDCALL get_IsTotalKnown(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_IsCurrentUpdateTotalKnown(VARIANT_BOOL* retval) = 0;

    /// Counted from 1; 0 before the current update has started.
    virtual HRESULT WUA_STDCALL get_CurrentUpdateAttempt(LONG* retval) = 0;

    /// Updates that have begun; updates that have ended; and all attempts beyond the first one of each update.
    virtual HRESULT WUA_STDCALL get_StartedUpdates(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_FinishedUpdates(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_Retries(LONG* retval) = 0;

    /// The whole seconds that have passed without bytes although some are due; 0 while fewer than five.
    virtual HRESULT WUA_STDCALL get_SecondsStalled(LONG* retval) = 0;

protected:
    ~IDownloadProgressDetails() = default;
};

template <>
inline constexpr guid iid_of<IDownloadProgressDetails> = "e625c48b-d0f3-48b3-b767-025bc1cb8625"_guid;

template <>
struct members_of<IDownloadProgressDetails>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"BytesPerSecond", 0x61000001, propget<&I::get_BytesPerSecond>},
        {"SecondsLeft", 0x61000002, propget<&I::get_SecondsLeft>},
        {"IsTotalKnown", 0x61000003, propget<&I::get_IsTotalKnown>},
        {"IsCurrentUpdateTotalKnown", 0x61000004, propget<&I::get_IsCurrentUpdateTotalKnown>},
        {"CurrentUpdateAttempt", 0x61000005, propget<&I::get_CurrentUpdateAttempt>},
        {"StartedUpdates", 0x61000006, propget<&I::get_StartedUpdates>},
        {"FinishedUpdates", 0x61000007, propget<&I::get_FinishedUpdates>},
        {"Retries", 0x61000008, propget<&I::get_Retries>},
        {"SecondsStalled", 0x61000009, propget<&I::get_SecondsStalled>},
    };
};

/// The same for a job that may be paused; see IDownloadJobControl.
struct IDownloadProgressDetails2 : IDownloadProgressDetails
{
    using base_interface = IDownloadProgressDetails;

    /// VARIANT_TRUE if everything that is left of the job is paused.
    virtual HRESULT WUA_STDCALL get_IsPaused(VARIANT_BOOL* retval) = 0;

    /// Whether the current update is paused; others may go on.
    virtual HRESULT WUA_STDCALL get_IsCurrentUpdatePaused(VARIANT_BOOL* retval) = 0;

    /// Why the engine has paused, such as "metered network"; empty if the client has.
    virtual HRESULT WUA_STDCALL get_PauseReason(BSTR* retval) = 0;

protected:
    ~IDownloadProgressDetails2() = default;
};

template <>
inline constexpr guid iid_of<IDownloadProgressDetails2> = "6b961485-3a61-4390-9314-23c1cc23e550"_guid;

template <>
struct members_of<IDownloadProgressDetails2>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"IsPaused", 0x61000011, propget<&I::get_IsPaused>},
        {"IsCurrentUpdatePaused", 0x61000012, propget<&I::get_IsCurrentUpdatePaused>},
        {"PauseReason", 0x61000013, propget<&I::get_PauseReason>},
    };
};

/// One instant of one update of a running job.
struct IUpdateDownloadProgress : IDispatch
{
    using base_interface = IDispatch;

    /// Bytes of the present attempt.
    virtual HRESULT WUA_STDCALL get_BytesDownloaded(DECIMAL* retval) = 0;

    /// 0 while IsTotalKnown is VARIANT_FALSE.
    virtual HRESULT WUA_STDCALL get_BytesToDownload(DECIMAL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_IsTotalKnown(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_PercentComplete(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_Phase(DownloadPhase* retval) = 0;

    /// Counted from 1; 0 before the update has started.
    virtual HRESULT WUA_STDCALL get_Attempt(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_ResultCode(OperationResultCode* retval) = 0;
    virtual HRESULT WUA_STDCALL get_HResult(LONG* retval) = 0;

protected:
    ~IUpdateDownloadProgress() = default;
};

template <>
inline constexpr guid iid_of<IUpdateDownloadProgress> = "25648223-a8eb-4402-a7df-6e36f81386f4"_guid;

template <>
struct members_of<IUpdateDownloadProgress>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"BytesDownloaded", 0x61000101, propget<&I::get_BytesDownloaded>},
        {"BytesToDownload", 0x61000102, propget<&I::get_BytesToDownload>},
        {"IsTotalKnown", 0x61000103, propget<&I::get_IsTotalKnown>},
        {"PercentComplete", 0x61000104, propget<&I::get_PercentComplete>},
        {"Phase", 0x61000105, propget<&I::get_Phase>},
        {"Attempt", 0x61000106, propget<&I::get_Attempt>},
        {"ResultCode", 0x61000107, propget<&I::get_ResultCode>},
        {"HResult", 0x61000108, propget<&I::get_HResult>},
    };
};

/// The same for an update that may be paused.
struct IUpdateDownloadProgress2 : IUpdateDownloadProgress
{
    using base_interface = IUpdateDownloadProgress;

    /// VARIANT_TRUE if the update is paused, or is not being started, at the request of the client or the engine.
    virtual HRESULT WUA_STDCALL get_IsPaused(VARIANT_BOOL* retval) = 0;

protected:
    ~IUpdateDownloadProgress2() = default;
};

template <>
inline constexpr guid iid_of<IUpdateDownloadProgress2> = "323c7763-4464-4567-957e-814862d8c02a"_guid;

template <>
struct members_of<IUpdateDownloadProgress2>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"IsPaused", 0x61000111, propget<&I::get_IsPaused>},
    };
};

/// Implemented by an IDownloadJob.
struct IDownloadJobDetails : IDispatch
{
    using base_interface = IDispatch;

    /// Waits until the job is completed, but no longer than this many milliseconds, or without limit if negative.
    /// WU_E_INVALID_OPERATION in a callback of the job, which would wait for itself.
    virtual HRESULT WUA_STDCALL Wait(LONG milliseconds, VARIANT_BOOL* retval) = 0;

    /// WU_E_INVALIDINDEX outside the job's Updates.
    virtual HRESULT WUA_STDCALL GetUpdateProgress(LONG updateIndex, IUpdateDownloadProgress** retval) = 0;

protected:
    ~IDownloadJobDetails() = default;
};

template <>
inline constexpr guid iid_of<IDownloadJobDetails> = "5e838873-1991-4ed4-8532-8c9453b9e807"_guid;

template <>
struct members_of<IDownloadJobDetails>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Wait", 0x61000201, method<&I::Wait>, "milliseconds"},
        {"GetUpdateProgress", 0x61000202, method<&I::GetUpdateProgress>, "updateIndex"},
    };
};

/// Implemented by an IDownloadJob: what can be changed while it runs, from any thread and in its callbacks.
/// WU_E_NOT_SUPPORTED if the job's engine cannot do it; no effect on a job that is being aborted or is completed.
struct IDownloadJobControl : IDispatch
{
    using base_interface = IDispatch;

    /// Pauses or resumes the whole job. Pauses are not counted: one Resume ends any number of them. Returns at once;
    /// the progress says when the job has paused. A paused job can be aborted; EndDownload and CleanUp wait until
    /// somebody resumes it.
    virtual HRESULT WUA_STDCALL Pause() = 0;
    virtual HRESULT WUA_STDCALL Resume() = 0;

    /// Pauses or resumes one update, which goes on only when neither it nor the job is paused. WU_E_INVALIDINDEX
    /// outside the job's Updates.
    virtual HRESULT WUA_STDCALL PauseUpdate(LONG updateIndex) = 0;
    virtual HRESULT WUA_STDCALL ResumeUpdate(LONG updateIndex) = 0;

    /// Decides which updates start from now on. E_INVALIDARG for a number that is not a DownloadPriority.
    virtual HRESULT WUA_STDCALL get_Priority(DownloadPriority* retval) = 0;
    virtual HRESULT WUA_STDCALL put_Priority(DownloadPriority value) = 0;

    /// The job's limit in bytes per second; 0 for no limit, -1 while the engine decides. E_INVALIDARG for a number that
    /// is negative or not whole.
    virtual HRESULT WUA_STDCALL get_BytesPerSecondLimit(DECIMAL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_BytesPerSecondLimit(DECIMAL value) = 0;

protected:
    ~IDownloadJobControl() = default;
};

template <>
inline constexpr guid iid_of<IDownloadJobControl> = "c58c6789-c395-4b24-84bc-c4806bfa319f"_guid;

template <>
struct members_of<IDownloadJobControl>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Pause", 0x61000401, method<&I::Pause>},
        {"Resume", 0x61000402, method<&I::Resume>},
        {"PauseUpdate", 0x61000403, method<&I::PauseUpdate>, "updateIndex"},
        {"ResumeUpdate", 0x61000404, method<&I::ResumeUpdate>, "updateIndex"},
        {"Priority", 0x61000405, propget<&I::get_Priority>, propput<&I::put_Priority>},
        {"BytesPerSecondLimit", 0x61000406, propget<&I::get_BytesPerSecondLimit>, propput<&I::put_BytesPerSecondLimit>},
    };
};

/// Implemented by an IUpdateDownloadResult: the reasons for the result.
struct IUpdateDownloadResultDetails : IDispatch
{
    using base_interface = IDispatch;

    /// The origin of NativeCode: "http", "curl", "errno", ...; empty if there is none.
    virtual HRESULT WUA_STDCALL get_NativeSource(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_NativeCode(LONG* retval) = 0;

    /// One sentence for people; may be empty.
    virtual HRESULT WUA_STDCALL get_Detail(BSTR* retval) = 0;

protected:
    ~IUpdateDownloadResultDetails() = default;
};

template <>
inline constexpr guid iid_of<IUpdateDownloadResultDetails> = "6eab7483-54d9-4ad6-8db0-be558d10a6a1"_guid;

template <>
struct members_of<IUpdateDownloadResultDetails>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"NativeSource", 0x61000301, propget<&I::get_NativeSource>},
        {"NativeCode", 0x61000302, propget<&I::get_NativeCode>},
        {"Detail", 0x61000303, propget<&I::get_Detail>},
    };
};

/// Implemented by a client's own IUpdate: what the requests for its files carry. It is not a dispatch interface, and
/// this library's updates do not have it, so that nobody can ask them for secrets.
struct IUpdateRequest : IUnknown
{
    using base_interface = IUnknown;

    /// Header fields in the form "Name: value", sent to the origins of the update's own URLs. Fields that cannot be
    /// sent make the begin of the job fail. Null for none.
    virtual HRESULT WUA_STDCALL get_RequestHeaders(IStringCollection** retval) = 0;

protected:
    ~IUpdateRequest() = default;
};

template <>
inline constexpr guid iid_of<IUpdateRequest> = "8f4fb506-9e0d-4d90-b0dd-09b1d3de70f6"_guid;

} // namespace wua
