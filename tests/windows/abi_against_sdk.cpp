// SPDX-License-Identifier: MIT
// Holds the declarations against the SDK's own header, for the interfaces and the enumerations that it has.

#include "catch.hpp"
#include "wuapi/vtable.hpp"
#include <wua/wuapi/wuapi.hpp>

#include <wuapi.h>

#include <type_traits>

namespace
{

// True for one type, for two enumerations, and for pointers to such or to what each side declares itself. A handle may
// be a pointer to nothing here.
template <class Ours, class Theirs>
struct is_same_argument
    : std::bool_constant<std::is_same_v<Ours, Theirs> || (std::is_enum_v<Ours> && std::is_enum_v<Theirs>)>
{};

template <class Ours, class Theirs>
struct is_same_argument<Ours*, Theirs*>
    : std::bool_constant<std::is_void_v<Ours> || (std::is_class_v<Ours> && std::is_class_v<Theirs>) ||
                         is_same_argument<Ours, Theirs>::value>
{};

template <class Ours, class Theirs>
constexpr bool has_same_arguments = false;

// Members of another calling convention are of another type where there is more than one, as on 32-bit processors.
template <class Ours, class Theirs, class... OurArguments, class... TheirArguments>
requires(sizeof...(OurArguments) == sizeof...(TheirArguments))
constexpr bool has_same_arguments<HRESULT (WUA_STDCALL Ours::*)(OurArguments...),
                                  HRESULT (STDMETHODCALLTYPE Theirs::*)(TheirArguments...)> =
    (is_same_argument<OurArguments, TheirArguments>::value && ...);

#if defined(__i386__) || defined(_M_IX86)
static_assert(!std::is_same_v<HRESULT (WUA_STDCALL IUnknown::*)(LONG*), HRESULT (IUnknown::*)(LONG*)>);
#endif

template <class Ours, class Theirs>
void check_same(Ours ours, Theirs theirs)
{
    static_assert(has_same_arguments<Ours, Theirs>);
    CHECK(slot_of(ours) == slot_of(theirs));
    CHECK(argument_sizes(ours) == argument_sizes(theirs));
}

} // namespace

TEST_CASE("IStringCollection is the SDK's", "[string_collection]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IStringCollection>) == wua::to_string(__uuidof(::IStringCollection)));
    check_same(&wua::IStringCollection::get_Item, &::IStringCollection::get_Item);
    check_same(&wua::IStringCollection::put_Item, &::IStringCollection::put_Item);
    check_same(&wua::IStringCollection::get__NewEnum, &::IStringCollection::get__NewEnum);
    check_same(&wua::IStringCollection::get_Count, &::IStringCollection::get_Count);
    check_same(&wua::IStringCollection::get_ReadOnly, &::IStringCollection::get_ReadOnly);
    check_same(&wua::IStringCollection::Add, &::IStringCollection::Add);
    check_same(&wua::IStringCollection::Clear, &::IStringCollection::Clear);
    check_same(&wua::IStringCollection::Copy, &::IStringCollection::Copy);
    check_same(&wua::IStringCollection::Insert, &::IStringCollection::Insert);
    check_same(&wua::IStringCollection::RemoveAt, &::IStringCollection::RemoveAt);
}

TEST_CASE("IUpdateIdentity is the SDK's", "[update_identity]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IUpdateIdentity>) == wua::to_string(__uuidof(::IUpdateIdentity)));
    check_same(&wua::IUpdateIdentity::get_RevisionNumber, &::IUpdateIdentity::get_RevisionNumber);
    check_same(&wua::IUpdateIdentity::get_UpdateID, &::IUpdateIdentity::get_UpdateID);
}

TEST_CASE("IUpdateDownloadContent is the SDK's", "[download_content]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IUpdateDownloadContent>) ==
          wua::to_string(__uuidof(::IUpdateDownloadContent)));
    check_same(&wua::IUpdateDownloadContent::get_DownloadUrl, &::IUpdateDownloadContent::get_DownloadUrl);
}

TEST_CASE("IUpdateDownloadContentCollection is the SDK's", "[download_content]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IUpdateDownloadContentCollection>) ==
          wua::to_string(__uuidof(::IUpdateDownloadContentCollection)));
    check_same(&wua::IUpdateDownloadContentCollection::get_Item, &::IUpdateDownloadContentCollection::get_Item);
    check_same(&wua::IUpdateDownloadContentCollection::get__NewEnum, &::IUpdateDownloadContentCollection::get__NewEnum);
    check_same(&wua::IUpdateDownloadContentCollection::get_Count, &::IUpdateDownloadContentCollection::get_Count);
}

TEST_CASE("IImageInformation is the SDK's", "[image_information]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IImageInformation>) == wua::to_string(__uuidof(::IImageInformation)));
    check_same(&wua::IImageInformation::get_AltText, &::IImageInformation::get_AltText);
    check_same(&wua::IImageInformation::get_Height, &::IImageInformation::get_Height);
    check_same(&wua::IImageInformation::get_Source, &::IImageInformation::get_Source);
    check_same(&wua::IImageInformation::get_Width, &::IImageInformation::get_Width);
}

