// SPDX-License-Identifier: MIT
#pragma once

// The interfaces of Windows Update Agent by the SDK's names in the global namespace, for clients that are ported or
// tested where there is no SDK: what <wuapi.h> declares, with the types of windows.h or wua/compat/com.h. On Windows it
// replaces <wuapi.h> and cannot be included together with it.

#if !defined(_WIN32)
#include <wua/compat/com.h>
#endif

#include <wua/wuapi/wuapi.hpp>

using wua::IAutomaticUpdates;
using wua::IAutomaticUpdates2;
using wua::IAutomaticUpdatesResults;
using wua::IAutomaticUpdatesSettings;
using wua::IAutomaticUpdatesSettings2;
using wua::IAutomaticUpdatesSettings3;
using wua::ICategory;
using wua::ICategoryCollection;
using wua::IDownloadCompletedCallback;
using wua::IDownloadCompletedCallbackArgs;
using wua::IDownloadJob;
using wua::IDownloadProgress;
using wua::IDownloadProgressChangedCallback;
using wua::IDownloadProgressChangedCallbackArgs;
using wua::IDownloadResult;
using wua::IImageInformation;
using wua::IInstallationBehavior;
using wua::IInstallationCompletedCallback;
using wua::IInstallationCompletedCallbackArgs;
using wua::IInstallationJob;
using wua::IInstallationProgress;
using wua::IInstallationProgressChangedCallback;
using wua::IInstallationProgressChangedCallbackArgs;
using wua::IInstallationResult;
using wua::InstallationImpact;
using wua::InstallationRebootBehavior;
using wua::ISearchCompletedCallback;
using wua::ISearchCompletedCallbackArgs;
using wua::ISearchJob;
using wua::ISearchResult;
using wua::IStringCollection;
using wua::ISystemInformation;
using wua::IUpdate;
using wua::IUpdate2;
using wua::IUpdate3;
using wua::IUpdate4;
using wua::IUpdate5;
using wua::IUpdateCollection;
using wua::IUpdateDownloadContent;
using wua::IUpdateDownloadContent2;
using wua::IUpdateDownloadContentCollection;
using wua::IUpdateDownloader;
using wua::IUpdateDownloaderEx;
using wua::IUpdateDownloadResult;
using wua::IUpdateEx;
using wua::IUpdateException;
using wua::IUpdateExceptionCollection;
using wua::IUpdateHistoryEntry;
using wua::IUpdateHistoryEntry2;
using wua::IUpdateHistoryEntryCollection;
using wua::IUpdateIdentity;
using wua::IUpdateInstallationResult;
using wua::IUpdateInstaller;
using wua::IUpdateInstaller2;
using wua::IUpdateInstaller3;
using wua::IUpdateInstaller4;
using wua::IUpdateLockdown;
using wua::IUpdateSearcher;
using wua::IUpdateSearcher2;
using wua::IUpdateSearcher3;
using wua::IUpdateService;
using wua::IUpdateService2;
using wua::IUpdateServiceCollection;
using wua::IUpdateServiceManager;
using wua::IUpdateServiceManager2;
using wua::IUpdateServiceRegistration;
using wua::IUpdateSession;
using wua::IUpdateSession2;
using wua::IUpdateSession3;
using wua::IWebProxy;
using wua::IWindowsDriverUpdate;
using wua::IWindowsDriverUpdate2;
using wua::IWindowsDriverUpdate3;
using wua::IWindowsDriverUpdate4;
using wua::IWindowsDriverUpdate5;
using wua::IWindowsDriverUpdateEntry;
using wua::IWindowsDriverUpdateEntryCollection;
using wua::IWindowsUpdateAgentInfo;

