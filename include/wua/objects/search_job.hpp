// SPDX-License-Identifier: MIT
#pragma once

// A search that is over as soon as it has begun.

#include <atomic>
#include <string_view>
#include <thread>
#include <utility>

#include <wua/com/implements.hpp>
#include <wua/objects/error_meaning.hpp>
#include <wua/wuapi/update_searcher.hpp>

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

// The second argument of the completed callback, which has no members.
class search_completed_args final : public implements<search_completed_args, ISearchCompletedCallbackArgs>
{
};

} // namespace detail

template <>
inline constexpr guid iid_of<detail::ISearchOutcome> = "b7a3c1d4-53e2-4e0b-8c0e-6a1f9d2b7e35"_guid;

/// A search with its result. It is completed from the beginning, since a search looks at updates that are there
/// already; so there is nothing to abort or to wait for. Any thread may call it.
class search_job final : public implements<search_job, ISearchJob, detail::ISearchOutcome>
{
public:
    /// Keeps a copy of `state`; what a BYREF one refers to is copied now. Throws DISP_E_BADVARTYPE for arrays and
    /// user-defined types.
    search_job(com_ptr<ISearchResult> result, const VARIANT& state)
        : m_result(std::move(result)),
          m_state(copy_ind(state))
    {
    }

    static std::string_view error_meaning(HRESULT code) noexcept
    {
        return detail::meaning_of(code);
    }

    HRESULT WUA_STDCALL get_AsyncState(VARIANT* retval) noexcept override
    {
        return answer(retval, [&] { return m_state; });
    }

    HRESULT WUA_STDCALL get_IsCompleted(VARIANT_BOOL* retval) noexcept override
    {
        return answer(retval, [] { return true; });
    }

    /// `wu_e_invalid_operation` within the callback. The result can still be had afterwards.
    HRESULT WUA_STDCALL CleanUp() noexcept override
    {
        return m_calling.load() == std::this_thread::get_id() ? wu_e_invalid_operation : s_ok;
    }

    /// Always succeeds: the search is over.
    HRESULT WUA_STDCALL RequestAbort() noexcept override
    {
        return s_ok;
    }

    HRESULT WUA_STDCALL GetResult(ISearchResult** result) noexcept override
    {
        return answer(result, [&] { return m_result; });
    }

    /// Calls an ISearchCompletedCallback, or DISPID 0 of an automation object with the job and the arguments; throws
    /// E_NOINTERFACE for an object that is neither. What the callback returns does not matter. For BeginSearch.
    class callback
    {
    public:
        explicit callback(IUnknown* object)
        {
            const com_ptr<IUnknown> held(object);
            m_typed = held.try_query<ISearchCompletedCallback>();
            if (held != nullptr && m_typed == nullptr)
            {
                m_automation = held.query<IDispatch>();
            }
        }

        void operator()(search_job& job) const
        {
            if (m_typed == nullptr && m_automation == nullptr)
            {
                return;
            }
            const com_ptr<ISearchJob> self(&job);
            const com_ptr<ISearchCompletedCallbackArgs> args = make<detail::search_completed_args>();
            job.m_calling = std::this_thread::get_id();
            if (m_typed != nullptr)
            {
                m_typed->Invoke(self.get(), args.get());
            }
            else
            {
                variant values[] = {variant(args), variant(self)}; // the last argument first
                VARIANT lent[] = {values[0].get(), values[1].get()};
                DISPPARAMS parameters{lent, nullptr, 2, 0};
                m_automation->Invoke(dispid_value, guid_null, locale_neutral, dispatch_method, &parameters, nullptr,
                                     nullptr, nullptr);
            }
            job.m_calling = std::thread::id();
        }

    private:
        com_ptr<ISearchCompletedCallback> m_typed;
        com_ptr<IDispatch> m_automation;
    };

private:
    const com_ptr<ISearchResult> m_result;
    const variant m_state;
    std::atomic<std::thread::id> m_calling{}; // the thread that is within the callback
};

} // namespace wua