TEST_CASE("IInstallationBehavior is the SDK's", "[installation_behavior]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IInstallationBehavior>) == wua::to_string(__uuidof(::IInstallationBehavior)));
    check_same(&wua::IInstallationBehavior::get_CanRequestUserInput, &::IInstallationBehavior::get_CanRequestUserInput);
    check_same(&wua::IInstallationBehavior::get_Impact, &::IInstallationBehavior::get_Impact);
    check_same(&wua::IInstallationBehavior::get_RebootBehavior, &::IInstallationBehavior::get_RebootBehavior);
    check_same(&wua::IInstallationBehavior::get_RequiresNetworkConnectivity,
               &::IInstallationBehavior::get_RequiresNetworkConnectivity);
}

TEST_CASE("ICategory is the SDK's", "[category]")
{
    CHECK(wua::to_string(wua::iid_of<wua::ICategory>) == wua::to_string(__uuidof(::ICategory)));
    check_same(&wua::ICategory::get_Name, &::ICategory::get_Name);
    check_same(&wua::ICategory::get_CategoryID, &::ICategory::get_CategoryID);
    check_same(&wua::ICategory::get_Children, &::ICategory::get_Children);
    check_same(&wua::ICategory::get_Description, &::ICategory::get_Description);
    check_same(&wua::ICategory::get_Image, &::ICategory::get_Image);
    check_same(&wua::ICategory::get_Order, &::ICategory::get_Order);
    check_same(&wua::ICategory::get_Parent, &::ICategory::get_Parent);
    check_same(&wua::ICategory::get_Type, &::ICategory::get_Type);
    check_same(&wua::ICategory::get_Updates, &::ICategory::get_Updates);
}

TEST_CASE("ICategoryCollection is the SDK's", "[category]")
{
    CHECK(wua::to_string(wua::iid_of<wua::ICategoryCollection>) == wua::to_string(__uuidof(::ICategoryCollection)));
    check_same(&wua::ICategoryCollection::get_Item, &::ICategoryCollection::get_Item);
    check_same(&wua::ICategoryCollection::get__NewEnum, &::ICategoryCollection::get__NewEnum);
    check_same(&wua::ICategoryCollection::get_Count, &::ICategoryCollection::get_Count);
}

TEST_CASE("IUpdate is the SDK's", "[update]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IUpdate>) == wua::to_string(__uuidof(::IUpdate)));
    check_same(&wua::IUpdate::get_Title, &::IUpdate::get_Title);
    check_same(&wua::IUpdate::get_AutoSelectOnWebSites, &::IUpdate::get_AutoSelectOnWebSites);
    check_same(&wua::IUpdate::get_BundledUpdates, &::IUpdate::get_BundledUpdates);
    check_same(&wua::IUpdate::get_CanRequireSource, &::IUpdate::get_CanRequireSource);
    check_same(&wua::IUpdate::get_Categories, &::IUpdate::get_Categories);
    check_same(&wua::IUpdate::get_Deadline, &::IUpdate::get_Deadline);
    check_same(&wua::IUpdate::get_DeltaCompressedContentAvailable, &::IUpdate::get_DeltaCompressedContentAvailable);
    check_same(&wua::IUpdate::get_DeltaCompressedContentPreferred, &::IUpdate::get_DeltaCompressedContentPreferred);
    check_same(&wua::IUpdate::get_Description, &::IUpdate::get_Description);
    check_same(&wua::IUpdate::get_EulaAccepted, &::IUpdate::get_EulaAccepted);
    check_same(&wua::IUpdate::get_EulaText, &::IUpdate::get_EulaText);
    check_same(&wua::IUpdate::get_HandlerID, &::IUpdate::get_HandlerID);
    check_same(&wua::IUpdate::get_Identity, &::IUpdate::get_Identity);
    check_same(&wua::IUpdate::get_Image, &::IUpdate::get_Image);
    check_same(&wua::IUpdate::get_InstallationBehavior, &::IUpdate::get_InstallationBehavior);
    check_same(&wua::IUpdate::get_IsBeta, &::IUpdate::get_IsBeta);
    check_same(&wua::IUpdate::get_IsDownloaded, &::IUpdate::get_IsDownloaded);
    check_same(&wua::IUpdate::get_IsHidden, &::IUpdate::get_IsHidden);
    check_same(&wua::IUpdate::put_IsHidden, &::IUpdate::put_IsHidden);
    check_same(&wua::IUpdate::get_IsInstalled, &::IUpdate::get_IsInstalled);
    check_same(&wua::IUpdate::get_IsMandatory, &::IUpdate::get_IsMandatory);
    check_same(&wua::IUpdate::get_IsUninstallable, &::IUpdate::get_IsUninstallable);
    check_same(&wua::IUpdate::get_Languages, &::IUpdate::get_Languages);
    check_same(&wua::IUpdate::get_LastDeploymentChangeTime, &::IUpdate::get_LastDeploymentChangeTime);
    check_same(&wua::IUpdate::get_MaxDownloadSize, &::IUpdate::get_MaxDownloadSize);
    check_same(&wua::IUpdate::get_MinDownloadSize, &::IUpdate::get_MinDownloadSize);
    check_same(&wua::IUpdate::get_MoreInfoUrls, &::IUpdate::get_MoreInfoUrls);
    check_same(&wua::IUpdate::get_MsrcSeverity, &::IUpdate::get_MsrcSeverity);
    check_same(&wua::IUpdate::get_RecommendedCpuSpeed, &::IUpdate::get_RecommendedCpuSpeed);
    check_same(&wua::IUpdate::get_RecommendedHardDiskSpace, &::IUpdate::get_RecommendedHardDiskSpace);
    check_same(&wua::IUpdate::get_RecommendedMemory, &::IUpdate::get_RecommendedMemory);
    check_same(&wua::IUpdate::get_ReleaseNotes, &::IUpdate::get_ReleaseNotes);
    check_same(&wua::IUpdate::get_SecurityBulletinIDs, &::IUpdate::get_SecurityBulletinIDs);
    check_same(&wua::IUpdate::get_SupersededUpdateIDs, &::IUpdate::get_SupersededUpdateIDs);
    check_same(&wua::IUpdate::get_SupportUrl, &::IUpdate::get_SupportUrl);
    check_same(&wua::IUpdate::get_Type, &::IUpdate::get_Type);
    check_same(&wua::IUpdate::get_UninstallationNotes, &::IUpdate::get_UninstallationNotes);
    check_same(&wua::IUpdate::get_UninstallationBehavior, &::IUpdate::get_UninstallationBehavior);
    check_same(&wua::IUpdate::get_UninstallationSteps, &::IUpdate::get_UninstallationSteps);
    check_same(&wua::IUpdate::get_KBArticleIDs, &::IUpdate::get_KBArticleIDs);
    check_same(&wua::IUpdate::AcceptEula, &::IUpdate::AcceptEula);
    check_same(&wua::IUpdate::get_DeploymentAction, &::IUpdate::get_DeploymentAction);
    check_same(&wua::IUpdate::CopyFromCache, &::IUpdate::CopyFromCache);
    check_same(&wua::IUpdate::get_DownloadPriority, &::IUpdate::get_DownloadPriority);
    check_same(&wua::IUpdate::get_DownloadContents, &::IUpdate::get_DownloadContents);
}

