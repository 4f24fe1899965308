// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/download_callbacks.hpp>.

#include <wua/objects/download_callbacks.hpp>

namespace wua
{

WUA_INLINE HRESULT WUA_STDCALL progress_changed_args::get_Progress(IDownloadProgress** retval) noexcept
{
    return answer(retval, [&] { return m_progress; });
}

} // namespace wua
