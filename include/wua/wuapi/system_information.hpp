// SPDX-License-Identifier: MIT
#pragma once

// What a client can ask about the machine and its agent.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>

namespace wua
{

/// What a client asks about the machine.
struct ISystemInformation : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_OemHardwareSupportLink(BSTR* retval) = 0;

    /// Whether an installation is waiting for a restart.
    virtual HRESULT WUA_STDCALL get_RebootRequired(VARIANT_BOOL* retval) = 0;

protected:
    ~ISystemInformation() = default;
};

template <>
inline constexpr guid iid_of<ISystemInformation> = "ade87bf7-7b56-4275-8fab-b9b0e591844b"_guid;

template <>
struct members_of<ISystemInformation>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"OemHardwareSupportLink", 0x60020001, propget<&I::get_OemHardwareSupportLink>},
        {"RebootRequired", 0x60020002, propget<&I::get_RebootRequired>},
    };
};

/// The versions of the agent.
struct IWindowsUpdateAgentInfo : IDispatch
{
    using base_interface = IDispatch;

    /// Takes the text "ApiMajorVersion" or "ApiMinorVersion", which gives a VT_I4, or "ProductVersionString", which
    /// gives a text.
    virtual HRESULT WUA_STDCALL GetInfo(VARIANT varInfoIdentifier, VARIANT* retval) = 0;

protected:
    ~IWindowsUpdateAgentInfo() = default;
};

template <>
inline constexpr guid iid_of<IWindowsUpdateAgentInfo> = "85713fa1-7796-4fa2-be3b-e2d6124dd373"_guid;

template <>
struct members_of<IWindowsUpdateAgentInfo>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"GetInfo", 0x60020001, method<&I::GetInfo>, "varInfoIdentifier"},
    };
};

} // namespace wua
