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
struct members_of<IInstallationBehavior>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"CanRequestUserInput", 0x60020001, propget<&I::get_CanRequestUserInput>},
        {"Impact", 0x60020002, propget<&I::get_Impact>},
        {"RebootBehavior", 0x60020003, propget<&I::get_RebootBehavior>},
        {"RequiresNetworkConnectivity", 0x60020004, propget<&I::get_RequiresNetworkConnectivity>},
    };
};

} // namespace wua
