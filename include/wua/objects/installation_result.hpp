// SPDX-License-Identifier: MIT
#pragma once

// The results of an installation and of each of its updates.

#include <wua/com/implements.hpp>
#include <wua/job/ledger.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/installation_result.hpp>

#include <memory>

namespace wua
{

/// For one update; immutable. An engine reports a required restart as a success with WU_S_REBOOT_REQUIRED; it is S_OK
/// here.
class update_installation_result final : public implements<update_installation_result, IUpdateInstallationResult>
{
public:
    explicit update_installation_result(outcome value) : m_outcome(std::move(value)) {}

    WUA_INLINE HRESULT WUA_STDCALL get_HResult(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_RebootRequired(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_ResultCode(OperationResultCode* retval) noexcept override;

private:
    const outcome m_outcome;
};

/// For a completed job, which it may outlive.
class installation_result final : public implements<installation_result, IInstallationResult>
{
public:
    /// The job must be completed.
    explicit installation_result(const detail::ledger& job) : m_outcome(job.result()), m_table(job.table()) {}

    WUA_INLINE HRESULT WUA_STDCALL get_HResult(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_RebootRequired(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_ResultCode(OperationResultCode* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL GetUpdateResult(LONG updateIndex,
                                                   IUpdateInstallationResult** retval) noexcept override;

private:
    const outcome m_outcome;
    const com_ptr<const detail::update_table> m_table;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/installation_result.ipp>
#endif
