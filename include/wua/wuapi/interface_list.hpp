// SPDX-License-Identifier: MIT
#pragma once

// Every interface that this folder declares.

#include <wua/wuapi/extensions.hpp>
#include <wua/wuapi/wuapi.hpp>

namespace wua::detail
{

// Calls visit.operator()<I>(name) for each.
template <class Visit>
constexpr void for_each_interface(Visit&& visit)
{
    visit.template operator()<IAutomaticUpdates>("IAutomaticUpdates");
    visit.template operator()<IAutomaticUpdates2>("IAutomaticUpdates2");
    visit.template operator()<IAutomaticUpdatesResults>("IAutomaticUpdatesResults");
    visit.template operator()<IAutomaticUpdatesSettings>("IAutomaticUpdatesSettings");
    visit.template operator()<IAutomaticUpdatesSettings2>("IAutomaticUpdatesSettings2");
    visit.template operator()<IAutomaticUpdatesSettings3>("IAutomaticUpdatesSettings3");
    visit.template operator()<ICategory>("ICategory");
    visit.template operator()<ICategoryCollection>("ICategoryCollection");
    visit.template operator()<IDownloadCompletedCallback>("IDownloadCompletedCallback");
    visit.template operator()<IDownloadCompletedCallbackArgs>("IDownloadCompletedCallbackArgs");
    visit.template operator()<IDownloadJob>("IDownloadJob");
    visit.template operator()<IDownloadJobControl>("IDownloadJobControl");
    visit.template operator()<IDownloadJobDetails>("IDownloadJobDetails");
    visit.template operator()<IDownloadProgress>("IDownloadProgress");
    visit.template operator()<IDownloadProgressChangedCallback>("IDownloadProgressChangedCallback");
    visit.template operator()<IDownloadProgressChangedCallbackArgs>("IDownloadProgressChangedCallbackArgs");
    visit.template operator()<IDownloadProgressDetails>("IDownloadProgressDetails");
    visit.template operator()<IDownloadProgressDetails2>("IDownloadProgressDetails2");
    visit.template operator()<IDownloadResult>("IDownloadResult");
    visit.template operator()<IImageInformation>("IImageInformation");
    visit.template operator()<IInstallationBehavior>("IInstallationBehavior");
    visit.template operator()<IInstallationCompletedCallback>("IInstallationCompletedCallback");
    visit.template operator()<IInstallationCompletedCallbackArgs>("IInstallationCompletedCallbackArgs");
    visit.template operator()<IInstallationJob>("IInstallationJob");
    visit.template operator()<IInstallationProgress>("IInstallationProgress");
    visit.template operator()<IInstallationProgressChangedCallback>("IInstallationProgressChangedCallback");
    visit.template operator()<IInstallationProgressChangedCallbackArgs>("IInstallationProgressChangedCallbackArgs");
    visit.template operator()<IInstallationResult>("IInstallationResult");
    visit.template operator()<ISearchCompletedCallback>("ISearchCompletedCallback");
    visit.template operator()<ISearchCompletedCallbackArgs>("ISearchCompletedCallbackArgs");
    visit.template operator()<ISearchJob>("ISearchJob");
    visit.template operator()<ISearchResult>("ISearchResult");
    visit.template operator()<IStringCollection>("IStringCollection");
    visit.template operator()<ISystemInformation>("ISystemInformation");
    visit.template operator()<IUpdate>("IUpdate");
    visit.template operator()<IUpdate2>("IUpdate2");
    visit.template operator()<IUpdate3>("IUpdate3");
    visit.template operator()<IUpdate4>("IUpdate4");
    visit.template operator()<IUpdate5>("IUpdate5");
    visit.template operator()<IUpdateCollection>("IUpdateCollection");
    visit.template operator()<IUpdateDownloadContent>("IUpdateDownloadContent");
    visit.template operator()<IUpdateDownloadContent2>("IUpdateDownloadContent2");
    visit.template operator()<IUpdateDownloadContentCollection>("IUpdateDownloadContentCollection");
    visit.template operator()<IUpdateDownloadProgress>("IUpdateDownloadProgress");
    visit.template operator()<IUpdateDownloadProgress2>("IUpdateDownloadProgress2");
    visit.template operator()<IUpdateDownloadResult>("IUpdateDownloadResult");
    visit.template operator()<IUpdateDownloadResultDetails>("IUpdateDownloadResultDetails");
    visit.template operator()<IUpdateDownloader>("IUpdateDownloader");
    visit.template operator()<IUpdateDownloaderEx>("IUpdateDownloaderEx");
    visit.template operator()<IUpdateEx>("IUpdateEx");
    visit.template operator()<IUpdateException>("IUpdateException");
    visit.template operator()<IUpdateExceptionCollection>("IUpdateExceptionCollection");
    visit.template operator()<IUpdateHistoryEntry>("IUpdateHistoryEntry");
    visit.template operator()<IUpdateHistoryEntry2>("IUpdateHistoryEntry2");
    visit.template operator()<IUpdateHistoryEntryCollection>("IUpdateHistoryEntryCollection");
    visit.template operator()<IUpdateIdentity>("IUpdateIdentity");
    visit.template operator()<IUpdateInstallationResult>("IUpdateInstallationResult");
    visit.template operator()<IUpdateInstaller>("IUpdateInstaller");
    visit.template operator()<IUpdateInstaller2>("IUpdateInstaller2");
    visit.template operator()<IUpdateInstaller3>("IUpdateInstaller3");
    visit.template operator()<IUpdateInstaller4>("IUpdateInstaller4");
    visit.template operator()<IUpdateLockdown>("IUpdateLockdown");
    visit.template operator()<IUpdateRequest>("IUpdateRequest");
    visit.template operator()<IUpdateSearcher>("IUpdateSearcher");
    visit.template operator()<IUpdateSearcher2>("IUpdateSearcher2");
    visit.template operator()<IUpdateSearcher3>("IUpdateSearcher3");
    visit.template operator()<IUpdateService>("IUpdateService");
    visit.template operator()<IUpdateService2>("IUpdateService2");
    visit.template operator()<IUpdateServiceCollection>("IUpdateServiceCollection");
    visit.template operator()<IUpdateServiceManager>("IUpdateServiceManager");
    visit.template operator()<IUpdateServiceManager2>("IUpdateServiceManager2");
    visit.template operator()<IUpdateServiceRegistration>("IUpdateServiceRegistration");
    visit.template operator()<IUpdateSession>("IUpdateSession");
    visit.template operator()<IUpdateSession2>("IUpdateSession2");
    visit.template operator()<IUpdateSession3>("IUpdateSession3");
    visit.template operator()<IWebProxy>("IWebProxy");
    visit.template operator()<IWindowsDriverUpdate>("IWindowsDriverUpdate");
    visit.template operator()<IWindowsDriverUpdate2>("IWindowsDriverUpdate2");
    visit.template operator()<IWindowsDriverUpdate3>("IWindowsDriverUpdate3");
    visit.template operator()<IWindowsDriverUpdate4>("IWindowsDriverUpdate4");
    visit.template operator()<IWindowsDriverUpdate5>("IWindowsDriverUpdate5");
    visit.template operator()<IWindowsDriverUpdateEntry>("IWindowsDriverUpdateEntry");
    visit.template operator()<IWindowsDriverUpdateEntryCollection>("IWindowsDriverUpdateEntryCollection");
    visit.template operator()<IWindowsUpdateAgentInfo>("IWindowsUpdateAgentInfo");
}

} // namespace wua::detail
