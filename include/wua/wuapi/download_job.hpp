// SPDX-License-Identifier: MIT
#pragma once

// A download that is under way.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/download_progress.hpp>
#include <wua/wuapi/update_collection.hpp>

namespace wua
{

/// An asynchronous download, from BeginDownload until it is cleaned up. May be called from any thread. A client with
/// callbacks should call EndDownload, then CleanUp outside of any callback, then release the job.
struct IDownloadJob : IDispatch
{
    using base_interface = IDispatch;

    /// A copy, for the caller to clear, of the state given to BeginDownload. VT_EMPTY after EndDownload, when the job
    /// has dropped it.
    virtual HRESULT WUA_STDCALL get_AsyncState(VARIANT* retval) = 0;

    /// VARIANT_TRUE once the whole operation is over, and so in the completed callback already.
    virtual HRESULT WUA_STDCALL get_IsCompleted(VARIANT_BOOL* retval) = 0;

    /// The updates as they were at BeginDownload, read-only.
    virtual HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) = 0;

    /// Waits until the download is over, then releases the callbacks. Must not be called in a callback of the job.
    virtual HRESULT WUA_STDCALL CleanUp() = 0;

    /// This instant of the download, as an object of its own; call it again for a newer one. After the end it returns
    /// the final instant.
    virtual HRESULT WUA_STDCALL GetProgress(IDownloadProgress** retval) = 0;

    /// Asks the download to stop, and returns at once; success does not mean that it has stopped. The completed
    /// callback still comes, and finished updates keep their results. No effect on a download that is over.
    virtual HRESULT WUA_STDCALL RequestAbort() = 0;

protected:
    ~IDownloadJob() = default;
};

template <>
inline constexpr guid iid_of<IDownloadJob> = "c574de85-7358-43f6-aae8-8697e62d8ba7"_guid;

template <>
struct members_of<IDownloadJob>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"AsyncState", 0x60020001, propget<&I::get_AsyncState>},
        {"IsCompleted", 0x60020002, propget<&I::get_IsCompleted>},
        {"Updates", 0x60020003, propget<&I::get_Updates>},
        {"CleanUp", 0x60020004, method<&I::CleanUp>},
        {"GetProgress", 0x60020005, method<&I::GetProgress>},
        {"RequestAbort", 0x60020006, method<&I::RequestAbort>},
    };
};

} // namespace wua
