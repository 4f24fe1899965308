// SPDX-License-Identifier: MIT
#pragma once

// An installation that is under way.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/installation_result.hpp>
#include <wua/wuapi/update_collection.hpp>

namespace wua
{

/// One instant of an installation. It never changes.
struct IInstallationProgress : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_CurrentUpdateIndex(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_CurrentUpdatePercentComplete(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_PercentComplete(LONG* retval) = 0;

    /// For any update of the job: orcNotStarted or orcInProgress until it has ended.
    virtual HRESULT WUA_STDCALL GetUpdateResult(LONG updateIndex, IUpdateInstallationResult** retval) = 0;

protected:
    ~IInstallationProgress() = default;
};

template <>
inline constexpr guid iid_of<IInstallationProgress> = "345c8244-43a3-4e32-a368-65f073b76f36"_guid;

template <>
struct members_of<IInstallationProgress>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"CurrentUpdateIndex", 0x60020001, propget<&I::get_CurrentUpdateIndex>},
        {"CurrentUpdatePercentComplete", 0x60020002, propget<&I::get_CurrentUpdatePercentComplete>},
        {"PercentComplete", 0x60020003, propget<&I::get_PercentComplete>},
        {"GetUpdateResult", 0x60020004, method<&I::GetUpdateResult>, "updateIndex"},
    };
};

/// An asynchronous installation or uninstallation. It works like IDownloadJob, under the same contract.
struct IInstallationJob : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_AsyncState(VARIANT* retval) = 0;
    virtual HRESULT WUA_STDCALL get_IsCompleted(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) = 0;

    /// Waits until the installation is over, then releases the callbacks. Must not be called in a callback of the job.
    virtual HRESULT WUA_STDCALL CleanUp() = 0;
    virtual HRESULT WUA_STDCALL GetProgress(IInstallationProgress** retval) = 0;
    virtual HRESULT WUA_STDCALL RequestAbort() = 0;

protected:
    ~IInstallationJob() = default;
};

template <>
inline constexpr guid iid_of<IInstallationJob> = "5c209f0b-bad5-432a-9556-4699bed2638a"_guid;

template <>
struct members_of<IInstallationJob>
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
