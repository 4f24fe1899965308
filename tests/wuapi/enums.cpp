// SPDX-License-Identifier: MIT
// The values and the names of the enumerations.

#include "catch.hpp"
#include <wua/wuapi/enums.hpp>

#include <map>
#include <string>

using namespace wua;

namespace
{

template <class Enum>
std::map<int, std::string> listed()
{
    std::map<int, std::string> values;
    for (const auto& known : values_of<Enum>)
    {
        values.emplace(static_cast<int>(known.value), known.name);
    }
    return values;
}

using numbers = std::map<int, std::string>;

} // namespace

TEST_CASE("every enumeration has the numbers and the names of the type library", "[enums]")
{
    CHECK(listed<DownloadPhase>() == numbers{{1, "dphInitializing"}, {2, "dphDownloading"}, {3, "dphVerifying"}});
    CHECK(listed<DownloadPriority>() == numbers{{1, "dpLow"}, {2, "dpNormal"}, {3, "dpHigh"}, {4, "dpExtraHigh"}});
    CHECK(listed<OperationResultCode>() ==
          numbers{
              {0, "orcNotStarted"},
              {1, "orcInProgress"},
              {2, "orcSucceeded"},
              {3, "orcSucceededWithErrors"},
              {4, "orcFailed"},
              {5, "orcAborted"},
          });
    CHECK(listed<DownloadType>() == numbers{{0, "downloadTypeFull"}, {1, "downloadTypeUpdateBootstrapper"}});
    CHECK(listed<UpdateType>() == numbers{{1, "utSoftware"}, {2, "utDriver"}});
    CHECK(listed<DeploymentAction>() ==
          numbers{
              {0, "daNone"},
              {1, "daInstallation"},
              {2, "daUninstallation"},
              {3, "daDetection"},
              {4, "daOptionalInstallation"},
          });
    CHECK(listed<AutoSelectionMode>() ==
          numbers{
              {0, "asLetWindowsUpdateDecide"},
              {1, "asAutoSelectIfDownloaded"},
              {2, "asNeverAutoSelect"},
              {3, "asAlwaysAutoSelect"},
          });
    CHECK(listed<AutoDownloadMode>() ==
          numbers{
              {0, "adLetWindowsUpdateDecide"},
              {1, "adNeverAutoDownload"},
              {2, "adAlwaysAutoDownload"},
          });
    CHECK(listed<InstallationImpact>() == numbers{{0, "iiNormal"}, {1, "iiMinor"}, {2, "iiRequiresExclusiveHandling"}});
    CHECK(listed<InstallationRebootBehavior>() ==
          numbers{
              {0, "irbNeverReboots"},
              {1, "irbAlwaysRequiresReboot"},
              {2, "irbCanRequestReboot"},
          });
    CHECK(listed<ServerSelection>() ==
          numbers{
              {0, "ssDefault"},
              {1, "ssManagedServer"},
              {2, "ssWindowsUpdate"},
              {3, "ssOthers"},
          });
    CHECK(listed<UpdateOperation>() == numbers{{1, "uoInstallation"}, {2, "uoUninstallation"}});
    CHECK(listed<UpdateExceptionContext>() ==
          numbers{
              {1, "uecGeneral"},
              {2, "uecWindowsDriver"},
              {3, "uecWindowsInstaller"},
              {4, "uecSearchIncomplete"},
          });
    CHECK(listed<SearchScope>() ==
          numbers{
              {0, "searchScopeDefault"},
              {1, "searchScopeMachineOnly"},
              {2, "searchScopeCurrentUserOnly"},
              {3, "searchScopeMachineAndCurrentUser"},
              {4, "searchScopeMachineAndAllUsers"},
              {5, "searchScopeAllUsers"},
          });
    CHECK(listed<UpdateLockdownOption>() == numbers{{1, "uloForWebsiteAccess"}});
}

