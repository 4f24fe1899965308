// SPDX-License-Identifier: MIT
#pragma once

// A searcher that finds updates among those it was given.

#include <atomic>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wua/com/implements.hpp>
#include <wua/agent/search_criteria.hpp>
#include <wua/objects/error_meaning.hpp>
#include <wua/agent/search_job.hpp>
#include <wua/agent/search_result.hpp>
#include <wua/objects/text_setting.hpp>
#include <wua/wuapi/update.hpp>
#include <wua/wuapi/update_searcher.hpp>

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

inline std::vector<std::string> read_category_ids(IUpdate& update)
{
    com_ptr<ICategoryCollection> categories;
    throw_if_failed(update.get_Categories(categories.put()));
    std::vector<std::string> ids;
    if (categories != nullptr)
    {
        for (const auto& category : items_of<com_ptr<ICategory>>(*categories))
        {
            bstr id;
            throw_if_failed(category->get_CategoryID(id.put()));
            ids.push_back(id.to_utf8());
        }
    }
    return ids;
}

// What the criteria ask of an update, and no more. An update too old for IUpdate2 or IUpdate3 has their defaults.
// Throws what a member fails with.
inline update_facts facts_of(const com_ptr<IUpdate>& update, const search_criteria& criteria)
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

inline com_ptr<ISearchResult> search(const std::vector<com_ptr<IUpdate>>& updates, const search_criteria& criteria)
{
    std::vector<com_ptr<IUpdate>> found;
    std::vector<com_ptr<IUpdateException>> warnings;
    for (const com_ptr<IUpdate>& update : updates)
    {
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
                throw; // the update is well
            }
            warnings.push_back(
                make<update_exception>(error.code(), "an update that cannot be read is left out", uecSearchIncomplete));
        }
    }
    return make<search_result>(std::move(found), std::move(warnings));
}

} // namespace detail

/// Finds updates among those that it was given, by the criteria of search_criteria, in their order. Nothing is fetched,
/// so the settings (Online, ServerSelection, ServiceID, SearchScope and the others) are kept and have no effect. Every
/// update counts as assigned. One that fails to answer what the criteria ask is left out with a warning. Any thread may
/// call it.
class update_searcher final : public implements<update_searcher, IUpdateSearcher3>
{
public:
    /// Throws hresult_error(e_pointer) when one of the updates is null.
    explicit update_searcher(std::vector<com_ptr<IUpdate>> updates) : m_updates(std::move(updates))
    {
        detail::require_updates(m_updates);
    }

    static std::string_view error_meaning(HRESULT code) noexcept
    {
        return detail::meaning_of(code);
    }

    HRESULT WUA_STDCALL get_CanAutomaticallyUpgradeService(VARIANT_BOOL* retval) noexcept override
    {
        return answer(retval, [&] { return m_can_upgrade_service.load(); });
    }

    HRESULT WUA_STDCALL put_CanAutomaticallyUpgradeService(VARIANT_BOOL value) noexcept override
    {
        return set(m_can_upgrade_service, value);
    }

    HRESULT WUA_STDCALL get_ClientApplicationID(BSTR* retval) noexcept override
    {
        return m_client.get(retval);
    }

    HRESULT WUA_STDCALL put_ClientApplicationID(BSTR value) noexcept override
    {
        return m_client.put(value);
    }

    HRESULT WUA_STDCALL get_IncludePotentiallySupersededUpdates(VARIANT_BOOL* retval) noexcept override
    {
        return answer(retval, [&] { return m_include_superseded.load(); });
    }

    HRESULT WUA_STDCALL put_IncludePotentiallySupersededUpdates(VARIANT_BOOL value) noexcept override
    {
        return set(m_include_superseded, value);
    }

    HRESULT WUA_STDCALL get_ServerSelection(ServerSelection* retval) noexcept override
    {
        return answer(retval, [&] { return m_server_selection.load(); });
    }

    /// `e_invalidarg` for a number that is not a ServerSelection.
    HRESULT WUA_STDCALL put_ServerSelection(ServerSelection value) noexcept override
    {
        return set_known(m_server_selection, value);
    }

