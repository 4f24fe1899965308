// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/machine_information.hpp>.

#include <wua/agent/machine_information.hpp>
#include <wua/com/ascii.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/change_type.hpp>
#include <wua/com/variant.hpp>

#include <string>

namespace wua
{

WUA_COLD HRESULT WUA_STDCALL machine_information::get_OemHardwareSupportLink(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_machine->facts().oem_support_link); });
}

WUA_COLD HRESULT WUA_STDCALL machine_information::get_RebootRequired(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_machine->needs_restart(); });
}

WUA_COLD HRESULT WUA_STDCALL agent_information::GetInfo(VARIANT varInfoIdentifier, VARIANT* retval) noexcept
{
    return answer(retval, [&] {
        const variant name = change_type(varInfoIdentifier, VT_BSTR);
        const std::string wanted = to_utf8(view(name.get().bstrVal));
        const machine_facts facts = m_machine->facts();
        if (detail::equal_ignoring_case(wanted, "ApiMajorVersion"))
        {
            return variant(LONG{facts.api_major_version});
        }
        if (detail::equal_ignoring_case(wanted, "ApiMinorVersion"))
        {
            return variant(LONG{facts.api_minor_version});
        }
        if (detail::equal_ignoring_case(wanted, "ProductVersionString"))
        {
            return variant(facts.product_version);
        }
        throw hresult_error(e_invalidarg, "GetInfo knows ApiMajorVersion, ApiMinorVersion and ProductVersionString");
    });
}

} // namespace wua