TEST_CASE("an enumerator has the number under which its name is listed", "[enums]")
{
    CHECK(name_of(dphInitializing) == "dphInitializing");
    CHECK(name_of(dphDownloading) == "dphDownloading");
    CHECK(name_of(dphVerifying) == "dphVerifying");
    CHECK(name_of(dpLow) == "dpLow");
    CHECK(name_of(dpNormal) == "dpNormal");
    CHECK(name_of(dpHigh) == "dpHigh");
    CHECK(name_of(dpExtraHigh) == "dpExtraHigh");
    CHECK(name_of(orcNotStarted) == "orcNotStarted");
    CHECK(name_of(orcInProgress) == "orcInProgress");
    CHECK(name_of(orcSucceeded) == "orcSucceeded");
    CHECK(name_of(orcSucceededWithErrors) == "orcSucceededWithErrors");
    CHECK(name_of(orcFailed) == "orcFailed");
    CHECK(name_of(orcAborted) == "orcAborted");
    CHECK(name_of(downloadTypeFull) == "downloadTypeFull");
    CHECK(name_of(downloadTypeUpdateBootstrapper) == "downloadTypeUpdateBootstrapper");
    CHECK(name_of(utSoftware) == "utSoftware");
    CHECK(name_of(utDriver) == "utDriver");
    CHECK(name_of(daNone) == "daNone");
    CHECK(name_of(daInstallation) == "daInstallation");
    CHECK(name_of(daUninstallation) == "daUninstallation");
    CHECK(name_of(daDetection) == "daDetection");
    CHECK(name_of(daOptionalInstallation) == "daOptionalInstallation");
    CHECK(name_of(asLetWindowsUpdateDecide) == "asLetWindowsUpdateDecide");
    CHECK(name_of(asAutoSelectIfDownloaded) == "asAutoSelectIfDownloaded");
    CHECK(name_of(asNeverAutoSelect) == "asNeverAutoSelect");
    CHECK(name_of(asAlwaysAutoSelect) == "asAlwaysAutoSelect");
    CHECK(name_of(adLetWindowsUpdateDecide) == "adLetWindowsUpdateDecide");
    CHECK(name_of(adNeverAutoDownload) == "adNeverAutoDownload");
    CHECK(name_of(adAlwaysAutoDownload) == "adAlwaysAutoDownload");
    CHECK(name_of(iiNormal) == "iiNormal");
    CHECK(name_of(iiMinor) == "iiMinor");
    CHECK(name_of(iiRequiresExclusiveHandling) == "iiRequiresExclusiveHandling");
    CHECK(name_of(irbNeverReboots) == "irbNeverReboots");
    CHECK(name_of(irbAlwaysRequiresReboot) == "irbAlwaysRequiresReboot");
    CHECK(name_of(irbCanRequestReboot) == "irbCanRequestReboot");
    CHECK(name_of(ssDefault) == "ssDefault");
    CHECK(name_of(ssManagedServer) == "ssManagedServer");
    CHECK(name_of(ssWindowsUpdate) == "ssWindowsUpdate");
    CHECK(name_of(ssOthers) == "ssOthers");
    CHECK(name_of(uoInstallation) == "uoInstallation");
    CHECK(name_of(uoUninstallation) == "uoUninstallation");
    CHECK(name_of(uecGeneral) == "uecGeneral");
    CHECK(name_of(uecWindowsDriver) == "uecWindowsDriver");
    CHECK(name_of(uecWindowsInstaller) == "uecWindowsInstaller");
    CHECK(name_of(uecSearchIncomplete) == "uecSearchIncomplete");
    CHECK(name_of(searchScopeDefault) == "searchScopeDefault");
    CHECK(name_of(searchScopeMachineOnly) == "searchScopeMachineOnly");
    CHECK(name_of(searchScopeCurrentUserOnly) == "searchScopeCurrentUserOnly");
    CHECK(name_of(searchScopeMachineAndCurrentUser) == "searchScopeMachineAndCurrentUser");
    CHECK(name_of(searchScopeMachineAndAllUsers) == "searchScopeMachineAndAllUsers");
    CHECK(name_of(searchScopeAllUsers) == "searchScopeAllUsers");
    CHECK(name_of(uloForWebsiteAccess) == "uloForWebsiteAccess");
}

TEST_CASE("download phases count from one", "[enums]")
{
    STATIC_REQUIRE(dphInitializing == 1);
    STATIC_REQUIRE(dphDownloading == 2);
    STATIC_REQUIRE(dphVerifying == 3);
}

TEST_CASE("a number that is no value of the enumeration has no name", "[enums]")
{
    STATIC_REQUIRE(name_of(static_cast<DownloadPhase>(0)).empty());
    STATIC_REQUIRE(name_of(static_cast<DownloadPriority>(5)).empty());
    STATIC_REQUIRE_FALSE(is_known(static_cast<DownloadPriority>(0)));
    STATIC_REQUIRE(is_known(dpExtraHigh));
}

TEST_CASE("every enumeration is 32 bits wide, as it is on the wire", "[enums]")
{
    STATIC_REQUIRE(sizeof(DownloadPhase) == 4);
    STATIC_REQUIRE(sizeof(DownloadPriority) == 4);
    STATIC_REQUIRE(sizeof(OperationResultCode) == 4);
    STATIC_REQUIRE(sizeof(DownloadType) == 4);
    STATIC_REQUIRE(sizeof(UpdateType) == 4);
    STATIC_REQUIRE(sizeof(DeploymentAction) == 4);
    STATIC_REQUIRE(sizeof(AutoSelectionMode) == 4);
    STATIC_REQUIRE(sizeof(AutoDownloadMode) == 4);
    STATIC_REQUIRE(sizeof(InstallationImpact) == 4);
    STATIC_REQUIRE(sizeof(InstallationRebootBehavior) == 4);
    STATIC_REQUIRE(sizeof(ServerSelection) == 4);
    STATIC_REQUIRE(sizeof(UpdateOperation) == 4);
    STATIC_REQUIRE(sizeof(UpdateExceptionContext) == 4);
    STATIC_REQUIRE(sizeof(SearchScope) == 4);
    STATIC_REQUIRE(sizeof(UpdateLockdownOption) == 4);
}