using enum wua::DownloadPhase;
using wua::DownloadPhase;
using enum wua::DownloadPriority;
using wua::DownloadPriority;
using enum wua::OperationResultCode;
using wua::OperationResultCode;
using enum wua::DownloadType;
using wua::DownloadType;
using enum wua::UpdateType;
using wua::UpdateType;
using enum wua::DeploymentAction;
using wua::DeploymentAction;
using enum wua::AutoSelectionMode;
using wua::AutoSelectionMode;
using enum wua::AutoDownloadMode;
using wua::AutoDownloadMode;
using enum wua::InstallationImpact;
using wua::InstallationImpact;
using enum wua::InstallationRebootBehavior;
using wua::InstallationRebootBehavior;
using enum wua::ServerSelection;
using wua::ServerSelection;
using enum wua::UpdateOperation;
using wua::UpdateOperation;
using enum wua::UpdateExceptionContext;
using wua::UpdateExceptionContext;
using enum wua::SearchScope;
using wua::SearchScope;
using enum wua::UpdateLockdownOption;
using wua::UpdateLockdownOption;
using enum wua::AutomaticUpdatesNotificationLevel;
using wua::AutomaticUpdatesNotificationLevel;
using enum wua::AutomaticUpdatesScheduledInstallationDay;
using wua::AutomaticUpdatesScheduledInstallationDay;
using enum wua::AutomaticUpdatesUserType;
using wua::AutomaticUpdatesUserType;
using enum wua::AutomaticUpdatesPermissionType;
using wua::AutomaticUpdatesPermissionType;
using enum wua::UpdateServiceRegistrationState;
using wua::UpdateServiceRegistrationState;
using enum wua::AddServiceFlag;
using wua::AddServiceFlag;
using enum wua::UpdateServiceOption;
using wua::UpdateServiceOption;

inline constexpr wua::IID IID_IUpdateCollection = wua::iid_of<wua::IUpdateCollection>;
inline constexpr wua::IID IID_IStringCollection = wua::iid_of<wua::IStringCollection>;
inline constexpr wua::IID IID_ICategory = wua::iid_of<wua::ICategory>;
inline constexpr wua::IID IID_ICategoryCollection = wua::iid_of<wua::ICategoryCollection>;
inline constexpr wua::IID IID_IDownloadCompletedCallbackArgs = wua::iid_of<wua::IDownloadCompletedCallbackArgs>;
inline constexpr wua::IID IID_IDownloadCompletedCallback = wua::iid_of<wua::IDownloadCompletedCallback>;
inline constexpr wua::IID IID_IDownloadProgressChangedCallbackArgs =
    wua::iid_of<wua::IDownloadProgressChangedCallbackArgs>;
