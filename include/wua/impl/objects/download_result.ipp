// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/download_result.hpp>.

#include <wua/objects/download_result.hpp>

namespace wua
{

WUA_INLINE std::size_t checked_index(LONG index, std::size_t count)
{
    if (index < 0 || static_cast<std::size_t>(index) >= count)
    {
        detail::fail_index(index, count);
    }
    return static_cast<std::size_t>(index);
}

WUA_INLINE HRESULT WUA_STDCALL update_download_result::get_HResult(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_outcome.hresult; });
}

WUA_INLINE HRESULT WUA_STDCALL update_download_result::get_ResultCode(OperationResultCode* retval) noexcept
{
    return answer(retval, [&] { return m_outcome.code; });
}

WUA_INLINE HRESULT WUA_STDCALL update_download_result::get_NativeSource(BSTR* retval) noexcept
{
    return answer(retval, [&] { return m_outcome.native.source; });
}

WUA_INLINE HRESULT WUA_STDCALL update_download_result::get_NativeCode(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_outcome.native.code; });
}

WUA_INLINE HRESULT WUA_STDCALL update_download_result::get_Detail(BSTR* retval) noexcept
{
    return answer(retval, [&] { return m_outcome.detail; });
}

WUA_INLINE HRESULT WUA_STDCALL download_result::get_HResult(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_outcome.hresult; });
}

WUA_INLINE HRESULT WUA_STDCALL download_result::get_ResultCode(OperationResultCode* retval) noexcept
{
    return answer(retval, [&] { return m_outcome.code; });
}

WUA_INLINE HRESULT WUA_STDCALL download_result::GetUpdateResult(LONG updateIndex,
                                                                IUpdateDownloadResult** retval) noexcept
{
    return answer(retval, [&] {
        const std::size_t index = checked_index(updateIndex, m_table->size());
        return com_ptr<IUpdateDownloadResult>(make<update_download_result>(m_table->final_result(index)));
    });
}

} // namespace wua
