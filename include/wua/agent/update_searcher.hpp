// SPDX-License-Identifier: MIT
#pragma once

// A searcher that finds updates among those that it was given.

#include <wua/agent/agent_parts.hpp>
#include <wua/agent/search_criteria.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/job/callback_executor.hpp>
#include <wua/objects/text_setting.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/update.hpp>
#include <wua/wuapi/update_searcher.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace wua
{
namespace detail
{

template <class I>
bool read_flag(I& object, HRESULT (WUA_STDCALL I::*get)(VARIANT_BOOL*))
{
    VARIANT_BOOL flag = variant_false;
    throw_if_failed((object.*get)(&flag));
    return flag != variant_false;
}

std::vector<std::string> read_category_ids(IUpdate& update);

// What the criteria ask about an update, and no more. An update without IUpdate2 or IUpdate3 gets their defaults.
// Throws a member's failure.
update_facts facts_of(const com_ptr<IUpdate>& update, const search_criteria& criteria);

// What a search leaves out regardless of its criteria.
struct search_exclusions
{
    std::vector<std::string> ids{};
    bool has_superseded = true; // leaves out updates that another found one supersedes
};

com_ptr<ISearchResult> search(const std::vector<com_ptr<IUpdate>>& updates, const search_criteria& criteria,
                              const search_exclusions& excluded);

} // namespace detail

/// Finds updates among those that it was given, by search_criteria, in their order. Without
/// IncludePotentiallySupersededUpdates it leaves out updates that are superseded by another one found. Nothing is
/// fetched, so the other settings (Online, ServerSelection, ServiceID, SearchScope, ...) are kept but have no effect.
/// Every update counts as assigned. An update that fails to report what the criteria ask is left out with a warning.
/// Any thread may call it.
class update_searcher final : public implements<update_searcher, IUpdateSearcher3>
{
public:
    /// Throws hresult_error(e_pointer) when one of the updates is null.
    explicit update_searcher(std::vector<com_ptr<IUpdate>> updates, std::shared_ptr<agent_parts> parts = {})
        : m_updates(detail::kept_updates(std::move(updates))),
          m_parts(std::move(parts))
    {}

    WUA_INLINE HRESULT WUA_STDCALL get_CanAutomaticallyUpgradeService(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL put_CanAutomaticallyUpgradeService(VARIANT_BOOL value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_ClientApplicationID(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL put_ClientApplicationID(BSTR value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IncludePotentiallySupersededUpdates(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL put_IncludePotentiallySupersededUpdates(VARIANT_BOOL value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_ServerSelection(ServerSelection* retval) noexcept override;

    /// `e_invalidarg` for a number that is not a ServerSelection.
    WUA_INLINE HRESULT WUA_STDCALL put_ServerSelection(ServerSelection value) noexcept override;

    /// The search is completed when this returns. The callback comes once, on a thread of the searcher, as far as can
    /// be told after the return: when the client reads IsCompleted, ends the search or cleans up, otherwise a short
    /// while later. A null callback means none; an object that cannot be called is `e_nointerface`.
    WUA_INLINE HRESULT WUA_STDCALL BeginSearch(BSTR criteria, IUnknown* onCompleted, VARIANT state,
                                               ISearchJob** retval) noexcept override;

    /// The result of a job of any searcher of this library, as often as requested, once its callback has returned or
    /// from inside it. `e_pointer` for null, `e_invalidarg` for foreign jobs.
    WUA_INLINE HRESULT WUA_STDCALL EndSearch(ISearchJob* searchJob, ISearchResult** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL EscapeString(BSTR unescaped, BSTR* retval) noexcept override;

    /// `e_notimpl` without agent_parts.
    WUA_INLINE HRESULT WUA_STDCALL QueryHistory(LONG startIndex, LONG count,
                                                IUpdateHistoryEntryCollection** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL Search(BSTR criteria, ISearchResult** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Online(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL put_Online(VARIANT_BOOL value) noexcept override;

    /// 0 without agent_parts.
    WUA_INLINE HRESULT WUA_STDCALL GetTotalHistoryCount(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_ServiceID(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL put_ServiceID(BSTR value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IgnoreDownloadPriority(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL put_IgnoreDownloadPriority(VARIANT_BOOL value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_SearchScope(SearchScope* retval) noexcept override;

    /// `e_invalidarg` for a number that is not a SearchScope.
    WUA_INLINE HRESULT WUA_STDCALL put_SearchScope(SearchScope value) noexcept override;

private:
    com_ptr<ISearchResult> search(BSTR criteria) const
    {
        const search_criteria wanted(to_utf8(view(criteria)));
        const detail::search_exclusions excluded{
            m_parts ? m_parts->begin_search() : std::vector<std::string>(), !m_include_superseded};
        com_ptr<ISearchResult> result = detail::search(detail::given_to_this_thread(m_updates), wanted, excluded);
        if (m_parts)
        {
            m_parts->note_search();
        }
        return result;
    }

    static HRESULT set(std::atomic<bool>& setting, VARIANT_BOOL value) noexcept;

    template <class Enum>
    static HRESULT set_known(std::atomic<Enum>& setting, Enum value) noexcept
    {
        if (!is_known(value))
        {
            return report_failure(e_invalidarg);
        }
        setting = value;
        return s_ok;
    }

    const std::vector<agile_ref<IUpdate>> m_updates;
    const std::shared_ptr<agent_parts> m_parts;
    const detail::shared_handle<detail::callback_executor> m_executor = detail::make_handle<detail::callback_thread>();
    detail::text_setting m_client{"Unknown"};
    detail::text_setting m_service{""};
    std::atomic<bool> m_can_upgrade_service = false;
    std::atomic<bool> m_include_superseded = false;
    std::atomic<bool> m_ignore_priority = false;
    std::atomic<bool> m_online = true;
    std::atomic<ServerSelection> m_server_selection = ssDefault;
    std::atomic<SearchScope> m_scope = searchScopeDefault;
};

/// Throws hresult_error(e_pointer) when one of the updates is null.
com_ptr<IUpdateSearcher> make_searcher(std::vector<com_ptr<IUpdate>> updates);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/update_searcher.ipp>
#endif