TEST_CASE("IUpdateCollection is the SDK's", "[update_collection]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IUpdateCollection>) == wua::to_string(__uuidof(::IUpdateCollection)));
    check_same(&wua::IUpdateCollection::get_Item, &::IUpdateCollection::get_Item);
    check_same(&wua::IUpdateCollection::put_Item, &::IUpdateCollection::put_Item);
    check_same(&wua::IUpdateCollection::get__NewEnum, &::IUpdateCollection::get__NewEnum);
    check_same(&wua::IUpdateCollection::get_Count, &::IUpdateCollection::get_Count);
    check_same(&wua::IUpdateCollection::get_ReadOnly, &::IUpdateCollection::get_ReadOnly);
    check_same(&wua::IUpdateCollection::Add, &::IUpdateCollection::Add);
    check_same(&wua::IUpdateCollection::Clear, &::IUpdateCollection::Clear);
    check_same(&wua::IUpdateCollection::Copy, &::IUpdateCollection::Copy);
    check_same(&wua::IUpdateCollection::Insert, &::IUpdateCollection::Insert);
    check_same(&wua::IUpdateCollection::RemoveAt, &::IUpdateCollection::RemoveAt);
}

TEST_CASE("IUpdateDownloadResult is the SDK's", "[download_result]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IUpdateDownloadResult>) == wua::to_string(__uuidof(::IUpdateDownloadResult)));
    check_same(&wua::IUpdateDownloadResult::get_HResult, &::IUpdateDownloadResult::get_HResult);
    check_same(&wua::IUpdateDownloadResult::get_ResultCode, &::IUpdateDownloadResult::get_ResultCode);
}

TEST_CASE("IDownloadResult is the SDK's", "[download_result]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IDownloadResult>) == wua::to_string(__uuidof(::IDownloadResult)));
    check_same(&wua::IDownloadResult::get_HResult, &::IDownloadResult::get_HResult);
    check_same(&wua::IDownloadResult::get_ResultCode, &::IDownloadResult::get_ResultCode);
    check_same(&wua::IDownloadResult::GetUpdateResult, &::IDownloadResult::GetUpdateResult);
}

TEST_CASE("IDownloadProgress is the SDK's", "[download_progress]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IDownloadProgress>) == wua::to_string(__uuidof(::IDownloadProgress)));
    check_same(&wua::IDownloadProgress::get_CurrentUpdateBytesDownloaded,
               &::IDownloadProgress::get_CurrentUpdateBytesDownloaded);
    check_same(&wua::IDownloadProgress::get_CurrentUpdateBytesToDownload,
               &::IDownloadProgress::get_CurrentUpdateBytesToDownload);
    check_same(&wua::IDownloadProgress::get_CurrentUpdateIndex, &::IDownloadProgress::get_CurrentUpdateIndex);
    check_same(&wua::IDownloadProgress::get_PercentComplete, &::IDownloadProgress::get_PercentComplete);
    check_same(&wua::IDownloadProgress::get_TotalBytesDownloaded, &::IDownloadProgress::get_TotalBytesDownloaded);
    check_same(&wua::IDownloadProgress::get_TotalBytesToDownload, &::IDownloadProgress::get_TotalBytesToDownload);
    check_same(&wua::IDownloadProgress::GetUpdateResult, &::IDownloadProgress::GetUpdateResult);
    check_same(
        &wua::IDownloadProgress::get_CurrentUpdateDownloadPhase, &::IDownloadProgress::get_CurrentUpdateDownloadPhase);
    check_same(&wua::IDownloadProgress::get_CurrentUpdatePercentComplete,
               &::IDownloadProgress::get_CurrentUpdatePercentComplete);
}

