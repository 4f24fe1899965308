// SPDX-License-Identifier: MIT
#pragma once

// What a client implements to hear of a download's progress and end.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/download_job.hpp>
#include <wua/wuapi/download_progress.hpp>

namespace wua
{

/// Has no members of its own; reserved.
struct IDownloadCompletedCallbackArgs : IDispatch
{
    using base_interface = IDispatch;

protected:
    ~IDownloadCompletedCallbackArgs() = default;
};

template <>
inline constexpr guid iid_of<IDownloadCompletedCallbackArgs> = "fa565b23-498c-47a0-979d-e7d5b1813360"_guid;

template <>
struct members_of<IDownloadCompletedCallbackArgs> : no_members
{};

/// Implemented by the client; called once, when the download is over. It is not a dispatch interface: Invoke is slot 3.
struct IDownloadCompletedCallback : IUnknown
{
    using base_interface = IUnknown;

    /// Called on a thread that is not the caller's, perhaps before BeginDownload has returned. There are two
    /// exceptions: a callback of a single-threaded apartment is called on that apartment's thread, and the callbacks of
    /// a simulated engine that is driven are called by the thread that drives it. Both pointers are valid only during
    /// the call. EndDownload is allowed here, CleanUp is not. The returned HRESULT is ignored.
    virtual HRESULT WUA_STDCALL Invoke(IDownloadJob* downloadJob, IDownloadCompletedCallbackArgs* callbackArgs) = 0;

protected:
    ~IDownloadCompletedCallback() = default;
};

template <>
inline constexpr guid iid_of<IDownloadCompletedCallback> = "77254866-9f5b-4c8e-b9e2-c77a8530d64b"_guid;

/// What a progress callback receives besides the job.
struct IDownloadProgressChangedCallbackArgs : IDispatch
{
    using base_interface = IDispatch;

    /// The instant that the callback reports, as GetProgress would return it.
    virtual HRESULT WUA_STDCALL get_Progress(IDownloadProgress** retval) = 0;

protected:
    ~IDownloadProgressChangedCallbackArgs() = default;
};

template <>
inline constexpr guid iid_of<IDownloadProgressChangedCallbackArgs> = "324ff2c6-4981-4b04-9412-57481745ab24"_guid;

template <>
struct members_of<IDownloadProgressChangedCallbackArgs>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Progress", 0x60020001, propget<&I::get_Progress>},
    };
};

/// Implemented by the client; called from time to time while the download goes on. It is not a dispatch interface:
/// Invoke is slot 3.
struct IDownloadProgressChangedCallback : IUnknown
{
    using base_interface = IUnknown;

    /// Called on threads as IDownloadCompletedCallback::Invoke is. Both pointers are valid only during the call.
    /// CleanUp is not allowed here. The returned HRESULT is ignored.
    virtual HRESULT WUA_STDCALL Invoke(IDownloadJob* downloadJob,
                                       IDownloadProgressChangedCallbackArgs* callbackArgs) = 0;

protected:
    ~IDownloadProgressChangedCallback() = default;
};

template <>
inline constexpr guid iid_of<IDownloadProgressChangedCallback> = "8c3f1cdd-6173-4591-aebd-a56a53ca77c1"_guid;

} // namespace wua
