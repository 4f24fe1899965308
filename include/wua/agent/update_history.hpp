// SPDX-License-Identifier: MIT
#pragma once

// The history of a machine as objects.

#include <wua/com/implements.hpp>
#include <wua/model/machine_facts.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/update_history.hpp>

#include <utility>
#include <vector>

namespace wua
{

/// Immutable; any thread may read it. HResult does not show that a restart was required; it is S_OK then.
class update_history_entry final : public implements<update_history_entry, IUpdateHistoryEntry2>
{
public:
    explicit update_history_entry(history_facts facts) : m_facts(std::move(facts)) {}

    WUA_INLINE HRESULT WUA_STDCALL get_Operation(UpdateOperation* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_ResultCode(OperationResultCode* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_HResult(LONG* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_Date(DATE* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_UpdateIdentity(IUpdateIdentity** retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_Title(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_Description(BSTR* retval) noexcept override;

    /// The same as HResult: no underlying layer has a code of its own.
    WUA_INLINE HRESULT WUA_STDCALL get_UnmappedResultCode(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_ClientApplicationID(BSTR* retval) noexcept override;

    /// Always ssWindowsUpdate; ServiceID is that service's.
    WUA_INLINE HRESULT WUA_STDCALL get_ServerSelection(wua::ServerSelection* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_ServiceID(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_UninstallationSteps(IStringCollection** retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_UninstallationNotes(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_SupportUrl(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_Categories(ICategoryCollection** retval) noexcept override;

private:
    const update_details& details() const noexcept;

    const history_facts m_facts;
};

/// The entries in order; each must have its update.
com_ptr<IUpdateHistoryEntryCollection> make_history(std::vector<history_facts> entries);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/update_history.ipp>
#endif
