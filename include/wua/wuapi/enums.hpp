// SPDX-License-Identifier: MIT
#pragma once

// The enumerations of WUA's interfaces, 32 bits wide, with the names of their values.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace wua
{

/// A value of an enumeration and the name of its enumerator.
template <class Enum>
struct named_value
{
    Enum value;
    std::string_view name;
};

/// All values of an enumeration, in ascending order; specialised below each of them.
template <class Enum>
inline constexpr std::nullptr_t values_of = nullptr;

/// What a download is doing for an update. Counted from 1; mingw's header counts from 0, which is wrong.
enum DownloadPhase : std::int32_t
{
    dphInitializing = 1, ///< preparing; sizes are not known yet
    dphDownloading = 2,  ///< bytes are on their way
    dphVerifying = 3,    ///< the content is being checked
};

template <>
inline constexpr named_value<DownloadPhase> values_of<DownloadPhase>[] = {
    {dphInitializing, "dphInitializing"},
    {dphDownloading, "dphDownloading"},
    {dphVerifying, "dphVerifying"},
};

/// How much a download may get in the way of other network traffic.
enum DownloadPriority : std::int32_t
{
    dpLow = 1,
    dpNormal = 2,
    dpHigh = 3,
    dpExtraHigh = 4, ///< missing in older headers
};

template <>
inline constexpr named_value<DownloadPriority> values_of<DownloadPriority>[] = {
    {dpLow, "dpLow"},
    {dpNormal, "dpNormal"},
    {dpHigh, "dpHigh"},
    {dpExtraHigh, "dpExtraHigh"},
};

/// How an operation stands, as a whole or for one update.
enum OperationResultCode : std::int32_t
{
    orcNotStarted = 0,
    orcInProgress = 1,
    orcSucceeded = 2,
    orcSucceededWithErrors = 3, ///< some updates failed
    orcFailed = 4,
    orcAborted = 5,
};

template <>
inline constexpr named_value<OperationResultCode> values_of<OperationResultCode>[] = {
    {orcNotStarted, "orcNotStarted"}, {orcInProgress, "orcInProgress"},
    {orcSucceeded, "orcSucceeded"},   {orcSucceededWithErrors, "orcSucceededWithErrors"},
    {orcFailed, "orcFailed"},         {orcAborted, "orcAborted"},
};

/// Which content of an update to download.
enum DownloadType : std::int32_t
{
    downloadTypeFull = 0,
    downloadTypeUpdateBootstrapper = 1, ///< only what is needed to begin the installation
};

template <>
inline constexpr named_value<DownloadType> values_of<DownloadType>[] = {
    {downloadTypeFull, "downloadTypeFull"},
    {downloadTypeUpdateBootstrapper, "downloadTypeUpdateBootstrapper"},
};

enum UpdateType : std::int32_t
{
    utSoftware = 1,
    utDriver = 2,
};

template <>
inline constexpr named_value<UpdateType> values_of<UpdateType>[] = {
    {utSoftware, "utSoftware"},
    {utDriver, "utDriver"},
};

/// What the publisher wants to happen to an update.
enum DeploymentAction : std::int32_t
{
    daNone = 0,
    daInstallation = 1,
    daUninstallation = 2,
    daDetection = 3,
    daOptionalInstallation = 4,
};

template <>
inline constexpr named_value<DeploymentAction> values_of<DeploymentAction>[] = {
    {daNone, "daNone"},
    {daInstallation, "daInstallation"},
    {daUninstallation, "daUninstallation"},
    {daDetection, "daDetection"},
    {daOptionalInstallation, "daOptionalInstallation"},
};

/// Whether an update should be selected without the user's choosing it.
enum AutoSelectionMode : std::int32_t
{
    asLetWindowsUpdateDecide = 0,
    asAutoSelectIfDownloaded = 1,
    asNeverAutoSelect = 2,
    asAlwaysAutoSelect = 3,
};

template <>
inline constexpr named_value<AutoSelectionMode> values_of<AutoSelectionMode>[] = {
    {asLetWindowsUpdateDecide, "asLetWindowsUpdateDecide"},
    {asAutoSelectIfDownloaded, "asAutoSelectIfDownloaded"},
    {asNeverAutoSelect, "asNeverAutoSelect"},
    {asAlwaysAutoSelect, "asAlwaysAutoSelect"},
};

/// Whether an update should be downloaded without the user's choosing it.
enum AutoDownloadMode : std::int32_t
{
    adLetWindowsUpdateDecide = 0,
    adNeverAutoDownload = 1,
    adAlwaysAutoDownload = 2,
};

template <>
inline constexpr named_value<AutoDownloadMode> values_of<AutoDownloadMode>[] = {
    {adLetWindowsUpdateDecide, "adLetWindowsUpdateDecide"},
    {adNeverAutoDownload, "adNeverAutoDownload"},
    {adAlwaysAutoDownload, "adAlwaysAutoDownload"},
};

/// How disruptive an installation is.
enum InstallationImpact : std::int32_t
{
    iiNormal = 0,
    iiMinor = 1,
    iiRequiresExclusiveHandling = 2, ///< must be installed alone
};

template <>
inline constexpr named_value<InstallationImpact> values_of<InstallationImpact>[] = {
    {iiNormal, "iiNormal"},
    {iiMinor, "iiMinor"},
    {iiRequiresExclusiveHandling, "iiRequiresExclusiveHandling"},
};

/// Whether an installation requires a restart.
enum InstallationRebootBehavior : std::int32_t
{
    irbNeverReboots = 0,
    irbAlwaysRequiresReboot = 1,
    irbCanRequestReboot = 2,
};

template <>
inline constexpr named_value<InstallationRebootBehavior> values_of<InstallationRebootBehavior>[] = {
    {irbNeverReboots, "irbNeverReboots"},
    {irbAlwaysRequiresReboot, "irbAlwaysRequiresReboot"},
    {irbCanRequestReboot, "irbCanRequestReboot"},
};

/// Where a searcher looks.
enum ServerSelection : std::int32_t
{
    ssDefault = 0,
    ssManagedServer = 1,
    ssWindowsUpdate = 2,
    ssOthers = 3, ///< the service that ServiceID names
};

template <>
inline constexpr named_value<ServerSelection> values_of<ServerSelection>[] = {
    {ssDefault, "ssDefault"},
    {ssManagedServer, "ssManagedServer"},
    {ssWindowsUpdate, "ssWindowsUpdate"},
    {ssOthers, "ssOthers"},
};

/// Whether an update was installed or uninstalled.
enum UpdateOperation : std::int32_t
{
    uoInstallation = 1,
    uoUninstallation = 2,
};

template <>
inline constexpr named_value<UpdateOperation> values_of<UpdateOperation>[] = {
    {uoInstallation, "uoInstallation"},
    {uoUninstallation, "uoUninstallation"},
};

/// Where a warning comes from.
enum UpdateExceptionContext : std::int32_t
{
    uecGeneral = 1,
    uecWindowsDriver = 2,
    uecWindowsInstaller = 3,
    uecSearchIncomplete = 4,
};

template <>
inline constexpr named_value<UpdateExceptionContext> values_of<UpdateExceptionContext>[] = {
    {uecGeneral, "uecGeneral"},
    {uecWindowsDriver, "uecWindowsDriver"},
    {uecWindowsInstaller, "uecWindowsInstaller"},
    {uecSearchIncomplete, "uecSearchIncomplete"},
};

/// Whose updates a searcher looks for.
enum SearchScope : std::int32_t
{
    searchScopeDefault = 0,
    searchScopeMachineOnly = 1,
    searchScopeCurrentUserOnly = 2,
    searchScopeMachineAndCurrentUser = 3,
    searchScopeMachineAndAllUsers = 4,
    searchScopeAllUsers = 5,
};

template <>
inline constexpr named_value<SearchScope> values_of<SearchScope>[] = {
    {searchScopeDefault, "searchScopeDefault"},
    {searchScopeMachineOnly, "searchScopeMachineOnly"},
    {searchScopeCurrentUserOnly, "searchScopeCurrentUserOnly"},
    {searchScopeMachineAndCurrentUser, "searchScopeMachineAndCurrentUser"},
    {searchScopeMachineAndAllUsers, "searchScopeMachineAndAllUsers"},
    {searchScopeAllUsers, "searchScopeAllUsers"},
};

/// What LockDown forbids; values may be combined.
enum UpdateLockdownOption : std::int32_t
{
    uloForWebsiteAccess = 1,
};

template <>
inline constexpr named_value<UpdateLockdownOption> values_of<UpdateLockdownOption>[] = {
    {uloForWebsiteAccess, "uloForWebsiteAccess"},
};

/// The enumerator's name, such as "dphDownloading"; empty for a number that is no value of the enumeration.
template <class Enum>
[[nodiscard]] constexpr std::string_view name_of(Enum value) noexcept
requires(!std::is_null_pointer_v<std::remove_cv_t<decltype(values_of<Enum>)>>)
{
    for (const auto& known : values_of<Enum>)
        if (known.value == value)
            return known.name;
    return {};
}

/// Whether a number received over the ABI is a value of the enumeration.
template <class Enum>
[[nodiscard]] constexpr bool is_known(Enum value) noexcept
{
    return !name_of(value).empty();
}

} // namespace wua
