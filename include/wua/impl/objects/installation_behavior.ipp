// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/installation_behavior.hpp>.

#include <wua/objects/installation_behavior.hpp>

namespace wua
{

WUA_COLD HRESULT WUA_STDCALL update_installation_behavior::get_CanRequestUserInput(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_facts.can_request_user_input; });
}

WUA_COLD HRESULT WUA_STDCALL update_installation_behavior::get_Impact(InstallationImpact* retval) noexcept
{
    return answer(retval, [&] { return m_facts.impact; });
}

WUA_COLD HRESULT WUA_STDCALL
update_installation_behavior::get_RebootBehavior(InstallationRebootBehavior* retval) noexcept
{
    return answer(retval, [&] { return m_facts.reboot; });
}

WUA_COLD HRESULT WUA_STDCALL
update_installation_behavior::get_RequiresNetworkConnectivity(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_facts.requires_network; });
}

} // namespace wua
