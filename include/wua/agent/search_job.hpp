// SPDX-License-Identifier: MIT
#pragma once

// A search that is over as soon as it has begun.

#include <wua/com/implements.hpp>
#include <wua/objects/async_state.hpp>
#include <wua/objects/callback_slot.hpp>
#include <wua/objects/error_meaning.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/update_searcher.hpp>

#include <atomic>
#include <string_view>
#include <thread>
#include <utility>

namespace wua
{
namespace detail
{

// How EndSearch knows a job of this library and gets its result.
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

/// The second argument of the completed callback, which has no members.
class search_completed_args final : public implements<search_completed_args, ISearchCompletedCallbackArgs>
{};

using search_callback_slot = callback_slot<ISearchCompletedCallback, ISearchCompletedCallbackArgs>;

/// A search with its result. It is completed from the beginning, since a search looks at updates that are there
/// already; so there is nothing to abort or to wait for. Any thread may call it.
class search_job final : public implements<search_job, ISearchJob, detail::ISearchOutcome>
{
public:
    /// Keeps a copy of `state`; what a BYREF one refers to is copied now. Throws DISP_E_BADVARTYPE for arrays and
    /// user-defined types.
    search_job(com_ptr<ISearchResult> result, const VARIANT& state) : m_result(std::move(result)), m_state(state) {}

    static std::string_view error_meaning(HRESULT code) noexcept
    {
        return detail::meaning_of(code);
    }

    WUA_INLINE HRESULT WUA_STDCALL get_AsyncState(VARIANT* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsCompleted(VARIANT_BOOL* retval) noexcept override;

    /// `wu_e_invalid_operation` within the callback. The result can still be had afterwards.
    WUA_INLINE HRESULT WUA_STDCALL CleanUp() noexcept override;

    /// Always succeeds: the search is over.
    WUA_INLINE HRESULT WUA_STDCALL RequestAbort() noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL GetResult(ISearchResult** result) noexcept override;

    /// Calls the callback, if there is one, on this thread. For BeginSearch.
    void complete(const search_callback_slot& callback, ISearchCompletedCallbackArgs& args) noexcept;

private:
    const com_ptr<ISearchResult> m_result;
    const async_state m_state;
    std::atomic<std::thread::id> m_calling{}; // the thread that is within the callback
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/search_job.ipp>
#endif
