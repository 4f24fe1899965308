// SPDX-License-Identifier: MIT
#pragma once

// The interfaces of Windows Update Agent by the SDK's names in the global namespace, for clients that are ported or
// tested where there is no SDK: what <wuapi.h> declares, with the types of windows.h or wua/compat/com.h. On Windows it
// replaces <wuapi.h> and cannot be included together with it.

#if !defined(_WIN32)
#include <wua/compat/com.h>
#endif

#include <wua/wuapi/wuapi.hpp>

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
using wua::ISearchCompletedCallback;
using wua::ISearchCompletedCallbackArgs;
using wua::ISearchJob;
using wua::ISearchResult;
using wua::IStringCollection;
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
using wua::IUpdateException;
using wua::IUpdateExceptionCollection;
using wua::IUpdateHistoryEntryCollection;
using wua::IUpdateIdentity;
using wua::IUpdateInstaller;
using wua::IUpdateLockdown;
using wua::IUpdateSearcher;
using wua::IUpdateSearcher2;
using wua::IUpdateSearcher3;
using wua::IUpdateServiceManager2;
using wua::IUpdateSession;
using wua::IUpdateSession2;
using wua::IUpdateSession3;
using wua::IWebProxy;

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

inline constexpr wua::CLSID CLSID_UpdateSession = wua::clsid_update_session;
inline constexpr wua::CLSID CLSID_UpdateDownloader = wua::clsid_update_downloader;
inline constexpr wua::CLSID CLSID_UpdateSearcher = wua::clsid_update_searcher;
inline constexpr wua::CLSID CLSID_UpdateCollection = wua::clsid_update_collection;
inline constexpr wua::CLSID CLSID_StringCollection = wua::clsid_string_collection;
inline constexpr wua::CLSID CLSID_UpdateInstaller = wua::clsid_update_installer;
inline constexpr wua::CLSID CLSID_UpdateServiceManager = wua::clsid_update_service_manager;
inline constexpr wua::CLSID CLSID_WebProxy = wua::clsid_web_proxy;
inline constexpr wua::GUID LIBID_WUApiLib = wua::libid_wuapi;
