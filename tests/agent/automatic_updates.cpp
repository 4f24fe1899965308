// SPDX-License-Identifier: MIT

// The automatic updates of a machine and their settings.

#include "catch.hpp"
#include "objects/late_bound.hpp"
#include <wua/agent/automatic_updates.hpp>
#include <wua/com/bstr.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/wuapi/errors.hpp>

#include <memory>
#include <utility>

using namespace wua;

namespace
{

std::shared_ptr<machine> machine_with(automatic_updates_facts settings = {})
{
    machine_facts facts;
    facts.automatic_updates = settings;
    return make_machine(std::make_shared<simulated_engine>(), std::move(facts));
}

com_ptr<IAutomaticUpdatesSettings3> settings_of(const com_ptr<IAutomaticUpdates2>& updates)
{
    com_ptr<IAutomaticUpdatesSettings> settings;
    throw_if_failed(updates->get_Settings(settings.put()));
    return settings.query<IAutomaticUpdatesSettings3>();
}

} // namespace

TEST_CASE("settings count when they have been saved", "[automatic_updates][IAutomaticUpdates::get_Settings]")
{
    const auto target = machine_with();
    const com_ptr<IAutomaticUpdates2> updates = make<automatic_updates>(target);
    const auto settings = settings_of(updates);
    AutomaticUpdatesNotificationLevel level{};
    AutomaticUpdatesScheduledInstallationDay day{};
    LONG hour = -1;
    VARIANT_BOOL value = variant_true;
    REQUIRE(settings->get_NotificationLevel(&level) == s_ok);
    CHECK(level == aunlScheduledInstallation);
    REQUIRE(settings->get_ScheduledInstallationDay(&day) == s_ok);
    CHECK(day == ausidEveryDay);
    REQUIRE(settings->get_ScheduledInstallationTime(&hour) == s_ok);
    CHECK(hour == 3);
    REQUIRE(settings->get_ReadOnly(&value) == s_ok);
    CHECK(value == variant_false);
    REQUIRE(settings->get_Required(&value) == s_ok);
    CHECK(value == variant_false);

    CHECK(settings->put_NotificationLevel(static_cast<AutomaticUpdatesNotificationLevel>(5)) == e_invalidarg);
    CHECK(settings->put_ScheduledInstallationDay(static_cast<AutomaticUpdatesScheduledInstallationDay>(8)) ==
          e_invalidarg);
    CHECK(settings->put_ScheduledInstallationTime(24) == e_invalidarg);
    REQUIRE(settings->put_NotificationLevel(aunlDisabled) == s_ok);
    REQUIRE(settings->put_ScheduledInstallationDay(ausidEveryFriday) == s_ok);
    REQUIRE(settings->put_ScheduledInstallationTime(23) == s_ok);
    REQUIRE(settings->put_IncludeRecommendedUpdates(variant_false) == s_ok);
    REQUIRE(settings->put_NonAdministratorsElevated(variant_false) == s_ok);
    REQUIRE(settings->put_FeaturedUpdatesEnabled(variant_true) == s_ok);
    CHECK(target->facts().automatic_updates.level == aunlScheduledInstallation);
    REQUIRE(settings->Save() == s_ok);
    const automatic_updates_facts saved = target->facts().automatic_updates;
    CHECK(saved.level == aunlDisabled);
    CHECK(saved.day == ausidEveryFriday);
    CHECK(saved.hour == 23);
    CHECK_FALSE(saved.includes_recommended);
    CHECK_FALSE(saved.lets_everybody_install);
    CHECK(saved.has_featured_updates);
    REQUIRE(settings->get_IncludeRecommendedUpdates(&value) == s_ok);
    CHECK(value == variant_false);
    REQUIRE(settings->get_NonAdministratorsElevated(&value) == s_ok);
    CHECK(value == variant_false);
    REQUIRE(settings->get_FeaturedUpdatesEnabled(&value) == s_ok);
    CHECK(value == variant_true);

    REQUIRE(settings->put_ScheduledInstallationTime(5) == s_ok);
    REQUIRE(settings->Refresh() == s_ok);
    REQUIRE(settings->get_ScheduledInstallationTime(&hour) == s_ok);
    CHECK(hour == 23);
    REQUIRE(settings->CheckPermission(auutCurrentUser, auptSetNotificationLevel, &value) == s_ok);
    CHECK(value == variant_true);
    CHECK(settings->CheckPermission(static_cast<AutomaticUpdatesUserType>(3), auptSetNotificationLevel, &value) ==
          e_invalidarg);
}

