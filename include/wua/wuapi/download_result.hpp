// SPDX-License-Identifier: MIT
#pragma once

// How a download ended, as a whole and for each update.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/enums.hpp>

namespace wua
{

/// How the download of one update stands, or how it ended. It never changes; asking again gives another object.
struct IUpdateDownloadResult : IDispatch
{
    using base_interface = IDispatch;

    /// An HRESULT as a number; 0 while nothing has failed.
    virtual HRESULT WUA_STDCALL get_HResult(LONG* retval) = 0;

    virtual HRESULT WUA_STDCALL get_ResultCode(OperationResultCode* retval) = 0;

protected:
    ~IUpdateDownloadResult() = default;
};

template <>
inline constexpr guid iid_of<IUpdateDownloadResult> = "bf99af76-b575-42ad-8aa4-33cbb5477af1"_guid;

template <>
struct members_of<IUpdateDownloadResult>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"HResult", 0x60020001, propget<&I::get_HResult>},
        {"ResultCode", 0x60020002, propget<&I::get_ResultCode>},
    };
};

/// How a whole download ended. A call that returns a result succeeds even if every update has failed: look at
/// ResultCode, not at the HRESULT of the call.
struct IDownloadResult : IDispatch
{
    using base_interface = IDispatch;

    /// `wu_s_update_error` if some updates failed, `wu_e_all_updates_failed` if all did.
    virtual HRESULT WUA_STDCALL get_HResult(LONG* retval) = 0;

    virtual HRESULT WUA_STDCALL get_ResultCode(OperationResultCode* retval) = 0;

    /// `updateIndex` is an index into the job's Updates; `wu_e_invalidindex` outside of it.
    virtual HRESULT WUA_STDCALL GetUpdateResult(LONG updateIndex, IUpdateDownloadResult** retval) = 0;

protected:
    ~IDownloadResult() = default;
};

template <>
inline constexpr guid iid_of<IDownloadResult> = "daa4fdd0-4727-4dbe-a1e7-745dca317144"_guid;

template <>
struct members_of<IDownloadResult>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"HResult", 0x60020001, propget<&I::get_HResult>},
        {"ResultCode", 0x60020002, propget<&I::get_ResultCode>},
        {"GetUpdateResult", 0x60020003, method<&I::GetUpdateResult>, "updateIndex"},
    };
};

} // namespace wua