TEST_CASE("IDownloadJob is the SDK's", "[download_job]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IDownloadJob>) == wua::to_string(__uuidof(::IDownloadJob)));
    check_same(&wua::IDownloadJob::get_AsyncState, &::IDownloadJob::get_AsyncState);
    check_same(&wua::IDownloadJob::get_IsCompleted, &::IDownloadJob::get_IsCompleted);
    check_same(&wua::IDownloadJob::get_Updates, &::IDownloadJob::get_Updates);
    check_same(&wua::IDownloadJob::CleanUp, &::IDownloadJob::CleanUp);
    check_same(&wua::IDownloadJob::GetProgress, &::IDownloadJob::GetProgress);
    check_same(&wua::IDownloadJob::RequestAbort, &::IDownloadJob::RequestAbort);
}

TEST_CASE("IUpdateDownloader is the SDK's", "[update_downloader]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IUpdateDownloader>) == wua::to_string(__uuidof(::IUpdateDownloader)));
    check_same(&wua::IUpdateDownloader::get_ClientApplicationID, &::IUpdateDownloader::get_ClientApplicationID);
    check_same(&wua::IUpdateDownloader::put_ClientApplicationID, &::IUpdateDownloader::put_ClientApplicationID);
    check_same(&wua::IUpdateDownloader::get_IsForced, &::IUpdateDownloader::get_IsForced);
    check_same(&wua::IUpdateDownloader::put_IsForced, &::IUpdateDownloader::put_IsForced);
    check_same(&wua::IUpdateDownloader::get_Priority, &::IUpdateDownloader::get_Priority);
    check_same(&wua::IUpdateDownloader::put_Priority, &::IUpdateDownloader::put_Priority);
    check_same(&wua::IUpdateDownloader::get_Updates, &::IUpdateDownloader::get_Updates);
    check_same(&wua::IUpdateDownloader::put_Updates, &::IUpdateDownloader::put_Updates);
    check_same(&wua::IUpdateDownloader::BeginDownload, &::IUpdateDownloader::BeginDownload);
    check_same(&wua::IUpdateDownloader::Download, &::IUpdateDownloader::Download);
    check_same(&wua::IUpdateDownloader::EndDownload, &::IUpdateDownloader::EndDownload);
}

TEST_CASE("IUpdateException is the SDK's", "[update_exception]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IUpdateException>) == wua::to_string(__uuidof(::IUpdateException)));
    check_same(&wua::IUpdateException::get_Message, &::IUpdateException::get_Message);
    check_same(&wua::IUpdateException::get_HResult, &::IUpdateException::get_HResult);
    check_same(&wua::IUpdateException::get_Context, &::IUpdateException::get_Context);
}

TEST_CASE("IUpdateExceptionCollection is the SDK's", "[update_exception]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IUpdateExceptionCollection>) ==
          wua::to_string(__uuidof(::IUpdateExceptionCollection)));
    check_same(&wua::IUpdateExceptionCollection::get_Item, &::IUpdateExceptionCollection::get_Item);
    check_same(&wua::IUpdateExceptionCollection::get__NewEnum, &::IUpdateExceptionCollection::get__NewEnum);
    check_same(&wua::IUpdateExceptionCollection::get_Count, &::IUpdateExceptionCollection::get_Count);
}

TEST_CASE("IWebProxy is the SDK's", "[web_proxy]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IWebProxy>) == wua::to_string(__uuidof(::IWebProxy)));
    check_same(&wua::IWebProxy::get_Address, &::IWebProxy::get_Address);
    check_same(&wua::IWebProxy::put_Address, &::IWebProxy::put_Address);
    check_same(&wua::IWebProxy::get_BypassList, &::IWebProxy::get_BypassList);
    check_same(&wua::IWebProxy::put_BypassList, &::IWebProxy::put_BypassList);
    check_same(&wua::IWebProxy::get_BypassProxyOnLocal, &::IWebProxy::get_BypassProxyOnLocal);
    check_same(&wua::IWebProxy::put_BypassProxyOnLocal, &::IWebProxy::put_BypassProxyOnLocal);
    check_same(&wua::IWebProxy::get_ReadOnly, &::IWebProxy::get_ReadOnly);
    check_same(&wua::IWebProxy::get_UserName, &::IWebProxy::get_UserName);
    check_same(&wua::IWebProxy::put_UserName, &::IWebProxy::put_UserName);
    check_same(&wua::IWebProxy::SetPassword, &::IWebProxy::SetPassword);
    check_same(&wua::IWebProxy::PromptForCredentials, &::IWebProxy::PromptForCredentials);
    check_same(&wua::IWebProxy::PromptForCredentialsFromHwnd, &::IWebProxy::PromptForCredentialsFromHwnd);
    check_same(&wua::IWebProxy::get_AutoDetect, &::IWebProxy::get_AutoDetect);
    check_same(&wua::IWebProxy::put_AutoDetect, &::IWebProxy::put_AutoDetect);
}