TEST_CASE("read-only settings cannot be changed", "[automatic_updates]")
{
    automatic_updates_facts facts;
    facts.is_read_only = true;
    const com_ptr<IAutomaticUpdates2> updates = make<automatic_updates>(machine_with(facts));
    const auto settings = settings_of(updates);
    CHECK(settings->put_ScheduledInstallationTime(5) == e_accessdenied);
    CHECK(settings->Save() == e_accessdenied);
    VARIANT_BOOL value = variant_true;
    REQUIRE(settings->CheckPermission(auutLocalAdministrator, auptDisableAutomaticUpdates, &value) == s_ok);
    CHECK(value == variant_false);
}

TEST_CASE("automatic updates tell their successes and can be enabled", "[automatic_updates]")
{
    automatic_updates_facts facts;
    facts.is_enabled = false;
    facts.last_installation = 46000;
    const com_ptr<IAutomaticUpdates2> updates = make<automatic_updates>(machine_with(facts));
    VARIANT_BOOL enabled = variant_true;
    REQUIRE(updates->get_ServiceEnabled(&enabled) == s_ok);
    CHECK(enabled == variant_false);
    CHECK(updates->DetectNow() == wu_e_au_noservice);
    CHECK(updates->Pause() == wu_e_au_noservice);
    CHECK(updates->Resume() == wu_e_au_noservice);
    com_ptr<IAutomaticUpdatesResults> results;
    REQUIRE(updates->get_Results(results.put()) == s_ok);
    variant date;
    REQUIRE(results->get_LastSearchSuccessDate(date.put()) == s_ok);
    CHECK(date.vt() == VT_EMPTY);
    REQUIRE(results->get_LastInstallationSuccessDate(date.put()) == s_ok);
    CHECK(date.vt() == VT_DATE);
    CHECK(date.get().date == 46000);
    REQUIRE(updates->EnableService() == s_ok);
    CHECK(updates->Pause() == s_ok);
    CHECK(updates->Resume() == s_ok);
    CHECK(updates->DetectNow() == s_ok);
    REQUIRE(results->get_LastSearchSuccessDate(date.put()) == s_ok);
    CHECK(date.vt() == VT_DATE);
    CHECK(updates->ShowSettingsDialog() == e_notimpl);
}

TEST_CASE("automatic updates that are locked down do not pause, and their settings are not saved",
          "[automatic_updates]")
{
    const com_ptr<IAutomaticUpdates2> updates = make<automatic_updates>(machine_with());
    const auto settings = settings_of(updates);
    REQUIRE(settings->put_ScheduledInstallationTime(7) == s_ok);
    CHECK(settings.query<IUpdateLockdown>()->LockDown(2) == e_invalidarg);
    REQUIRE(settings.query<IUpdateLockdown>()->LockDown(uloForWebsiteAccess) == s_ok);
    CHECK(settings->Save() == wu_e_invalid_operation);
    LONG hour = 0;
    REQUIRE(settings->Refresh() == s_ok);
    REQUIRE(settings->get_ScheduledInstallationTime(&hour) == s_ok);
    CHECK(hour != 7);

    CHECK(updates->Pause() == s_ok);
    REQUIRE(updates.query<IUpdateLockdown>()->LockDown(uloForWebsiteAccess) == s_ok);
    CHECK(updates->Pause() == wu_e_invalid_operation);
    CHECK(updates->Resume() == wu_e_invalid_operation);
    CHECK(updates->DetectNow() == s_ok);
}

TEST_CASE("automatic updates that are disabled or not configured detect nothing", "[automatic_updates]")
{
    for (const AutomaticUpdatesNotificationLevel level : {aunlDisabled, aunlNotConfigured})
    {
        automatic_updates_facts facts;
        facts.level = level;
        const com_ptr<IAutomaticUpdates2> updates = make<automatic_updates>(machine_with(facts));
        CHECK(updates->DetectNow() == wu_e_au_noservice);
        CHECK(updates->EnableService() == wu_e_au_noservice);
    }
}

TEST_CASE("settings that are saved with another level than disabled start the service", "[automatic_updates]")
{
    automatic_updates_facts facts;
    facts.is_enabled = false;
    facts.level = aunlDisabled;
    const auto target = machine_with(facts);
    const com_ptr<IAutomaticUpdates2> updates = make<automatic_updates>(target);
    const auto settings = settings_of(updates);
    REQUIRE(settings->Save() == s_ok);
    CHECK_FALSE(target->facts().automatic_updates.is_enabled);
    REQUIRE(settings->put_NotificationLevel(aunlScheduledInstallation) == s_ok);
    REQUIRE(settings->Save() == s_ok);
    CHECK(target->facts().automatic_updates.is_enabled);
    CHECK(updates->DetectNow() == s_ok);
}
