// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/update_searcher.hpp>.

#include <wua/agent/search_job.hpp>
#include <wua/agent/search_result.hpp>
#include <wua/agent/update_searcher.hpp>
#include <wua/com/ascii.hpp>
#include <wua/objects/update_source.hpp>

#include <algorithm>
#include <utility>

namespace wua
{

namespace detail
{

WUA_INLINE std::vector<std::string> read_category_ids(IUpdate& update)
{
    com_ptr<ICategoryCollection> categories;
    throw_if_failed(update.get_Categories(categories.put()));
    std::vector<std::string> ids;
    if (categories != nullptr)
    {
        for_each_item<com_ptr<ICategory>>(*categories, [&](com_ptr<ICategory> category) {
            constexpr int max_depth = 64; // levels of parents: a client's own categories may form a cycle
            for (int i = 0; i != max_depth && category != nullptr; ++i)
            {
                bstr id;
                com_ptr<ICategory> parent;
                throw_if_failed(category->get_CategoryID(id.put()));
                ids.push_back(id.to_utf8());
                throw_if_failed(category->get_Parent(parent.put()));
                category.swap(parent);
            }
        });
    }
    return ids;
}

WUA_INLINE update_facts facts_of(const com_ptr<IUpdate>& update, const search_criteria& criteria)
{
    const auto asked = [&](criteria_field field) { return criteria.mentions(field); };
    update_facts facts;
    throw_if_failed(update->get_DeploymentAction(&facts.deployment_action));
    if (asked(criteria_field::type))
    {
        throw_if_failed(update->get_Type(&facts.type));
    }
    if (asked(criteria_field::auto_select_on_web_sites))
    {
        facts.auto_select_on_web_sites = read_flag(*update, &IUpdate::get_AutoSelectOnWebSites);
    }
    if (asked(criteria_field::is_installed))
    {
        facts.is_installed = read_flag(*update, &IUpdate::get_IsInstalled);
    }
    if (asked(criteria_field::is_hidden))
    {
        facts.is_hidden = read_flag(*update, &IUpdate::get_IsHidden);
    }
    if (asked(criteria_field::update_id) || asked(criteria_field::revision_number))
    {
        com_ptr<IUpdateIdentity> identity;
        throw_if_failed(update->get_Identity(identity.put()));
        if (identity == nullptr)
        {
            throw hresult_error(wu_e_invalid_update);
        }
        bstr id;
        LONG revision = 0;
        throw_if_failed(identity->get_UpdateID(id.put()));
        throw_if_failed(identity->get_RevisionNumber(&revision));
        facts.update_id = id.to_utf8();
        facts.revision_number = revision;
    }
    if (asked(criteria_field::category_ids))
    {
        facts.category_ids = read_category_ids(*update);
    }
    if (const auto second = update.try_query<IUpdate2>())
    {
        facts.is_present = asked(criteria_field::is_present) && read_flag(*second, &IUpdate2::get_IsPresent);
        facts.reboot_required =
            asked(criteria_field::reboot_required) && read_flag(*second, &IUpdate2::get_RebootRequired);
    }
    if (const auto third = update.try_query<IUpdate3>())
    {
        facts.browse_only = asked(criteria_field::browse_only) && read_flag(*third, &IUpdate3::get_BrowseOnly);
    }
    return facts;
}

// Null for an update of the client's own making.
WUA_INLINE const update_item* own_update(const com_ptr<IUpdate>& update)
{
    const update_pointer* const item = own_item(update);
    return item != nullptr ? item->get() : nullptr;
}

// In a form that is the same for all spellings of a GUID.
WUA_INLINE std::string plain_id(std::string id)
{
    std::erase_if(id, [](char c) { return c == '{' || c == '}'; });
    return ascii_lowered(std::move(id));
}

WUA_INLINE void erase_superseded(std::vector<com_ptr<IUpdate>>& found)
{
    std::vector<std::string> superseded;
    for (const com_ptr<IUpdate>& update : found)
    {
        const update_item* const item = own_update(update);
        if (item == nullptr || item->details == nullptr)
        {
            continue;
        }
        for (const std::string& id : item->details->superseded_update_ids)
        {
            if (!same_id(id, item->identity.update_id))
            {
                superseded.push_back(plain_id(id));
            }
        }
    }
    if (!superseded.empty())
    {
        std::sort(superseded.begin(), superseded.end());
        std::erase_if(found, [&](const com_ptr<IUpdate>& update) {
            const update_item* const item = own_update(update);
            return item != nullptr &&
                   std::binary_search(superseded.begin(), superseded.end(), plain_id(item->identity.update_id));
        });
    }
}

WUA_INLINE bool is_excluded(const com_ptr<IUpdate>& update, const search_exclusions& excluded)
{
    const update_item* const item = excluded.ids.empty() ? nullptr : own_update(update);
    return item != nullptr && std::any_of(excluded.ids.begin(), excluded.ids.end(), [&](const std::string& id) {
               return same_id(id, item->identity.update_id);
           });
}

WUA_INLINE com_ptr<ISearchResult>
search(const std::vector<com_ptr<IUpdate>>& updates, const search_criteria& criteria, const search_exclusions& excluded)
{
    std::vector<com_ptr<IUpdate>> found;
    std::vector<variant> warnings;
    for (const com_ptr<IUpdate>& update : updates)
    {
        if (is_excluded(update, excluded))
        {
            continue;
        }
        try
        {
            if (criteria.matches(facts_of(update, criteria)))
            {
                found.push_back(update);
            }
        }
        catch (const hresult_error& error)
        {
            if (error.code() == e_outofmemory)
            {
                throw; // a different error: the update itself is fine
            }
            warnings.emplace_back(com_ptr<IUpdateException>(make<update_exception>(
                error.code(), "an update that cannot be read is left out", uecSearchIncomplete)));
        }
    }
    if (excluded.has_superseded)
    {
        erase_superseded(found);
    }
    return make<search_result>(std::move(found), std::move(warnings));
}

} // namespace detail

WUA_INLINE HRESULT WUA_STDCALL update_searcher::get_CanAutomaticallyUpgradeService(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_can_upgrade_service.load(); });
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::put_CanAutomaticallyUpgradeService(VARIANT_BOOL value) noexcept
{
    return set(m_can_upgrade_service, value);
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::get_ClientApplicationID(BSTR* retval) noexcept
{
    return m_client.get(retval);
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::put_ClientApplicationID(BSTR value) noexcept
{
    return m_client.put(value);
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::get_IncludePotentiallySupersededUpdates(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_include_superseded.load(); });
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::put_IncludePotentiallySupersededUpdates(VARIANT_BOOL value) noexcept
{
    return set(m_include_superseded, value);
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::get_ServerSelection(ServerSelection* retval) noexcept
{
    return answer(retval, [&] { return m_server_selection.load(); });
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::put_ServerSelection(ServerSelection value) noexcept
{
    return set_known(m_server_selection, value);
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::BeginSearch(BSTR criteria, IUnknown* onCompleted, VARIANT state,
                                                            ISearchJob** retval) noexcept
{
    if (retval == nullptr)
    {
        return report_failure(e_pointer);
    }
    *retval = nullptr;
    return guarded([&] {
        search_callback_slot callback(onCompleted);
        const com_ptr<search_job> job = make<search_job>(search(criteria), state);
        com_ptr<ISearchJob>(job).copy_to(retval); // before the callback can be made
        if (!callback)
        {
            return;
        }
        try
        {
            job->begin(detail::make_handle<detail::search_completion>(std::move(callback), m_executor));
        }
        catch (...)
        {
            *retval = nullptr;
            job->Release();
            throw;
        }
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::EndSearch(ISearchJob* searchJob, ISearchResult** retval) noexcept
{
    return answer(retval, [&] {
        if (searchJob == nullptr)
        {
            throw hresult_error(e_pointer);
        }
        const auto ours = com_ptr<ISearchJob>(searchJob).try_query<detail::ISearchOutcome>();
        if (ours == nullptr)
        {
            throw hresult_error(e_invalidarg);
        }
        com_ptr<ISearchResult> result;
        throw_if_failed(ours->GetResult(result.put()));
        return result;
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::EscapeString(BSTR unescaped, BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(escape_criteria(to_utf8(view(unescaped)))); });
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::QueryHistory(LONG startIndex, LONG count,
                                                             IUpdateHistoryEntryCollection** retval) noexcept
{
    return detail::answer_from_parts(retval, [&] {
        if (!m_parts)
        {
            throw hresult_error(e_notimpl, "this agent only downloads; it has no engine that installs");
        }
        m_parts->query_history({}, startIndex, count, retval);
    });
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::Search(BSTR criteria, ISearchResult** retval) noexcept
{
    return answer(retval, [&] { return search(criteria); });
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::get_Online(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_online.load(); });
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::put_Online(VARIANT_BOOL value) noexcept
{
    return set(m_online, value);
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::GetTotalHistoryCount(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_parts ? m_parts->history_count() : 0; });
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::get_ServiceID(BSTR* retval) noexcept
{
    return m_service.get(retval);
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::put_ServiceID(BSTR value) noexcept
{
    return m_service.put(value);
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::get_IgnoreDownloadPriority(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_ignore_priority.load(); });
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::put_IgnoreDownloadPriority(VARIANT_BOOL value) noexcept
{
    return set(m_ignore_priority, value);
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::get_SearchScope(SearchScope* retval) noexcept
{
    return answer(retval, [&] { return m_scope.load(); });
}

WUA_INLINE HRESULT WUA_STDCALL update_searcher::put_SearchScope(SearchScope value) noexcept
{
    return set_known(m_scope, value);
}

WUA_INLINE HRESULT update_searcher::set(std::atomic<bool>& setting, VARIANT_BOOL value) noexcept
{
    setting = value != variant_false;
    return s_ok;
}

WUA_INLINE com_ptr<IUpdateSearcher> make_searcher(std::vector<com_ptr<IUpdate>> updates)
{
    return make<update_searcher>(std::move(updates));
}

} // namespace wua
