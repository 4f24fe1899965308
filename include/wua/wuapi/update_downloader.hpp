// SPDX-License-Identifier: MIT
#pragma once

// Downloads updates, either while the caller waits or in the background.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/download_job.hpp>
#include <wua/wuapi/download_result.hpp>
#include <wua/wuapi/enums.hpp>
#include <wua/wuapi/update_collection.hpp>

namespace wua
{

/// Downloads a collection of updates. A job takes the settings as they are when it begins; later changes concern only
/// later jobs. After LockDown, put_IsForced and the three methods return `wu_e_invalid_operation`.
struct IUpdateDownloader : IDispatch
{
    using base_interface = IDispatch;

    /// "Unknown" until it is set.
    virtual HRESULT WUA_STDCALL get_ClientApplicationID(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL put_ClientApplicationID(BSTR value) = 0;

    /// VARIANT_TRUE also downloads updates that are already installed, or that cannot be installed here.
    virtual HRESULT WUA_STDCALL get_IsForced(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_IsForced(VARIANT_BOOL value) = 0;

    /// `e_invalidarg` for a number that is not a DownloadPriority.
    virtual HRESULT WUA_STDCALL get_Priority(DownloadPriority* retval) = 0;
    virtual HRESULT WUA_STDCALL put_Priority(DownloadPriority value) = 0;

    /// Null, with success, until it is set.
    virtual HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) = 0;
    virtual HRESULT WUA_STDCALL put_Updates(IUpdateCollection* value) = 0;

    /// Starts a download and returns. A callback is an object with the callback interface, an automation object whose
    /// DISPID 0 is called with the job and the arguments, or null for none. `state` remains the caller's; the job keeps
    /// a copy for AsyncState. `wu_e_no_update` if Updates is null or empty.
    virtual HRESULT WUA_STDCALL BeginDownload(IUnknown* onProgressChanged, IUnknown* onCompleted, VARIANT state,
                                              IDownloadJob** retval) = 0;

    /// Downloads, and returns when everything is over; it cannot be aborted. Errors as for BeginDownload.
    virtual HRESULT WUA_STDCALL Download(IDownloadResult** retval) = 0;

    /// Waits until the job is over, and returns its result. May be called on any thread, and in the completed callback.
    virtual HRESULT WUA_STDCALL EndDownload(IDownloadJob* value, IDownloadResult** retval) = 0;

protected:
    ~IUpdateDownloader() = default;
};

template <>
inline constexpr guid iid_of<IUpdateDownloader> = "68f1c6f9-7ecc-4666-a464-247fe12496c3"_guid;

template <>
struct members_of<IUpdateDownloader>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"ClientApplicationID", 0x60020001, propget<&I::get_ClientApplicationID>, propput<&I::put_ClientApplicationID>},
        {"IsForced", 0x60020002, propget<&I::get_IsForced>, propput<&I::put_IsForced>},
        {"Priority", 0x60020003, propget<&I::get_Priority>, propput<&I::put_Priority>},
        {"Updates", 0x60020004, propget<&I::get_Updates>, propput<&I::put_Updates>},
        {"BeginDownload", 0x60020005, method<&I::BeginDownload>, "onProgressChanged onCompleted state"},
        {"Download", 0x60020006, method<&I::Download>},
        {"EndDownload", 0x60020007, method<&I::EndDownload>, "value"},
    };
};

/// IUpdateDownloader with a choice of what to download. No public source gives the DISPIDs of its two members; the ones
/// here follow the pattern of the other interfaces, so a script should ask for them by name.
struct IUpdateDownloaderEx : IUpdateDownloader
{
    using base_interface = IUpdateDownloader;

    /// BeginDownload for everything, or for the bootstrapper alone; `wu_e_not_supported` for an update that has none.
    virtual HRESULT WUA_STDCALL BeginDownload2(DownloadType downloadType, IUnknown* onProgressChanged,
                                               IUnknown* onCompleted, VARIANT state, IDownloadJob** retval) = 0;

    /// Download with the same choice.
    virtual HRESULT WUA_STDCALL Download2(DownloadType downloadType, IDownloadResult** retval) = 0;

protected:
    ~IUpdateDownloaderEx() = default;
};

template <>
inline constexpr guid iid_of<IUpdateDownloaderEx> = "94726306-f12a-482a-a774-fb4f870d98c0"_guid;

template <>
struct members_of<IUpdateDownloaderEx>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"BeginDownload2", 0x60090001, method<&I::BeginDownload2>, "downloadType onProgressChanged onCompleted state"},
        {"Download2", 0x60090002, method<&I::Download2>, "downloadType"},
    };
};

} // namespace wua