inline constexpr wua::IID IID_IDownloadProgressChangedCallback = wua::iid_of<wua::IDownloadProgressChangedCallback>;
inline constexpr wua::IID IID_IUpdateDownloadContent = wua::iid_of<wua::IUpdateDownloadContent>;
inline constexpr wua::IID IID_IUpdateDownloadContent2 = wua::iid_of<wua::IUpdateDownloadContent2>;
inline constexpr wua::IID IID_IUpdateDownloadContentCollection = wua::iid_of<wua::IUpdateDownloadContentCollection>;
inline constexpr wua::IID IID_IDownloadJob = wua::iid_of<wua::IDownloadJob>;
inline constexpr wua::IID IID_IDownloadProgress = wua::iid_of<wua::IDownloadProgress>;
inline constexpr wua::IID IID_IUpdateDownloadResult = wua::iid_of<wua::IUpdateDownloadResult>;
inline constexpr wua::IID IID_IDownloadResult = wua::iid_of<wua::IDownloadResult>;
inline constexpr wua::IID IID_IImageInformation = wua::iid_of<wua::IImageInformation>;
inline constexpr wua::IID IID_IInstallationBehavior = wua::iid_of<wua::IInstallationBehavior>;
inline constexpr wua::IID IID_IUpdateInstaller = wua::iid_of<wua::IUpdateInstaller>;
inline constexpr wua::IID IID_IUpdateServiceManager2 = wua::iid_of<wua::IUpdateServiceManager2>;
inline constexpr wua::IID IID_IUpdateHistoryEntryCollection = wua::iid_of<wua::IUpdateHistoryEntryCollection>;
inline constexpr wua::IID IID_IUpdate = wua::iid_of<wua::IUpdate>;
inline constexpr wua::IID IID_IUpdate2 = wua::iid_of<wua::IUpdate2>;
inline constexpr wua::IID IID_IUpdate3 = wua::iid_of<wua::IUpdate3>;
inline constexpr wua::IID IID_IUpdate4 = wua::iid_of<wua::IUpdate4>;
inline constexpr wua::IID IID_IUpdate5 = wua::iid_of<wua::IUpdate5>;
inline constexpr wua::IID IID_IUpdateDownloader = wua::iid_of<wua::IUpdateDownloader>;
inline constexpr wua::IID IID_IUpdateDownloaderEx = wua::iid_of<wua::IUpdateDownloaderEx>;
inline constexpr wua::IID IID_IUpdateException = wua::iid_of<wua::IUpdateException>;
inline constexpr wua::IID IID_IUpdateExceptionCollection = wua::iid_of<wua::IUpdateExceptionCollection>;
inline constexpr wua::IID IID_IUpdateIdentity = wua::iid_of<wua::IUpdateIdentity>;
inline constexpr wua::IID IID_IUpdateLockdown = wua::iid_of<wua::IUpdateLockdown>;
inline constexpr wua::IID IID_ISearchResult = wua::iid_of<wua::ISearchResult>;
inline constexpr wua::IID IID_ISearchJob = wua::iid_of<wua::ISearchJob>;
inline constexpr wua::IID IID_ISearchCompletedCallbackArgs = wua::iid_of<wua::ISearchCompletedCallbackArgs>;
inline constexpr wua::IID IID_ISearchCompletedCallback = wua::iid_of<wua::ISearchCompletedCallback>;
inline constexpr wua::IID IID_IUpdateSearcher = wua::iid_of<wua::IUpdateSearcher>;
inline constexpr wua::IID IID_IUpdateSearcher2 = wua::iid_of<wua::IUpdateSearcher2>;
inline constexpr wua::IID IID_IUpdateSearcher3 = wua::iid_of<wua::IUpdateSearcher3>;
inline constexpr wua::IID IID_IUpdateSession = wua::iid_of<wua::IUpdateSession>;
inline constexpr wua::IID IID_IUpdateSession2 = wua::iid_of<wua::IUpdateSession2>;
inline constexpr wua::IID IID_IUpdateSession3 = wua::iid_of<wua::IUpdateSession3>;
inline constexpr wua::IID IID_IWebProxy = wua::iid_of<wua::IWebProxy>;
inline constexpr wua::IID IID_IAutomaticUpdates = wua::iid_of<wua::IAutomaticUpdates>;
inline constexpr wua::IID IID_IAutomaticUpdates2 = wua::iid_of<wua::IAutomaticUpdates2>;
inline constexpr wua::IID IID_IAutomaticUpdatesResults = wua::iid_of<wua::IAutomaticUpdatesResults>;
inline constexpr wua::IID IID_IAutomaticUpdatesSettings = wua::iid_of<wua::IAutomaticUpdatesSettings>;
inline constexpr wua::IID IID_IAutomaticUpdatesSettings2 = wua::iid_of<wua::IAutomaticUpdatesSettings2>;
inline constexpr wua::IID IID_IAutomaticUpdatesSettings3 = wua::iid_of<wua::IAutomaticUpdatesSettings3>;
inline constexpr wua::IID IID_IInstallationCompletedCallback = wua::iid_of<wua::IInstallationCompletedCallback>;
inline constexpr wua::IID IID_IInstallationCompletedCallbackArgs = wua::iid_of<wua::IInstallationCompletedCallbackArgs>;
inline constexpr wua::IID IID_IInstallationJob = wua::iid_of<wua::IInstallationJob>;
inline constexpr wua::IID IID_IInstallationProgress = wua::iid_of<wua::IInstallationProgress>;
inline constexpr wua::IID IID_IInstallationProgressChangedCallback =
    wua::iid_of<wua::IInstallationProgressChangedCallback>;
inline constexpr wua::IID IID_IInstallationProgressChangedCallbackArgs =
    wua::iid_of<wua::IInstallationProgressChangedCallbackArgs>;
