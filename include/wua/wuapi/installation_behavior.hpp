// SPDX-License-Identifier: MIT
#pragma once

// What an update will ask of the machine when it is installed or removed.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/enums.hpp>

namespace wua
{

/// What installing (or removing) an update will ask of the machine and of its user.
struct IInstallationBehavior : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_CanRequestUserInput(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_Impact(InstallationImpact* retval) = 0;
    virtual HRESULT WUA_STDCALL get_RebootBehavior(InstallationRebootBehavior* retval) = 0;
    virtual HRESULT WUA_STDCALL get_RequiresNetworkConnectivity(VARIANT_BOOL* retval) = 0;

protected:
    ~IInstallationBehavior() = default;
};

template <>
inline constexpr guid iid_of<IInstallationBehavior> = "d9a59339-e245-4dbd-9686-4d5763e39624"_guid;

template <>
inline constexpr auto members_of<IInstallationBehavior> = member_table(
    property<&IInstallationBehavior::get_CanRequestUserInput>("CanRequestUserInput", 0x60020001),
    property<&IInstallationBehavior::get_Impact>("Impact", 0x60020002),
    property<&IInstallationBehavior::get_RebootBehavior>("RebootBehavior", 0x60020003),
    property<&IInstallationBehavior::get_RequiresNetworkConnectivity>("RequiresNetworkConnectivity", 0x60020004));

} // namespace wua
