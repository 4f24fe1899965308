// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/update_history.hpp>.

#include <wua/agent/update_history.hpp>
#include <wua/com/bstr.hpp>
#include <wua/objects/category.hpp>
#include <wua/objects/collection.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/objects/update_identity.hpp>
#include <wua/wuapi/success_codes.hpp>

namespace wua
{

WUA_COLD HRESULT WUA_STDCALL update_history_entry::get_Operation(UpdateOperation* retval) noexcept
{
    return answer(retval, [&] { return m_facts.operation; });
}

WUA_COLD HRESULT WUA_STDCALL update_history_entry::get_ResultCode(OperationResultCode* retval) noexcept
{
    return answer(retval, [&] { return m_facts.result.code; });
}

WUA_COLD HRESULT WUA_STDCALL update_history_entry::get_HResult(LONG* retval) noexcept
{
    return answer(
        retval, [&] { return m_facts.result.hresult == wu_s_reboot_required ? s_ok : m_facts.result.hresult; });
}

WUA_COLD HRESULT WUA_STDCALL update_history_entry::get_Date(DATE* retval) noexcept
{
    return answer(retval, [&] { return m_facts.date; });
}

WUA_COLD HRESULT WUA_STDCALL update_history_entry::get_UpdateIdentity(IUpdateIdentity** retval) noexcept
{
    return answer(retval, [&] { return make_update_identity(m_facts.update->identity); });
}

WUA_COLD HRESULT WUA_STDCALL update_history_entry::get_Title(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts.update->title); });
}

WUA_COLD HRESULT WUA_STDCALL update_history_entry::get_Description(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(details().description); });
}

WUA_COLD HRESULT WUA_STDCALL update_history_entry::get_UnmappedResultCode(LONG* retval) noexcept
{
    return get_HResult(retval);
}

WUA_COLD HRESULT WUA_STDCALL update_history_entry::get_ClientApplicationID(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_facts.client_application_id); });
}

WUA_COLD HRESULT WUA_STDCALL update_history_entry::get_ServerSelection(wua::ServerSelection* retval) noexcept
{
    return answer(retval, [] { return ssWindowsUpdate; });
}

WUA_COLD HRESULT WUA_STDCALL update_history_entry::get_ServiceID(BSTR* retval) noexcept
{
    return answer(retval, [] { return bstr(usual_services().front().id); });
}

WUA_COLD HRESULT WUA_STDCALL update_history_entry::get_UninstallationSteps(IStringCollection** retval) noexcept
{
    return answer(retval, [&] { return make_read_only_strings(details().uninstallation_steps); });
}

WUA_COLD HRESULT WUA_STDCALL update_history_entry::get_UninstallationNotes(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(details().uninstallation_notes); });
}

WUA_COLD HRESULT WUA_STDCALL update_history_entry::get_SupportUrl(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(details().support_url); });
}

WUA_COLD HRESULT WUA_STDCALL update_history_entry::get_Categories(ICategoryCollection** retval) noexcept
{
    return answer(retval, [&] { return make_category_collection(details().categories); });
}

WUA_COLD const update_details& update_history_entry::details() const noexcept
{
    static const update_details nothing{};
    return m_facts.update->details != nullptr ? *m_facts.update->details : nothing;
}

WUA_COLD com_ptr<IUpdateHistoryEntryCollection> make_history(std::vector<history_facts> entries)
{
    std::vector<variant> made;
    made.reserve(entries.size());
    for (history_facts& one : entries)
    {
        made.emplace_back(com_ptr<IUpdateHistoryEntry>(make<update_history_entry>(std::move(one))));
    }
    return make<detail::fixed_collection<IUpdateHistoryEntryCollection, IUpdateHistoryEntry*>>(std::move(made));
}

} // namespace wua
