// SPDX-License-Identifier: MIT
#pragma once

// The installer: takes updates, and installs and uninstalls them on a machine.

#include <wua/agent/machine.hpp>
#include <wua/com/implements.hpp>
#include <wua/objects/installation_job.hpp>
#include <wua/objects/job_beginner.hpp>
#include <wua/objects/lockdown.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/update_installer.hpp>

#include <atomic>
#include <memory>

namespace wua
{

/// Settings are read when a job begins. An update that has not been downloaded fails with WU_E_DM_NOTDOWNLOADED, one
/// with unaccepted licence terms with WU_E_EULAS_DECLINED. Unless IsForced is set, one that is already installed ends
/// with WU_S_ALREADY_INSTALLED, and one to be removed that is not installed with WU_S_ALREADY_UNINSTALLED. One that
/// cannot be removed fails with WU_E_UNINSTALL_NOT_ALLOWED. Any thread may call any member.
class update_installer final : public implements<update_installer, IUpdateInstaller4, IUpdateLockdown>
{
public:
    explicit update_installer(std::shared_ptr<machine> target);

    /// "Unknown" until it is set.
    WUA_INLINE HRESULT WUA_STDCALL get_ClientApplicationID(BSTR* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_ClientApplicationID(BSTR value) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_IsForced(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_IsForced(VARIANT_BOOL value) noexcept override;

    /// Kept, without effect: nothing here has a window.
    WUA_INLINE HRESULT WUA_STDCALL get_ParentHwnd(void** retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_ParentHwnd(void* value) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_ParentWindow(IUnknown* value) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_ParentWindow(IUnknown** retval) noexcept override;

    /// Null, with success, until they are set.
    WUA_INLINE HRESULT WUA_STDCALL get_Updates(IUpdateCollection** retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_Updates(IUpdateCollection* value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL BeginInstall(IUnknown* onProgressChanged, IUnknown* onCompleted, VARIANT state,
                                                IInstallationJob** retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL BeginUninstall(IUnknown* onProgressChanged, IUnknown* onCompleted, VARIANT state,
                                                  IInstallationJob** retval) noexcept override;

    /// `e_pointer` for null, `e_invalidarg` for a job that this installer did not begin, or of the other kind.
    WUA_INLINE HRESULT WUA_STDCALL EndInstall(IInstallationJob* value, IInstallationResult** retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL EndUninstall(IInstallationJob* value,
                                                IInstallationResult** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL Install(IInstallationResult** retval) noexcept override;

    /// `e_notimpl`: there are no windows.
    WUA_INLINE HRESULT WUA_STDCALL RunWizard(BSTR dialogTitle, IInstallationResult** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsBusy(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL Uninstall(IInstallationResult** retval) noexcept override;

    /// VARIANT_TRUE by default. Kept, without effect; likewise ForceQuiet and AttemptCloseAppsIfNecessary, which are
    /// VARIANT_FALSE by default.
    WUA_INLINE HRESULT WUA_STDCALL get_AllowSourcePrompts(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_AllowSourcePrompts(VARIANT_BOOL value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_RebootRequiredBeforeInstallation(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_ForceQuiet(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_ForceQuiet(VARIANT_BOOL value) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_AttemptCloseAppsIfNecessary(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_AttemptCloseAppsIfNecessary(VARIANT_BOOL value) noexcept override;

    /// S_OK: an installation is complete when its job is. Flags other than 0 are `e_invalidarg`.
    WUA_INLINE HRESULT WUA_STDCALL Commit(DWORD dwFlags) noexcept override;

    /// Flags other than uloForWebsiteAccess are `e_invalidarg`. Afterwards
    /// put_IsForced, what begins and what ends are `wu_e_invalid_operation`.
    WUA_INLINE HRESULT WUA_STDCALL LockDown(LONG flags) noexcept override;

private:
    friend class implements<update_installer, IUpdateInstaller4, IUpdateLockdown>;
    ~update_installer() = default;

    com_ptr<installation_job> begin(job_kind kind, IUnknown* on_progress, IUnknown* on_completed, const VARIANT& state);

    HRESULT answer_job(job_kind kind, IUnknown* on_progress, IUnknown* on_completed, const VARIANT& state,
                       IInstallationJob** retval) noexcept;

    HRESULT answer_end(job_kind kind, const char* name, IInstallationJob* value, IInstallationResult** retval) noexcept;

    HRESULT answer_whole(job_kind kind, const char* name, IInstallationResult** retval) noexcept;

    const std::shared_ptr<machine> m_machine;
    detail::job_beginner m_jobs;
    detail::lockdown m_lockdown;
    std::atomic<void*> m_parent_handle = nullptr;
    std::atomic<bool> m_allows_source_prompts = true;
    std::atomic<bool> m_is_quiet = false;
    std::atomic<bool> m_closes_programs = false;
    mutable std::mutex m_mutex;
    agile_ref<IUnknown> m_parent; // guarded by m_mutex
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/update_installer.ipp>
#endif
