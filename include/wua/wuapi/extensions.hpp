// SPDX-License-Identifier: MIT
#pragma once

// What WUA's interfaces lack and this library's objects offer besides: reached by QueryInterface, and by name late
// bound.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/enums.hpp>

namespace wua
{

// Of an IDownloadProgress: the same instant, in more detail.
struct IDownloadProgressDetails : IDispatch
{
    using base_interface = IDispatch;

    // Smoothed over some seconds, all updates together; 0 until it can be said.
    virtual HRESULT WUA_STDCALL get_BytesPerSecond(DECIMAL* retval) = 0;

    // -1 when the total or the speed is not known.
    virtual HRESULT WUA_STDCALL get_SecondsLeft(LONG* retval) = 0;

    // VARIANT_FALSE while TotalBytesToDownload, of the job or of the current update, is 0 for want of knowledge.
    virtual HRESULT WUA_STDCALL get_IsTotalKnown(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_IsCurrentUpdateTotalKnown(VARIANT_BOOL* retval) = 0;

    // From 1; 0 before the current update has started.
    virtual HRESULT WUA_STDCALL get_CurrentUpdateAttempt(LONG* retval) = 0;

    // Updates that have begun, that have ended, and attempts beyond each update's first.
    virtual HRESULT WUA_STDCALL get_StartedUpdates(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_FinishedUpdates(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_Retries(LONG* retval) = 0;

protected:
    ~IDownloadProgressDetails() = default;
};

template <>
inline constexpr guid iid_of<IDownloadProgressDetails> = "e625c48b-d0f3-48b3-b767-025bc1cb8625"_guid;

template <>
inline constexpr auto members_of<IDownloadProgressDetails> = member_table(
    property<&IDownloadProgressDetails::get_BytesPerSecond>("BytesPerSecond", 0x61000001),
    property<&IDownloadProgressDetails::get_SecondsLeft>("SecondsLeft", 0x61000002),
    property<&IDownloadProgressDetails::get_IsTotalKnown>("IsTotalKnown", 0x61000003),
    property<&IDownloadProgressDetails::get_IsCurrentUpdateTotalKnown>("IsCurrentUpdateTotalKnown", 0x61000004),
    property<&IDownloadProgressDetails::get_CurrentUpdateAttempt>("CurrentUpdateAttempt", 0x61000005),
    property<&IDownloadProgressDetails::get_StartedUpdates>("StartedUpdates", 0x61000006),
    property<&IDownloadProgressDetails::get_FinishedUpdates>("FinishedUpdates", 0x61000007),
    property<&IDownloadProgressDetails::get_Retries>("Retries", 0x61000008));

// One instant of one update of a running job.
struct IUpdateDownloadProgress : IDispatch
{
    using base_interface = IDispatch;

    // Bytes of the running attempt.
    virtual HRESULT WUA_STDCALL get_BytesDownloaded(DECIMAL* retval) = 0;

    // 0 while IsTotalKnown is VARIANT_FALSE.
    virtual HRESULT WUA_STDCALL get_BytesToDownload(DECIMAL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_IsTotalKnown(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_PercentComplete(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_Phase(DownloadPhase* retval) = 0;

    // From 1; 0 before the update has started.
    virtual HRESULT WUA_STDCALL get_Attempt(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_ResultCode(OperationResultCode* retval) = 0;
    virtual HRESULT WUA_STDCALL get_HResult(LONG* retval) = 0;

protected:
    ~IUpdateDownloadProgress() = default;
};

template <>
inline constexpr guid iid_of<IUpdateDownloadProgress> = "25648223-a8eb-4402-a7df-6e36f81386f4"_guid;

template <>
inline constexpr auto members_of<IUpdateDownloadProgress> = member_table(
    property<&IUpdateDownloadProgress::get_BytesDownloaded>("BytesDownloaded", 0x61000101),
    property<&IUpdateDownloadProgress::get_BytesToDownload>("BytesToDownload", 0x61000102),
    property<&IUpdateDownloadProgress::get_IsTotalKnown>("IsTotalKnown", 0x61000103),
    property<&IUpdateDownloadProgress::get_PercentComplete>("PercentComplete", 0x61000104),
    property<&IUpdateDownloadProgress::get_Phase>("Phase", 0x61000105),
    property<&IUpdateDownloadProgress::get_Attempt>("Attempt", 0x61000106),
    property<&IUpdateDownloadProgress::get_ResultCode>("ResultCode", 0x61000107),
    property<&IUpdateDownloadProgress::get_HResult>("HResult", 0x61000108));

// Of an IDownloadJob.
struct IDownloadJobDetails : IDispatch
{
    using base_interface = IDispatch;

    // Waits until the job is completed, at most so many milliseconds; negative: for ever. WU_E_INVALID_OPERATION inside
    // a callback of the job, which would wait for itself.
    virtual HRESULT WUA_STDCALL Wait(LONG milliseconds, VARIANT_BOOL* retval) = 0;

    // WU_E_INVALIDINDEX outside the Updates of the job.
    virtual HRESULT WUA_STDCALL GetUpdateProgress(LONG updateIndex, IUpdateDownloadProgress** retval) = 0;

protected:
    ~IDownloadJobDetails() = default;
};

template <>
inline constexpr guid iid_of<IDownloadJobDetails> = "5e838873-1991-4ed4-8532-8c9453b9e807"_guid;

template <>
inline constexpr auto members_of<IDownloadJobDetails> =
    member_table(method<&IDownloadJobDetails::Wait>("Wait", 0x61000201),
                 method<&IDownloadJobDetails::GetUpdateProgress>("GetUpdateProgress", 0x61000202));

// Of an IUpdateDownloadResult: why.
struct IUpdateDownloadResultDetails : IDispatch
{
    using base_interface = IDispatch;

    // Whose code NativeCode is: "http", "curl", "errno", ...; empty when there is none.
    virtual HRESULT WUA_STDCALL get_NativeSource(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_NativeCode(LONG* retval) = 0;

    // One sentence for people; may be empty.
    virtual HRESULT WUA_STDCALL get_Detail(BSTR* retval) = 0;

protected:
    ~IUpdateDownloadResultDetails() = default;
};

template <>
inline constexpr guid iid_of<IUpdateDownloadResultDetails> = "6eab7483-54d9-4ad6-8db0-be558d10a6a1"_guid;

template <>
inline constexpr auto members_of<IUpdateDownloadResultDetails> = member_table(
    property<&IUpdateDownloadResultDetails::get_NativeSource>("NativeSource", 0x61000301),
    property<&IUpdateDownloadResultDetails::get_NativeCode>("NativeCode", 0x61000302),
    property<&IUpdateDownloadResultDetails::get_Detail>("Detail", 0x61000303));

} // namespace wua
