// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/installation_progress.hpp>.

#include <wua/objects/download_result.hpp>
#include <wua/objects/installation_progress.hpp>
#include <wua/objects/installation_result.hpp>

#include <cstddef>

namespace wua
{

WUA_COLD HRESULT WUA_STDCALL installation_progress::get_CurrentUpdateIndex(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.current_update_index(); });
}

WUA_COLD HRESULT WUA_STDCALL installation_progress::get_CurrentUpdatePercentComplete(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.current_update_percent(); });
}

WUA_COLD HRESULT WUA_STDCALL installation_progress::get_PercentComplete(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_snapshot.percent(); });
}

WUA_COLD HRESULT WUA_STDCALL installation_progress::GetUpdateResult(LONG updateIndex,
                                                                    IUpdateInstallationResult** retval) noexcept
{
    return answer(retval, [&] {
        const std::size_t index = checked_index(updateIndex, m_snapshot.update_count());
        return com_ptr<IUpdateInstallationResult>(make<update_installation_result>(m_snapshot.result(index)));
    });
}

WUA_COLD HRESULT WUA_STDCALL installation_progress_args::get_Progress(IInstallationProgress** retval) noexcept
{
    return answer(retval, [&] { return m_progress; });
}

} // namespace wua