TEST_CASE("IUpdateInstaller is the SDK's", "[installation]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IUpdateInstaller>) == wua::to_string(__uuidof(::IUpdateInstaller)));
    check_same(&wua::IUpdateInstaller::get_ClientApplicationID, &::IUpdateInstaller::get_ClientApplicationID);
    check_same(&wua::IUpdateInstaller::put_ClientApplicationID, &::IUpdateInstaller::put_ClientApplicationID);
    check_same(&wua::IUpdateInstaller::get_IsForced, &::IUpdateInstaller::get_IsForced);
    check_same(&wua::IUpdateInstaller::put_IsForced, &::IUpdateInstaller::put_IsForced);
    check_same(&wua::IUpdateInstaller::get_ParentHwnd, &::IUpdateInstaller::get_ParentHwnd);
    check_same(&wua::IUpdateInstaller::put_ParentHwnd, &::IUpdateInstaller::put_ParentHwnd);
    check_same(&wua::IUpdateInstaller::put_ParentWindow, &::IUpdateInstaller::put_ParentWindow);
    check_same(&wua::IUpdateInstaller::get_ParentWindow, &::IUpdateInstaller::get_ParentWindow);
    check_same(&wua::IUpdateInstaller::get_Updates, &::IUpdateInstaller::get_Updates);
    check_same(&wua::IUpdateInstaller::put_Updates, &::IUpdateInstaller::put_Updates);
    check_same(&wua::IUpdateInstaller::BeginInstall, &::IUpdateInstaller::BeginInstall);
    check_same(&wua::IUpdateInstaller::BeginUninstall, &::IUpdateInstaller::BeginUninstall);
    check_same(&wua::IUpdateInstaller::EndInstall, &::IUpdateInstaller::EndInstall);
    check_same(&wua::IUpdateInstaller::EndUninstall, &::IUpdateInstaller::EndUninstall);
    check_same(&wua::IUpdateInstaller::Install, &::IUpdateInstaller::Install);
    check_same(&wua::IUpdateInstaller::RunWizard, &::IUpdateInstaller::RunWizard);
    check_same(&wua::IUpdateInstaller::get_IsBusy, &::IUpdateInstaller::get_IsBusy);
    check_same(&wua::IUpdateInstaller::Uninstall, &::IUpdateInstaller::Uninstall);
    check_same(&wua::IUpdateInstaller::get_AllowSourcePrompts, &::IUpdateInstaller::get_AllowSourcePrompts);
    check_same(&wua::IUpdateInstaller::put_AllowSourcePrompts, &::IUpdateInstaller::put_AllowSourcePrompts);
    check_same(&wua::IUpdateInstaller::get_RebootRequiredBeforeInstallation,
               &::IUpdateInstaller::get_RebootRequiredBeforeInstallation);
}

TEST_CASE("IInstallationJob is the SDK's", "[installation]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IInstallationJob>) == wua::to_string(__uuidof(::IInstallationJob)));
    check_same(&wua::IInstallationJob::get_AsyncState, &::IInstallationJob::get_AsyncState);
    check_same(&wua::IInstallationJob::get_IsCompleted, &::IInstallationJob::get_IsCompleted);
    check_same(&wua::IInstallationJob::get_Updates, &::IInstallationJob::get_Updates);
    check_same(&wua::IInstallationJob::CleanUp, &::IInstallationJob::CleanUp);
    check_same(&wua::IInstallationJob::GetProgress, &::IInstallationJob::GetProgress);
    check_same(&wua::IInstallationJob::RequestAbort, &::IInstallationJob::RequestAbort);
}

TEST_CASE("IInstallationProgress is the SDK's", "[installation]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IInstallationProgress>) == wua::to_string(__uuidof(::IInstallationProgress)));
    check_same(&wua::IInstallationProgress::get_CurrentUpdateIndex, &::IInstallationProgress::get_CurrentUpdateIndex);
    check_same(&wua::IInstallationProgress::get_CurrentUpdatePercentComplete,
               &::IInstallationProgress::get_CurrentUpdatePercentComplete);
    check_same(&wua::IInstallationProgress::get_PercentComplete, &::IInstallationProgress::get_PercentComplete);
    check_same(&wua::IInstallationProgress::GetUpdateResult, &::IInstallationProgress::GetUpdateResult);
}

TEST_CASE("IInstallationResult is the SDK's", "[installation]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IInstallationResult>) == wua::to_string(__uuidof(::IInstallationResult)));
    check_same(&wua::IInstallationResult::get_HResult, &::IInstallationResult::get_HResult);
    check_same(&wua::IInstallationResult::get_RebootRequired, &::IInstallationResult::get_RebootRequired);
    check_same(&wua::IInstallationResult::get_ResultCode, &::IInstallationResult::get_ResultCode);
    check_same(&wua::IInstallationResult::GetUpdateResult, &::IInstallationResult::GetUpdateResult);
}

TEST_CASE("IUpdateInstallationResult is the SDK's", "[installation]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IUpdateInstallationResult>) ==
          wua::to_string(__uuidof(::IUpdateInstallationResult)));
    check_same(&wua::IUpdateInstallationResult::get_HResult, &::IUpdateInstallationResult::get_HResult);
    check_same(&wua::IUpdateInstallationResult::get_RebootRequired, &::IUpdateInstallationResult::get_RebootRequired);
    check_same(&wua::IUpdateInstallationResult::get_ResultCode, &::IUpdateInstallationResult::get_ResultCode);
}