    /// The search is over when this returns. The callback has been called by then, once, on the calling thread, after
    /// the job was stored in *retval; null stands for none, and an object that cannot be called is `e_nointerface`.
    HRESULT WUA_STDCALL BeginSearch(BSTR criteria, IUnknown* onCompleted, VARIANT state,
                                    ISearchJob** retval) noexcept override
    {
        if (retval == nullptr)
        {
            return e_pointer;
        }
        *retval = nullptr;
        return guarded([&] {
            const search_callback_slot callback(onCompleted);
            const com_ptr<search_job> job = make<search_job>(search(criteria), state);
            const com_ptr<search_completed_args> args = make<search_completed_args>();
            com_ptr<ISearchJob>(job).copy_to(retval); // nothing fails from here on
            job->complete(callback, *args);
        });
    }

    /// The result of a job of any searcher of this library, as often as it is asked for. `e_pointer` for null,
    /// `e_invalidarg` for a job of another origin.
    HRESULT WUA_STDCALL EndSearch(ISearchJob* searchJob, ISearchResult** retval) noexcept override
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

    HRESULT WUA_STDCALL EscapeString(BSTR unescaped, BSTR* retval) noexcept override
    {
        return answer(retval, [&] { return bstr(escape_criteria(to_utf8(view(unescaped)))); });
    }

    /// `e_notimpl`: nothing is installed here, so there is no history.
    HRESULT WUA_STDCALL QueryHistory(LONG, LONG, IUpdateHistoryEntryCollection** retval) noexcept override
    {
        return answer(retval, [] { return with_code{nullptr, e_notimpl}; });
    }

    HRESULT WUA_STDCALL Search(BSTR criteria, ISearchResult** retval) noexcept override
    {
        return answer(retval, [&] { return search(criteria); });
    }

    HRESULT WUA_STDCALL get_Online(VARIANT_BOOL* retval) noexcept override
    {
        return answer(retval, [&] { return m_online.load(); });
    }

    HRESULT WUA_STDCALL put_Online(VARIANT_BOOL value) noexcept override
    {
        return set(m_online, value);
    }

    /// Always 0.
    HRESULT WUA_STDCALL GetTotalHistoryCount(LONG* retval) noexcept override
    {
        return answer(retval, [] { return 0; });
    }

    HRESULT WUA_STDCALL get_ServiceID(BSTR* retval) noexcept override
    {
        return m_service.get(retval);
    }

    HRESULT WUA_STDCALL put_ServiceID(BSTR value) noexcept override
    {
        return m_service.put(value);
    }

    HRESULT WUA_STDCALL get_IgnoreDownloadPriority(VARIANT_BOOL* retval) noexcept override
    {
        return answer(retval, [&] { return m_ignore_priority.load(); });
    }

    HRESULT WUA_STDCALL put_IgnoreDownloadPriority(VARIANT_BOOL value) noexcept override
    {
        return set(m_ignore_priority, value);
    }

    HRESULT WUA_STDCALL get_SearchScope(SearchScope* retval) noexcept override
    {
        return answer(retval, [&] { return m_scope.load(); });
    }

    /// `e_invalidarg` for a number that is not a SearchScope.
    HRESULT WUA_STDCALL put_SearchScope(SearchScope value) noexcept override
    {
        return set_known(m_scope, value);
    }

private:
    com_ptr<ISearchResult> search(BSTR criteria) const
    {
        return detail::search(m_updates, search_criteria(to_utf8(view(criteria))));
    }

    static HRESULT set(std::atomic<bool>& setting, VARIANT_BOOL value) noexcept
    {
        setting = value != variant_false;
        return s_ok;
    }

    template <class Enum>
    static HRESULT set_known(std::atomic<Enum>& setting, Enum value) noexcept
    {
        if (!is_known(value))
        {
            return e_invalidarg;
        }
        setting = value;
        return s_ok;
    }

    const std::vector<com_ptr<IUpdate>> m_updates;
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
inline com_ptr<IUpdateSearcher> make_searcher(std::vector<com_ptr<IUpdate>> updates)
{
    return make<update_searcher>(std::move(updates));
}

} // namespace wua
