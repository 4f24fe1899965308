// SPDX-License-Identifier: MIT
#pragma once

// A search that is completed as soon as it has begun.

#include <wua/agent/search_completion.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/objects/async_state.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/update_searcher.hpp>

#include <utility>

namespace wua
{
namespace detail
{

// Lets EndSearch recognise a job of this library and get its result.
struct ISearchOutcome : IUnknown
{
    using base_interface = IUnknown;

    virtual HRESULT WUA_STDCALL GetResult(ISearchResult** result) noexcept = 0;

protected:
    ~ISearchOutcome() = default;
};

} // namespace detail

template <>
inline constexpr guid iid_of<detail::ISearchOutcome> = "b7a3c1d4-53e2-4e0b-8c0e-6a1f9d2b7e35"_guid;

/// A search with its result. It is completed from the beginning, because a search only looks at updates that are
/// already there; so there is nothing to abort, and only the callback to wait for. Any thread may call it.
class search_job final : public implements<search_job, ISearchJob, detail::ISearchOutcome>
{
public:
    /// Keeps a copy of `state`; the target of a BYREF is copied now. Throws DISP_E_BADVARTYPE for arrays and
    /// user-defined types.
    search_job(com_ptr<ISearchResult> result, const VARIANT& state) : m_result(std::move(result)), m_state(state) {}

    WUA_INLINE HRESULT WUA_STDCALL get_AsyncState(VARIANT* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsCompleted(VARIANT_BOOL* retval) noexcept override;

    /// Makes the callback come at once and returns when it has returned; `wu_e_invalid_operation` inside the callback.
    /// The result remains available afterwards.
    WUA_INLINE HRESULT WUA_STDCALL CleanUp() noexcept override;

    /// Always succeeds: the search is completed.
    WUA_INLINE HRESULT WUA_STDCALL RequestAbort() noexcept override;

    /// For EndSearch. Outside the callback it makes the callback come at once and waits for it to return, but not for
    /// long: the callback may be waiting for the calling thread.
    WUA_INLINE HRESULT WUA_STDCALL GetResult(ISearchResult** result) noexcept override;

    /// The last step of BeginSearch: posts the job's callback. Throws, without ever calling it, if that fails.
    void begin(detail::shared_handle<detail::search_completion> completion);

private:
    const com_ptr<ISearchResult> m_result;
    const async_state m_state;
    detail::shared_handle<detail::search_completion> m_completion; // null: no callback
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/search_job.ipp>
#endif