TEST_CASE("IUpdateHistoryEntry is the SDK's", "[installation]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IUpdateHistoryEntry>) == wua::to_string(__uuidof(::IUpdateHistoryEntry)));
    check_same(&wua::IUpdateHistoryEntry::get_Operation, &::IUpdateHistoryEntry::get_Operation);
    check_same(&wua::IUpdateHistoryEntry::get_ResultCode, &::IUpdateHistoryEntry::get_ResultCode);
    check_same(&wua::IUpdateHistoryEntry::get_HResult, &::IUpdateHistoryEntry::get_HResult);
    check_same(&wua::IUpdateHistoryEntry::get_Date, &::IUpdateHistoryEntry::get_Date);
    check_same(&wua::IUpdateHistoryEntry::get_UpdateIdentity, &::IUpdateHistoryEntry::get_UpdateIdentity);
    check_same(&wua::IUpdateHistoryEntry::get_Title, &::IUpdateHistoryEntry::get_Title);
    check_same(&wua::IUpdateHistoryEntry::get_Description, &::IUpdateHistoryEntry::get_Description);
    check_same(&wua::IUpdateHistoryEntry::get_UnmappedResultCode, &::IUpdateHistoryEntry::get_UnmappedResultCode);
    check_same(&wua::IUpdateHistoryEntry::get_ClientApplicationID, &::IUpdateHistoryEntry::get_ClientApplicationID);
    check_same(&wua::IUpdateHistoryEntry::get_ServerSelection, &::IUpdateHistoryEntry::get_ServerSelection);
    check_same(&wua::IUpdateHistoryEntry::get_ServiceID, &::IUpdateHistoryEntry::get_ServiceID);
    check_same(&wua::IUpdateHistoryEntry::get_UninstallationSteps, &::IUpdateHistoryEntry::get_UninstallationSteps);
    check_same(&wua::IUpdateHistoryEntry::get_UninstallationNotes, &::IUpdateHistoryEntry::get_UninstallationNotes);
    check_same(&wua::IUpdateHistoryEntry::get_SupportUrl, &::IUpdateHistoryEntry::get_SupportUrl);
}

TEST_CASE("IUpdateHistoryEntryCollection is the SDK's", "[installation]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IUpdateHistoryEntryCollection>) ==
          wua::to_string(__uuidof(::IUpdateHistoryEntryCollection)));
    check_same(&wua::IUpdateHistoryEntryCollection::get_Item, &::IUpdateHistoryEntryCollection::get_Item);
    check_same(&wua::IUpdateHistoryEntryCollection::get__NewEnum, &::IUpdateHistoryEntryCollection::get__NewEnum);
    check_same(&wua::IUpdateHistoryEntryCollection::get_Count, &::IUpdateHistoryEntryCollection::get_Count);
}

TEST_CASE("ISystemInformation is the SDK's", "[installation]")
{
    CHECK(wua::to_string(wua::iid_of<wua::ISystemInformation>) == wua::to_string(__uuidof(::ISystemInformation)));
    check_same(&wua::ISystemInformation::get_OemHardwareSupportLink, &::ISystemInformation::get_OemHardwareSupportLink);
    check_same(&wua::ISystemInformation::get_RebootRequired, &::ISystemInformation::get_RebootRequired);
}

TEST_CASE("IWindowsUpdateAgentInfo is the SDK's", "[installation]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IWindowsUpdateAgentInfo>) ==
          wua::to_string(__uuidof(::IWindowsUpdateAgentInfo)));
    check_same(&wua::IWindowsUpdateAgentInfo::GetInfo, &::IWindowsUpdateAgentInfo::GetInfo);
}

TEST_CASE("IAutomaticUpdates is the SDK's", "[installation]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IAutomaticUpdates>) == wua::to_string(__uuidof(::IAutomaticUpdates)));
    check_same(&wua::IAutomaticUpdates::DetectNow, &::IAutomaticUpdates::DetectNow);
    check_same(&wua::IAutomaticUpdates::Pause, &::IAutomaticUpdates::Pause);
    check_same(&wua::IAutomaticUpdates::Resume, &::IAutomaticUpdates::Resume);
    check_same(&wua::IAutomaticUpdates::ShowSettingsDialog, &::IAutomaticUpdates::ShowSettingsDialog);
    check_same(&wua::IAutomaticUpdates::get_Settings, &::IAutomaticUpdates::get_Settings);
    check_same(&wua::IAutomaticUpdates::get_ServiceEnabled, &::IAutomaticUpdates::get_ServiceEnabled);
    check_same(&wua::IAutomaticUpdates::EnableService, &::IAutomaticUpdates::EnableService);
}

