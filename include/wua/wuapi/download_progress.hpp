// SPDX-License-Identifier: MIT
#pragma once

// One instant of a running download.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/download_result.hpp>
#include <wua/wuapi/enums.hpp>

namespace wua
{

/// One instant of a download, a snapshot: its values never change, and it outlives the job. Ask the job for a new one
/// to see how things went on. Byte counts are DECIMALs of scale 0 and sign 0; percentages are whole numbers from 0 to
/// 100. The current update is the one at CurrentUpdateIndex.
struct IDownloadProgress : IDispatch
{
    using base_interface = IDispatch;

    /// Bytes.
    virtual HRESULT WUA_STDCALL get_CurrentUpdateBytesDownloaded(DECIMAL* retval) = 0;

    /// Bytes, estimated; 0 while the size is unknown.
    virtual HRESULT WUA_STDCALL get_CurrentUpdateBytesToDownload(DECIMAL* retval) = 0;

    /// An index into the job's Updates. It need not grow from one instant to the next.
    virtual HRESULT WUA_STDCALL get_CurrentUpdateIndex(LONG* retval) = 0;

    /// Percentage of the whole job. Weighted by update, so it is not the ratio of the two totals below.
    virtual HRESULT WUA_STDCALL get_PercentComplete(LONG* retval) = 0;

    /// Bytes of all updates.
    virtual HRESULT WUA_STDCALL get_TotalBytesDownloaded(DECIMAL* retval) = 0;

    /// Bytes of all updates; 0 while the size of any of them is unknown. Windows' own agent adds up the sizes known so
    /// far, so that there it grows while the job runs.
    virtual HRESULT WUA_STDCALL get_TotalBytesToDownload(DECIMAL* retval) = 0;

    /// How one update stands at this instant, which may also be orcNotStarted or orcInProgress. `wu_e_invalidindex`
    /// outside the job's Updates.
    virtual HRESULT WUA_STDCALL GetUpdateResult(LONG updateIndex, IUpdateDownloadResult** retval) = 0;

    virtual HRESULT WUA_STDCALL get_CurrentUpdateDownloadPhase(DownloadPhase* retval) = 0;

    /// Percentage of the current update alone.
    virtual HRESULT WUA_STDCALL get_CurrentUpdatePercentComplete(LONG* retval) = 0;

protected:
    ~IDownloadProgress() = default;
};

template <>
inline constexpr guid iid_of<IDownloadProgress> = "d31a5bac-f719-4178-9dbb-5e2cb47fd18a"_guid;

template <>
struct members_of<IDownloadProgress>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"CurrentUpdateBytesDownloaded", 0x60020001, propget<&I::get_CurrentUpdateBytesDownloaded>},
        {"CurrentUpdateBytesToDownload", 0x60020002, propget<&I::get_CurrentUpdateBytesToDownload>},
        {"CurrentUpdateIndex", 0x60020003, propget<&I::get_CurrentUpdateIndex>},
        {"PercentComplete", 0x60020004, propget<&I::get_PercentComplete>},
        {"TotalBytesDownloaded", 0x60020005, propget<&I::get_TotalBytesDownloaded>},
        {"TotalBytesToDownload", 0x60020006, propget<&I::get_TotalBytesToDownload>},
        {"GetUpdateResult", 0x60020007, method<&I::GetUpdateResult>, "updateIndex"},
        {"CurrentUpdateDownloadPhase", 0x60020008, propget<&I::get_CurrentUpdateDownloadPhase>},
        {"CurrentUpdatePercentComplete", 0x60020009, propget<&I::get_CurrentUpdatePercentComplete>},
    };
};

} // namespace wua
