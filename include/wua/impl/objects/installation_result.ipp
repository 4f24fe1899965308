// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/installation_result.hpp>.

#include <wua/objects/download_result.hpp>
#include <wua/objects/installation_result.hpp>
#include <wua/wuapi/success_codes.hpp>

#include <cstddef>
#include <utility>

namespace wua
{

WUA_COLD HRESULT WUA_STDCALL update_installation_result::get_HResult(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_outcome.hresult == wu_s_reboot_required ? s_ok : m_outcome.hresult; });
}

WUA_COLD HRESULT WUA_STDCALL update_installation_result::get_RebootRequired(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_outcome.hresult == wu_s_reboot_required; });
}

WUA_COLD HRESULT WUA_STDCALL update_installation_result::get_ResultCode(OperationResultCode* retval) noexcept
{
    return answer(retval, [&] { return m_outcome.code; });
}

WUA_COLD HRESULT WUA_STDCALL installation_result::get_HResult(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_outcome.hresult; });
}

WUA_COLD HRESULT WUA_STDCALL installation_result::get_RebootRequired(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] {
        bool needs_restart = false;
        for (std::size_t index = 0; index != m_table->size(); ++index)
        {
            needs_restart = needs_restart || (*m_table)[index].result.hresult() == wu_s_reboot_required;
        }
        return needs_restart;
    });
}

WUA_COLD HRESULT WUA_STDCALL installation_result::get_ResultCode(OperationResultCode* retval) noexcept
{
    return answer(retval, [&] { return m_outcome.code; });
}

WUA_COLD HRESULT WUA_STDCALL installation_result::GetUpdateResult(LONG updateIndex,
                                                                  IUpdateInstallationResult** retval) noexcept
{
    return answer(retval, [&] {
        const std::size_t index = checked_index(updateIndex, m_table->size());
        return com_ptr<IUpdateInstallationResult>(make<update_installation_result>(m_table->final_result(index)));
    });
}

} // namespace wua