TEST_CASE("IAutomaticUpdatesSettings is the SDK's", "[installation]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IAutomaticUpdatesSettings>) ==
          wua::to_string(__uuidof(::IAutomaticUpdatesSettings)));
    check_same(
        &wua::IAutomaticUpdatesSettings::get_NotificationLevel, &::IAutomaticUpdatesSettings::get_NotificationLevel);
    check_same(
        &wua::IAutomaticUpdatesSettings::put_NotificationLevel, &::IAutomaticUpdatesSettings::put_NotificationLevel);
    check_same(&wua::IAutomaticUpdatesSettings::get_ReadOnly, &::IAutomaticUpdatesSettings::get_ReadOnly);
    check_same(&wua::IAutomaticUpdatesSettings::get_Required, &::IAutomaticUpdatesSettings::get_Required);
    check_same(&wua::IAutomaticUpdatesSettings::get_ScheduledInstallationDay,
               &::IAutomaticUpdatesSettings::get_ScheduledInstallationDay);
    check_same(&wua::IAutomaticUpdatesSettings::put_ScheduledInstallationDay,
               &::IAutomaticUpdatesSettings::put_ScheduledInstallationDay);
    check_same(&wua::IAutomaticUpdatesSettings::get_ScheduledInstallationTime,
               &::IAutomaticUpdatesSettings::get_ScheduledInstallationTime);
    check_same(&wua::IAutomaticUpdatesSettings::put_ScheduledInstallationTime,
               &::IAutomaticUpdatesSettings::put_ScheduledInstallationTime);
    check_same(&wua::IAutomaticUpdatesSettings::Refresh, &::IAutomaticUpdatesSettings::Refresh);
    check_same(&wua::IAutomaticUpdatesSettings::Save, &::IAutomaticUpdatesSettings::Save);
}

TEST_CASE("ISearchResult is the SDK's", "[update_searcher]")
{
    CHECK(wua::to_string(wua::iid_of<wua::ISearchResult>) == wua::to_string(__uuidof(::ISearchResult)));
    check_same(&wua::ISearchResult::get_ResultCode, &::ISearchResult::get_ResultCode);
    check_same(&wua::ISearchResult::get_RootCategories, &::ISearchResult::get_RootCategories);
    check_same(&wua::ISearchResult::get_Updates, &::ISearchResult::get_Updates);
    check_same(&wua::ISearchResult::get_Warnings, &::ISearchResult::get_Warnings);
}

TEST_CASE("ISearchJob is the SDK's", "[update_searcher]")
{
    CHECK(wua::to_string(wua::iid_of<wua::ISearchJob>) == wua::to_string(__uuidof(::ISearchJob)));
    check_same(&wua::ISearchJob::get_AsyncState, &::ISearchJob::get_AsyncState);
    check_same(&wua::ISearchJob::get_IsCompleted, &::ISearchJob::get_IsCompleted);
    check_same(&wua::ISearchJob::CleanUp, &::ISearchJob::CleanUp);
    check_same(&wua::ISearchJob::RequestAbort, &::ISearchJob::RequestAbort);
}

TEST_CASE("IUpdateSearcher is the SDK's", "[update_searcher]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IUpdateSearcher>) == wua::to_string(__uuidof(::IUpdateSearcher)));
    check_same(&wua::IUpdateSearcher::get_CanAutomaticallyUpgradeService,
               &::IUpdateSearcher::get_CanAutomaticallyUpgradeService);
    check_same(&wua::IUpdateSearcher::put_CanAutomaticallyUpgradeService,
               &::IUpdateSearcher::put_CanAutomaticallyUpgradeService);
    check_same(&wua::IUpdateSearcher::get_ClientApplicationID, &::IUpdateSearcher::get_ClientApplicationID);
    check_same(&wua::IUpdateSearcher::put_ClientApplicationID, &::IUpdateSearcher::put_ClientApplicationID);
    check_same(&wua::IUpdateSearcher::get_IncludePotentiallySupersededUpdates,
               &::IUpdateSearcher::get_IncludePotentiallySupersededUpdates);
    check_same(&wua::IUpdateSearcher::put_IncludePotentiallySupersededUpdates,
               &::IUpdateSearcher::put_IncludePotentiallySupersededUpdates);
    check_same(&wua::IUpdateSearcher::get_ServerSelection, &::IUpdateSearcher::get_ServerSelection);
    check_same(&wua::IUpdateSearcher::put_ServerSelection, &::IUpdateSearcher::put_ServerSelection);
    check_same(&wua::IUpdateSearcher::BeginSearch, &::IUpdateSearcher::BeginSearch);
    check_same(&wua::IUpdateSearcher::EndSearch, &::IUpdateSearcher::EndSearch);
    check_same(&wua::IUpdateSearcher::EscapeString, &::IUpdateSearcher::EscapeString);
    check_same(&wua::IUpdateSearcher::QueryHistory, &::IUpdateSearcher::QueryHistory);
    check_same(&wua::IUpdateSearcher::Search, &::IUpdateSearcher::Search);
    check_same(&wua::IUpdateSearcher::get_Online, &::IUpdateSearcher::get_Online);
    check_same(&wua::IUpdateSearcher::put_Online, &::IUpdateSearcher::put_Online);
    check_same(&wua::IUpdateSearcher::GetTotalHistoryCount, &::IUpdateSearcher::GetTotalHistoryCount);
    check_same(&wua::IUpdateSearcher::get_ServiceID, &::IUpdateSearcher::get_ServiceID);
    check_same(&wua::IUpdateSearcher::put_ServiceID, &::IUpdateSearcher::put_ServiceID);
}