inline constexpr wua::IID IID_IInstallationResult = wua::iid_of<wua::IInstallationResult>;
inline constexpr wua::IID IID_ISystemInformation = wua::iid_of<wua::ISystemInformation>;
inline constexpr wua::IID IID_IUpdateEx = wua::iid_of<wua::IUpdateEx>;
inline constexpr wua::IID IID_IUpdateHistoryEntry = wua::iid_of<wua::IUpdateHistoryEntry>;
inline constexpr wua::IID IID_IUpdateHistoryEntry2 = wua::iid_of<wua::IUpdateHistoryEntry2>;
inline constexpr wua::IID IID_IUpdateInstallationResult = wua::iid_of<wua::IUpdateInstallationResult>;
inline constexpr wua::IID IID_IUpdateInstaller2 = wua::iid_of<wua::IUpdateInstaller2>;
inline constexpr wua::IID IID_IUpdateInstaller3 = wua::iid_of<wua::IUpdateInstaller3>;
inline constexpr wua::IID IID_IUpdateInstaller4 = wua::iid_of<wua::IUpdateInstaller4>;
inline constexpr wua::IID IID_IUpdateService = wua::iid_of<wua::IUpdateService>;
inline constexpr wua::IID IID_IUpdateService2 = wua::iid_of<wua::IUpdateService2>;
inline constexpr wua::IID IID_IUpdateServiceCollection = wua::iid_of<wua::IUpdateServiceCollection>;
inline constexpr wua::IID IID_IUpdateServiceManager = wua::iid_of<wua::IUpdateServiceManager>;
inline constexpr wua::IID IID_IUpdateServiceRegistration = wua::iid_of<wua::IUpdateServiceRegistration>;
inline constexpr wua::IID IID_IWindowsDriverUpdate = wua::iid_of<wua::IWindowsDriverUpdate>;
inline constexpr wua::IID IID_IWindowsDriverUpdate2 = wua::iid_of<wua::IWindowsDriverUpdate2>;
inline constexpr wua::IID IID_IWindowsDriverUpdate3 = wua::iid_of<wua::IWindowsDriverUpdate3>;
inline constexpr wua::IID IID_IWindowsDriverUpdate4 = wua::iid_of<wua::IWindowsDriverUpdate4>;
inline constexpr wua::IID IID_IWindowsDriverUpdate5 = wua::iid_of<wua::IWindowsDriverUpdate5>;
inline constexpr wua::IID IID_IWindowsDriverUpdateEntry = wua::iid_of<wua::IWindowsDriverUpdateEntry>;
inline constexpr wua::IID IID_IWindowsDriverUpdateEntryCollection =
    wua::iid_of<wua::IWindowsDriverUpdateEntryCollection>;
inline constexpr wua::IID IID_IWindowsUpdateAgentInfo = wua::iid_of<wua::IWindowsUpdateAgentInfo>;

inline constexpr wua::CLSID CLSID_UpdateSession = wua::clsid_update_session;
inline constexpr wua::CLSID CLSID_UpdateDownloader = wua::clsid_update_downloader;
inline constexpr wua::CLSID CLSID_UpdateSearcher = wua::clsid_update_searcher;
inline constexpr wua::CLSID CLSID_UpdateCollection = wua::clsid_update_collection;
inline constexpr wua::CLSID CLSID_StringCollection = wua::clsid_string_collection;
inline constexpr wua::CLSID CLSID_UpdateInstaller = wua::clsid_update_installer;
inline constexpr wua::CLSID CLSID_UpdateServiceManager = wua::clsid_update_service_manager;
inline constexpr wua::CLSID CLSID_WebProxy = wua::clsid_web_proxy;
inline constexpr wua::CLSID CLSID_SystemInformation = wua::clsid_system_information;
inline constexpr wua::CLSID CLSID_WindowsUpdateAgentInfo = wua::clsid_windows_update_agent_info;
inline constexpr wua::CLSID CLSID_AutomaticUpdates = wua::clsid_automatic_updates;
inline constexpr wua::GUID LIBID_WUApiLib = wua::libid_wuapi;

// The classes by name, for __uuidof.
class UpdateSession;
class UpdateDownloader;
class UpdateSearcher;
class UpdateCollection;
class StringCollection;
class UpdateInstaller;
class UpdateServiceManager;
class WebProxy;
class SystemInformation;
class WindowsUpdateAgentInfo;
class AutomaticUpdates;

namespace wua
{

template <>
inline constexpr guid iid_of<::UpdateSession> = clsid_update_session;
template <>
inline constexpr guid iid_of<::UpdateDownloader> = clsid_update_downloader;
template <>
inline constexpr guid iid_of<::UpdateSearcher> = clsid_update_searcher;
template <>
inline constexpr guid iid_of<::UpdateCollection> = clsid_update_collection;
template <>
inline constexpr guid iid_of<::StringCollection> = clsid_string_collection;
template <>
inline constexpr guid iid_of<::UpdateInstaller> = clsid_update_installer;
template <>
inline constexpr guid iid_of<::UpdateServiceManager> = clsid_update_service_manager;
template <>
inline constexpr guid iid_of<::WebProxy> = clsid_web_proxy;
template <>
inline constexpr guid iid_of<::SystemInformation> = clsid_system_information;
template <>
inline constexpr guid iid_of<::WindowsUpdateAgentInfo> = clsid_windows_update_agent_info;
template <>
inline constexpr guid iid_of<::AutomaticUpdates> = clsid_automatic_updates;

} // namespace wua
