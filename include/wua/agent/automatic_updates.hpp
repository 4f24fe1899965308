// SPDX-License-Identifier: MIT
#pragma once

// The automatic updates of a machine, as objects.

#include <wua/agent/machine.hpp>
#include <wua/com/implements.hpp>
#include <wua/objects/lockdown.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/automatic_updates.hpp>

#include <memory>
#include <mutex>
#include <utility>

namespace wua
{

/// A copy of the machine's settings, which Save writes back. Any thread may call it. If the machine's settings are
/// read-only, members that change them return `e_accessdenied`.
class automatic_updates_settings final
    : public implements<automatic_updates_settings, IAutomaticUpdatesSettings3, IUpdateLockdown>
{
public:
    explicit automatic_updates_settings(std::shared_ptr<machine> target);

    WUA_INLINE HRESULT WUA_STDCALL get_NotificationLevel(AutomaticUpdatesNotificationLevel* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_NotificationLevel(AutomaticUpdatesNotificationLevel value) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_ReadOnly(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_Required(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL
    get_ScheduledInstallationDay(AutomaticUpdatesScheduledInstallationDay* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL
    put_ScheduledInstallationDay(AutomaticUpdatesScheduledInstallationDay value) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_ScheduledInstallationTime(LONG* retval) noexcept override;

    /// `e_invalidarg` for a number that is not an hour.
    WUA_INLINE HRESULT WUA_STDCALL put_ScheduledInstallationTime(LONG value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL Refresh() noexcept override;

    /// Starts the service unless the level is aunlDisabled.
    WUA_INLINE HRESULT WUA_STDCALL Save() noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IncludeRecommendedUpdates(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_IncludeRecommendedUpdates(VARIANT_BOOL value) noexcept override;

    /// Everything is permitted, unless the settings are read-only.
    WUA_INLINE HRESULT WUA_STDCALL CheckPermission(AutomaticUpdatesUserType userType,
                                                   AutomaticUpdatesPermissionType permissionType,
                                                   VARIANT_BOOL* userHasPermission) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_NonAdministratorsElevated(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_NonAdministratorsElevated(VARIANT_BOOL value) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_FeaturedUpdatesEnabled(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL put_FeaturedUpdatesEnabled(VARIANT_BOOL value) noexcept override;

    /// Flags other than uloForWebsiteAccess are `e_invalidarg`. Save is
    /// `wu_e_invalid_operation` afterwards.
    WUA_INLINE HRESULT WUA_STDCALL LockDown(LONG flags) noexcept override;

private:
    automatic_updates_facts facts() const
    {
        const std::lock_guard lock(m_mutex);
        return m_facts;
    }

    template <class F>
    HRESULT change(F&& f) noexcept;

    const std::shared_ptr<machine> m_machine;
    mutable std::mutex m_mutex;
    automatic_updates_facts m_facts; // guarded by m_mutex
    detail::lockdown m_lockdown;
};

/// Any thread may call it.
class automatic_updates_results final : public implements<automatic_updates_results, IAutomaticUpdatesResults>
{
public:
    explicit automatic_updates_results(std::shared_ptr<const machine> target)
        : m_machine(detail::needed_machine(std::move(target)))
    {}

    WUA_INLINE HRESULT WUA_STDCALL get_LastSearchSuccessDate(VARIANT* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_LastInstallationSuccessDate(VARIANT* retval) noexcept override;

private:
    const std::shared_ptr<const machine> m_machine;
};

/// Any thread may call it. Nothing happens here by itself: Pause and Resume are S_OK, and DetectNow counts as a
/// successful search.
class automatic_updates final : public implements<automatic_updates, IAutomaticUpdates2, IUpdateLockdown>
{
public:
    explicit automatic_updates(std::shared_ptr<machine> target) : m_machine(detail::needed_machine(std::move(target)))
    {}

    /// WU_E_AU_NOSERVICE while the service is not enabled or the level is aunlDisabled or aunlNotConfigured; likewise
    /// Pause and Resume. For EnableService only the level matters.
    WUA_INLINE HRESULT WUA_STDCALL DetectNow() noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL Pause() noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL Resume() noexcept override;

    /// `e_notimpl`: there are no windows.
    WUA_INLINE HRESULT WUA_STDCALL ShowSettingsDialog() noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Settings(IAutomaticUpdatesSettings** retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_ServiceEnabled(VARIANT_BOOL* retval) noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL EnableService() noexcept override;
    WUA_INLINE HRESULT WUA_STDCALL get_Results(IAutomaticUpdatesResults** retval) noexcept override;

    /// Flags other than uloForWebsiteAccess are `e_invalidarg`. Pause and
    /// Resume are `wu_e_invalid_operation` afterwards.
    WUA_INLINE HRESULT WUA_STDCALL LockDown(LONG flags) noexcept override;

private:
    // Throws hresult_error WU_E_AU_NOSERVICE.
    void throw_unless_on(bool asks_for_service) const;

    const std::shared_ptr<machine> m_machine;
    detail::lockdown m_lockdown;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/automatic_updates.ipp>
#endif
