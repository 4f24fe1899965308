// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/search_job.hpp>.

#include <wua/agent/search_job.hpp>

#include <chrono>
#include <optional>

namespace wua
{

WUA_INLINE HRESULT WUA_STDCALL search_job::get_AsyncState(VARIANT* retval) noexcept
{
    return answer(retval, [&] { return m_state.value(); });
}

WUA_INLINE HRESULT WUA_STDCALL search_job::get_IsCompleted(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] {
        if (m_completion)
        {
            detail::search_completion::hurry(m_completion);
        }
        return true;
    });
}

WUA_INLINE HRESULT WUA_STDCALL search_job::CleanUp() noexcept
{
    return guarded([&] {
        if (m_completion && m_completion->is_calling_here())
        {
            throw hresult_error(wu_e_invalid_operation, "the callback of a search cannot wait for itself");
        }
        if (m_completion)
        {
            detail::search_completion::finish(m_completion, std::nullopt);
        }
    });
}

WUA_INLINE HRESULT WUA_STDCALL search_job::RequestAbort() noexcept
{
    return s_ok;
}

WUA_INLINE HRESULT WUA_STDCALL search_job::GetResult(ISearchResult** result) noexcept
{
    return answer(result, [&] {
        if (m_completion && !m_completion->is_calling_here())
        {
            detail::search_completion::finish(m_completion, std::chrono::milliseconds(100));
        }
        return m_result;
    });
}

WUA_INLINE void search_job::begin(detail::shared_handle<detail::search_completion> completion)
{
    m_completion = std::move(completion);
    detail::search_completion::begin(m_completion, com_ptr<ISearchJob>(this));
}

} // namespace wua
