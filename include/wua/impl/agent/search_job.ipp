// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/search_job.hpp>.

#include <wua/agent/search_job.hpp>

namespace wua
{

WUA_INLINE HRESULT WUA_STDCALL search_job::get_AsyncState(VARIANT* retval) noexcept
{
    return answer(retval, [&] { return m_state.value(); });
}

WUA_INLINE HRESULT WUA_STDCALL search_job::get_IsCompleted(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [] { return true; });
}

WUA_INLINE HRESULT WUA_STDCALL search_job::CleanUp() noexcept
{
    return m_calling.load() == std::this_thread::get_id() ? wu_e_invalid_operation : s_ok;
}

WUA_INLINE HRESULT WUA_STDCALL search_job::RequestAbort() noexcept
{
    return s_ok;
}

WUA_INLINE HRESULT WUA_STDCALL search_job::GetResult(ISearchResult** result) noexcept
{
    return answer(result, [&] { return m_result; });
}

WUA_INLINE void search_job::complete(const search_callback_slot& callback, ISearchCompletedCallbackArgs& args) noexcept
{
    m_calling = std::this_thread::get_id();
    callback.invoke(static_cast<ISearchJob*>(this), &args);
    m_calling = std::thread::id();
}

} // namespace wua