TEST_CASE("IUpdateSession is the SDK's", "[update_session]")
{
    CHECK(wua::to_string(wua::iid_of<wua::IUpdateSession>) == wua::to_string(__uuidof(::IUpdateSession)));
    check_same(&wua::IUpdateSession::get_ClientApplicationID, &::IUpdateSession::get_ClientApplicationID);
    check_same(&wua::IUpdateSession::put_ClientApplicationID, &::IUpdateSession::put_ClientApplicationID);
    check_same(&wua::IUpdateSession::get_ReadOnly, &::IUpdateSession::get_ReadOnly);
    check_same(&wua::IUpdateSession::get_WebProxy, &::IUpdateSession::get_WebProxy);
    check_same(&wua::IUpdateSession::put_WebProxy, &::IUpdateSession::put_WebProxy);
    check_same(&wua::IUpdateSession::CreateUpdateSearcher, &::IUpdateSession::CreateUpdateSearcher);
    check_same(&wua::IUpdateSession::CreateUpdateDownloader, &::IUpdateSession::CreateUpdateDownloader);
    check_same(&wua::IUpdateSession::CreateUpdateInstaller, &::IUpdateSession::CreateUpdateInstaller);
}

TEST_CASE("the enumerators are the SDK's", "[enums]")
{
    STATIC_REQUIRE(static_cast<int>(wua::dpLow) == static_cast<int>(::dpLow));
    STATIC_REQUIRE(static_cast<int>(wua::dpNormal) == static_cast<int>(::dpNormal));
    STATIC_REQUIRE(static_cast<int>(wua::dpHigh) == static_cast<int>(::dpHigh));
    STATIC_REQUIRE(static_cast<int>(wua::ssDefault) == static_cast<int>(::ssDefault));
    STATIC_REQUIRE(static_cast<int>(wua::ssManagedServer) == static_cast<int>(::ssManagedServer));
    STATIC_REQUIRE(static_cast<int>(wua::ssWindowsUpdate) == static_cast<int>(::ssWindowsUpdate));
    STATIC_REQUIRE(static_cast<int>(wua::ssOthers) == static_cast<int>(::ssOthers));
    STATIC_REQUIRE(static_cast<int>(wua::orcNotStarted) == static_cast<int>(::orcNotStarted));
    STATIC_REQUIRE(static_cast<int>(wua::orcInProgress) == static_cast<int>(::orcInProgress));
    STATIC_REQUIRE(static_cast<int>(wua::orcSucceeded) == static_cast<int>(::orcSucceeded));
    STATIC_REQUIRE(static_cast<int>(wua::orcSucceededWithErrors) == static_cast<int>(::orcSucceededWithErrors));
    STATIC_REQUIRE(static_cast<int>(wua::orcFailed) == static_cast<int>(::orcFailed));
    STATIC_REQUIRE(static_cast<int>(wua::orcAborted) == static_cast<int>(::orcAborted));
    STATIC_REQUIRE(static_cast<int>(wua::uecGeneral) == static_cast<int>(::uecGeneral));
    STATIC_REQUIRE(static_cast<int>(wua::uecWindowsDriver) == static_cast<int>(::uecWindowsDriver));
    STATIC_REQUIRE(static_cast<int>(wua::uecWindowsInstaller) == static_cast<int>(::uecWindowsInstaller));
    STATIC_REQUIRE(static_cast<int>(wua::iiNormal) == static_cast<int>(::iiNormal));
    STATIC_REQUIRE(static_cast<int>(wua::iiMinor) == static_cast<int>(::iiMinor));
    STATIC_REQUIRE(
        static_cast<int>(wua::iiRequiresExclusiveHandling) == static_cast<int>(::iiRequiresExclusiveHandling));
    STATIC_REQUIRE(static_cast<int>(wua::irbNeverReboots) == static_cast<int>(::irbNeverReboots));
    STATIC_REQUIRE(static_cast<int>(wua::irbAlwaysRequiresReboot) == static_cast<int>(::irbAlwaysRequiresReboot));
    STATIC_REQUIRE(static_cast<int>(wua::irbCanRequestReboot) == static_cast<int>(::irbCanRequestReboot));
    STATIC_REQUIRE(static_cast<int>(wua::utSoftware) == static_cast<int>(::utSoftware));
    STATIC_REQUIRE(static_cast<int>(wua::utDriver) == static_cast<int>(::utDriver));
    STATIC_REQUIRE(static_cast<int>(wua::uoInstallation) == static_cast<int>(::uoInstallation));
    STATIC_REQUIRE(static_cast<int>(wua::uoUninstallation) == static_cast<int>(::uoUninstallation));
    STATIC_REQUIRE(static_cast<int>(wua::daNone) == static_cast<int>(::daNone));
    STATIC_REQUIRE(static_cast<int>(wua::daInstallation) == static_cast<int>(::daInstallation));
    STATIC_REQUIRE(static_cast<int>(wua::daUninstallation) == static_cast<int>(::daUninstallation));
    STATIC_REQUIRE(static_cast<int>(wua::daDetection) == static_cast<int>(::daDetection));
}

TEST_CASE("download phases are those of the Windows SDK, one above mingw's", "[enums]")
{
#ifdef __MINGW32__
    constexpr int wrong_by = 1; // mingw-w64 counts the phases from zero; the Windows SDK and the agent count from one
#else
    constexpr int wrong_by = 0;
#endif
    STATIC_REQUIRE(static_cast<int>(wua::dphInitializing) == static_cast<int>(::dphInitializing) + wrong_by);
    STATIC_REQUIRE(static_cast<int>(wua::dphDownloading) == static_cast<int>(::dphDownloading) + wrong_by);
    STATIC_REQUIRE(static_cast<int>(wua::dphVerifying) == static_cast<int>(::dphVerifying) + wrong_by);
}
