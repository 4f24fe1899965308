// SPDX-License-Identifier: MIT
#pragma once

// What an installation requires of the machine, as an object.

#include <wua/com/implements.hpp>
#include <wua/model/update_details.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/installation_behavior.hpp>

namespace wua
{

/// Immutable; any thread may read it.
class update_installation_behavior final : public implements<update_installation_behavior, IInstallationBehavior>
{
public:
    explicit update_installation_behavior(const installation_behavior& facts) noexcept : m_facts(facts) {}

    WUA_INLINE HRESULT WUA_STDCALL get_CanRequestUserInput(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Impact(InstallationImpact* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_RebootBehavior(InstallationRebootBehavior* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_RequiresNetworkConnectivity(VARIANT_BOOL* retval) noexcept override;

private:
    const installation_behavior m_facts;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/installation_behavior.ipp>
#endif
