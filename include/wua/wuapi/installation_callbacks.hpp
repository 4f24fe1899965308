// SPDX-License-Identifier: MIT
#pragma once

// What a client implements to hear of an installation's progress and end.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/installation_job.hpp>

namespace wua
{

/// What the completed callback receives besides the job: nothing.
struct IInstallationCompletedCallbackArgs : IDispatch
{
    using base_interface = IDispatch;

protected:
    ~IInstallationCompletedCallbackArgs() = default;
};

template <>
inline constexpr guid iid_of<IInstallationCompletedCallbackArgs> = "250e2106-8efb-4705-9653-ef13c581b6a1"_guid;

template <>
struct members_of<IInstallationCompletedCallbackArgs> : no_members
{};

/// Implemented by the client; called once, after all progress callbacks.
struct IInstallationCompletedCallback : IUnknown
{
    using base_interface = IUnknown;

    /// As for IDownloadCompletedCallback::Invoke: EndInstall is allowed here, CleanUp is not.
    virtual HRESULT WUA_STDCALL Invoke(IInstallationJob* installationJob,
                                       IInstallationCompletedCallbackArgs* callbackArgs) = 0;

protected:
    ~IInstallationCompletedCallback() = default;
};

template <>
inline constexpr guid iid_of<IInstallationCompletedCallback> = "45f4f6f3-d602-4f98-9a8a-3efa152ad2d3"_guid;

/// What the progress callback receives besides the job.
struct IInstallationProgressChangedCallbackArgs : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_Progress(IInstallationProgress** retval) = 0;

protected:
    ~IInstallationProgressChangedCallbackArgs() = default;
};

template <>
inline constexpr guid iid_of<IInstallationProgressChangedCallbackArgs> = "e4f14e1e-689d-4218-a0b9-bc189c484a01"_guid;

template <>
struct members_of<IInstallationProgressChangedCallbackArgs>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Progress", 0x60020001, propget<&I::get_Progress>},
    };
};

/// Implemented by the client; called from time to time while the installation goes on.
struct IInstallationProgressChangedCallback : IUnknown
{
    using base_interface = IUnknown;

    virtual HRESULT WUA_STDCALL Invoke(IInstallationJob* installationJob,
                                       IInstallationProgressChangedCallbackArgs* callbackArgs) = 0;

protected:
    ~IInstallationProgressChangedCallback() = default;
};

template <>
inline constexpr guid iid_of<IInstallationProgressChangedCallback> = "e01402d5-f8da-43ba-a012-38894bd048f1"_guid;

} // namespace wua
