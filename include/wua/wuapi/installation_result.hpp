// SPDX-License-Identifier: MIT
#pragma once

// How an installation ended.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/enums.hpp>

namespace wua
{

/// How the installation of one update ended.
struct IUpdateInstallationResult : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_HResult(LONG* retval) = 0;
    virtual HRESULT WUA_STDCALL get_RebootRequired(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_ResultCode(OperationResultCode* retval) = 0;

protected:
    ~IUpdateInstallationResult() = default;
};

template <>
inline constexpr guid iid_of<IUpdateInstallationResult> = "d940f0f8-3cbb-4fd0-993f-471e7f2328ad"_guid;

template <>
struct members_of<IUpdateInstallationResult>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"HResult", 0x60020001, propget<&I::get_HResult>},
        {"RebootRequired", 0x60020002, propget<&I::get_RebootRequired>},
        {"ResultCode", 0x60020003, propget<&I::get_ResultCode>},
    };
};

/// How an installation ended.
struct IInstallationResult : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_HResult(LONG* retval) = 0;

    /// VARIANT_TRUE if one of the updates needs a restart.
    virtual HRESULT WUA_STDCALL get_RebootRequired(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_ResultCode(OperationResultCode* retval) = 0;

    /// `wu_e_invalidindex` for an update that the job does not have.
    virtual HRESULT WUA_STDCALL GetUpdateResult(LONG updateIndex, IUpdateInstallationResult** retval) = 0;

protected:
    ~IInstallationResult() = default;
};

template <>
inline constexpr guid iid_of<IInstallationResult> = "a43c56d6-7451-48d4-af96-b6cd2d0d9b7a"_guid;

template <>
struct members_of<IInstallationResult>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"HResult", 0x60020001, propget<&I::get_HResult>},
        {"RebootRequired", 0x60020002, propget<&I::get_RebootRequired>},
        {"ResultCode", 0x60020003, propget<&I::get_ResultCode>},
        {"GetUpdateResult", 0x60020004, method<&I::GetUpdateResult>, "updateIndex"},
    };
};

} // namespace wua
