// SPDX-License-Identifier: MIT
#pragma once

// The enumerations of the interfaces for a machine's automatic updates and its services.

#include <wua/wuapi/enums.hpp>

namespace wua
{

/// What automatic updates do without asking.
enum AutomaticUpdatesNotificationLevel : std::int32_t
{
    aunlNotConfigured = 0,
    aunlDisabled = 1,
    aunlNotifyBeforeDownload = 2,
    aunlNotifyBeforeInstallation = 3,
    aunlScheduledInstallation = 4,
};

template <>
inline constexpr named_value<AutomaticUpdatesNotificationLevel> values_of<AutomaticUpdatesNotificationLevel>[] = {
    {aunlNotConfigured, "aunlNotConfigured"},
    {aunlDisabled, "aunlDisabled"},
    {aunlNotifyBeforeDownload, "aunlNotifyBeforeDownload"},
    {aunlNotifyBeforeInstallation, "aunlNotifyBeforeInstallation"},
    {aunlScheduledInstallation, "aunlScheduledInstallation"},
};

/// On which day updates are installed.
enum AutomaticUpdatesScheduledInstallationDay : std::int32_t
{
    ausidEveryDay = 0,
    ausidEverySunday = 1,
    ausidEveryMonday = 2,
    ausidEveryTuesday = 3,
    ausidEveryWednesday = 4,
    ausidEveryThursday = 5,
    ausidEveryFriday = 6,
    ausidEverySaturday = 7,
};

template <>
inline constexpr named_value<AutomaticUpdatesScheduledInstallationDay>
    values_of<AutomaticUpdatesScheduledInstallationDay>[] = {
        {ausidEveryDay, "ausidEveryDay"},
        {ausidEverySunday, "ausidEverySunday"},
        {ausidEveryMonday, "ausidEveryMonday"},
        {ausidEveryTuesday, "ausidEveryTuesday"},
        {ausidEveryWednesday, "ausidEveryWednesday"},
        {ausidEveryThursday, "ausidEveryThursday"},
        {ausidEveryFriday, "ausidEveryFriday"},
        {ausidEverySaturday, "ausidEverySaturday"},
};

/// Whose permission is meant.
enum AutomaticUpdatesUserType : std::int32_t
{
    auutCurrentUser = 1,
    auutLocalAdministrator = 2,
};

template <>
inline constexpr named_value<AutomaticUpdatesUserType> values_of<AutomaticUpdatesUserType>[] = {
    {auutCurrentUser, "auutCurrentUser"},
    {auutLocalAdministrator, "auutLocalAdministrator"},
};

/// What the permission is for.
enum AutomaticUpdatesPermissionType : std::int32_t
{
    auptSetNotificationLevel = 1,
    auptDisableAutomaticUpdates = 2,
    auptSetIncludeRecommendedUpdates = 3,
    auptSetFeaturedUpdatesEnabled = 4,
    auptSetNonAdministratorsElevated = 5,
};

template <>
inline constexpr named_value<AutomaticUpdatesPermissionType> values_of<AutomaticUpdatesPermissionType>[] = {
    {auptSetNotificationLevel, "auptSetNotificationLevel"},
    {auptDisableAutomaticUpdates, "auptDisableAutomaticUpdates"},
    {auptSetIncludeRecommendedUpdates, "auptSetIncludeRecommendedUpdates"},
    {auptSetFeaturedUpdatesEnabled, "auptSetFeaturedUpdatesEnabled"},
    {auptSetNonAdministratorsElevated, "auptSetNonAdministratorsElevated"},
};

/// How the registration of a service stands.
enum UpdateServiceRegistrationState : std::int32_t
{
    usrsNotRegistered = 1,
    usrsRegistrationPending = 2,
    usrsRegistered = 3,
};

template <>
inline constexpr named_value<UpdateServiceRegistrationState> values_of<UpdateServiceRegistrationState>[] = {
    {usrsNotRegistered, "usrsNotRegistered"},
    {usrsRegistrationPending, "usrsRegistrationPending"},
    {usrsRegistered, "usrsRegistered"},
};

/// How AddService2 may register a service; values may be combined.
enum AddServiceFlag : std::int32_t
{
    asfAllowPendingRegistration = 1,
    asfAllowOnlineRegistration = 2,
    asfRegisterServiceWithAU = 4,
};

template <>
inline constexpr named_value<AddServiceFlag> values_of<AddServiceFlag>[] = {
    {asfAllowPendingRegistration, "asfAllowPendingRegistration"},
    {asfAllowOnlineRegistration, "asfAllowOnlineRegistration"},
    {asfRegisterServiceWithAU, "asfRegisterServiceWithAU"},
};

/// What a scan package service should be; values may be combined.
enum UpdateServiceOption : std::int32_t
{
    usoNonVolatileService = 1, ///< stays when the session is over
};

template <>
inline constexpr named_value<UpdateServiceOption> values_of<UpdateServiceOption>[] = {
    {usoNonVolatileService, "usoNonVolatileService"},
};

} // namespace wua
