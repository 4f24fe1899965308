// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/automatic_updates.hpp>.

#include <wua/agent/automatic_updates.hpp>
#include <wua/com/variant.hpp>
#include <wua/wuapi/errors.hpp>

#include <optional>

namespace wua
{

namespace detail
{

WUA_COLD variant date_or_nothing(const std::optional<double>& date)
{
    return date ? variant::date(*date) : variant();
}

} // namespace detail

WUA_COLD automatic_updates_settings::automatic_updates_settings(std::shared_ptr<machine> target)
    : m_machine(detail::needed_machine(std::move(target))),
      m_facts(m_machine->facts().automatic_updates)
{}

template <class F>
HRESULT automatic_updates_settings::change(F&& f) noexcept
{
    return guarded([&] {
        const std::lock_guard lock(m_mutex);
        if (m_facts.is_read_only)
        {
            throw hresult_error(e_accessdenied, "the settings are read-only");
        }
        f(m_facts);
    });
}

WUA_COLD HRESULT WUA_STDCALL
automatic_updates_settings::get_NotificationLevel(AutomaticUpdatesNotificationLevel* retval) noexcept
{
    return answer(retval, [&] { return facts().level; });
}

WUA_COLD HRESULT WUA_STDCALL
automatic_updates_settings::put_NotificationLevel(AutomaticUpdatesNotificationLevel value) noexcept
{
    return change([&](automatic_updates_facts& facts) {
        if (!is_known(value))
        {
            throw hresult_error(e_invalidarg, "NotificationLevel must be an AutomaticUpdatesNotificationLevel");
        }
        facts.level = value;
    });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_settings::get_ReadOnly(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return facts().is_read_only; });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_settings::get_Required(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return facts().is_required; });
}

WUA_COLD HRESULT WUA_STDCALL
automatic_updates_settings::get_ScheduledInstallationDay(AutomaticUpdatesScheduledInstallationDay* retval) noexcept
{
    return answer(retval, [&] { return facts().day; });
}

WUA_COLD HRESULT WUA_STDCALL
automatic_updates_settings::put_ScheduledInstallationDay(AutomaticUpdatesScheduledInstallationDay value) noexcept
{
    return change([&](automatic_updates_facts& facts) {
        if (!is_known(value))
        {
            throw hresult_error(
                e_invalidarg, "ScheduledInstallationDay must be an AutomaticUpdatesScheduledInstallationDay");
        }
        facts.day = value;
    });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_settings::get_ScheduledInstallationTime(LONG* retval) noexcept
{
    return answer(retval, [&] { return LONG{facts().hour}; });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_settings::put_ScheduledInstallationTime(LONG value) noexcept
{
    return change([&](automatic_updates_facts& facts) {
        if (value < 0 || value > 23)
        {
            throw hresult_error(e_invalidarg, "ScheduledInstallationTime must be an hour, from 0 to 23");
        }
        facts.hour = value;
    });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_settings::Refresh() noexcept
{
    return guarded([&] {
        const automatic_updates_facts read = m_machine->facts().automatic_updates;
        const std::lock_guard lock(m_mutex);
        m_facts = read;
    });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_settings::Save() noexcept
{
    return guarded([&] {
        m_lockdown.refuse_unless_open();
        const automatic_updates_facts saved = facts();
        m_machine->change([&](machine_facts& all) {
            if (all.automatic_updates.is_read_only)
            {
                throw hresult_error(e_accessdenied, "the settings are read-only");
            }
            automatic_updates_facts& kept = all.automatic_updates;
            kept.level = saved.level;
            kept.day = saved.day;
            kept.hour = saved.hour;
            kept.includes_recommended = saved.includes_recommended;
            kept.lets_everybody_install = saved.lets_everybody_install;
            kept.has_featured_updates = saved.has_featured_updates;
            kept.is_enabled = kept.is_enabled || saved.level != aunlDisabled;
        });
    });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_settings::get_IncludeRecommendedUpdates(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return facts().includes_recommended; });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_settings::put_IncludeRecommendedUpdates(VARIANT_BOOL value) noexcept
{
    return change([&](automatic_updates_facts& facts) { facts.includes_recommended = value != variant_false; });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_settings::CheckPermission(
    AutomaticUpdatesUserType userType, AutomaticUpdatesPermissionType permissionType,
    VARIANT_BOOL* userHasPermission) noexcept
{
    return answer(userHasPermission, [&] {
        if (!is_known(userType) || !is_known(permissionType))
        {
            throw hresult_error(e_invalidarg, "CheckPermission takes an AutomaticUpdatesUserType and an "
                                              "AutomaticUpdatesPermissionType");
        }
        return !facts().is_read_only;
    });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_settings::get_NonAdministratorsElevated(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return facts().lets_everybody_install; });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_settings::put_NonAdministratorsElevated(VARIANT_BOOL value) noexcept
{
    return change([&](automatic_updates_facts& facts) { facts.lets_everybody_install = value != variant_false; });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_settings::get_FeaturedUpdatesEnabled(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return facts().has_featured_updates; });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_settings::put_FeaturedUpdatesEnabled(VARIANT_BOOL value) noexcept
{
    return change([&](automatic_updates_facts& facts) { facts.has_featured_updates = value != variant_false; });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_results::get_LastSearchSuccessDate(VARIANT* retval) noexcept
{
    return answer(retval, [&] { return detail::date_or_nothing(m_machine->facts().automatic_updates.last_search); });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_results::get_LastInstallationSuccessDate(VARIANT* retval) noexcept
{
    return answer(
        retval, [&] { return detail::date_or_nothing(m_machine->facts().automatic_updates.last_installation); });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates::DetectNow() noexcept
{
    return guarded([&] {
        throw_unless_on(true);
        m_machine->note_search();
    });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates::Pause() noexcept
{
    return guarded([&] {
        m_lockdown.refuse_unless_open();
        throw_unless_on(true);
    });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates::Resume() noexcept
{
    return guarded([&] {
        m_lockdown.refuse_unless_open();
        throw_unless_on(true);
    });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates::ShowSettingsDialog() noexcept
{
    return report_failure(e_notimpl, "there are no windows here");
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates::get_Settings(IAutomaticUpdatesSettings** retval) noexcept
{
    return answer(
        retval, [&] { return com_ptr<IAutomaticUpdatesSettings>(make<automatic_updates_settings>(m_machine)); });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates::get_ServiceEnabled(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_machine->facts().automatic_updates.is_enabled; });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates::EnableService() noexcept
{
    return guarded([&] {
        throw_unless_on(false);
        m_machine->change([](machine_facts& all) { all.automatic_updates.is_enabled = true; });
    });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates::get_Results(IAutomaticUpdatesResults** retval) noexcept
{
    return answer(
        retval, [&] { return com_ptr<IAutomaticUpdatesResults>(make<automatic_updates_results>(m_machine)); });
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates_settings::LockDown(LONG flags) noexcept
{
    return m_lockdown.lock(flags);
}

WUA_COLD HRESULT WUA_STDCALL automatic_updates::LockDown(LONG flags) noexcept
{
    return m_lockdown.lock(flags);
}

WUA_COLD void automatic_updates::throw_unless_on(bool asks_for_service) const
{
    const automatic_updates_facts facts = m_machine->facts().automatic_updates;
    if (facts.level == aunlDisabled || facts.level == aunlNotConfigured)
    {
        throw hresult_error(wu_e_au_noservice, "automatic updates are disabled, or not configured");
    }
    if (asks_for_service && !facts.is_enabled)
    {
        throw hresult_error(wu_e_au_noservice, "the service of automatic updates is not enabled");
    }
}

} // namespace wua
