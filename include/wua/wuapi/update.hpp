// SPDX-License-Identifier: MIT
#pragma once

// An update and its properties.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/download_content.hpp>
#include <wua/wuapi/enums.hpp>
#include <wua/wuapi/image_information.hpp>
#include <wua/wuapi/installation_behavior.hpp>
#include <wua/wuapi/string_collection.hpp>
#include <wua/wuapi/update_identity.hpp>

namespace wua
{

struct ICategoryCollection;
struct IUpdateCollection;

/// One update as its publisher describes it. Sizes are bytes in a DECIMAL of scale 0; dates are UTC.
/// Collections it hands out are read-only.
struct IUpdate : IDispatch
{
    using base_interface = IDispatch;

    virtual HRESULT WUA_STDCALL get_Title(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_AutoSelectOnWebSites(VARIANT_BOOL* retval) = 0;

    /// The updates that this one consists of; empty for most.
    virtual HRESULT WUA_STDCALL get_BundledUpdates(IUpdateCollection** retval) = 0;

    virtual HRESULT WUA_STDCALL get_CanRequireSource(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_Categories(ICategoryCollection** retval) = 0;

    /// VT_DATE, or VT_EMPTY if there is no deadline.
    virtual HRESULT WUA_STDCALL get_Deadline(VARIANT* retval) = 0;

    virtual HRESULT WUA_STDCALL get_DeltaCompressedContentAvailable(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_DeltaCompressedContentPreferred(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_Description(BSTR* retval) = 0;

    /// Also VARIANT_TRUE if the update has no licence terms.
    virtual HRESULT WUA_STDCALL get_EulaAccepted(VARIANT_BOOL* retval) = 0;

    virtual HRESULT WUA_STDCALL get_EulaText(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_HandlerID(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_Identity(IUpdateIdentity** retval) = 0;

    /// Null, with success, if the update has no picture.
    virtual HRESULT WUA_STDCALL get_Image(IImageInformation** retval) = 0;

    virtual HRESULT WUA_STDCALL get_InstallationBehavior(IInstallationBehavior** retval) = 0;
    virtual HRESULT WUA_STDCALL get_IsBeta(VARIANT_BOOL* retval) = 0;

    /// VARIANT_TRUE once all of the content is in the cache.
    virtual HRESULT WUA_STDCALL get_IsDownloaded(VARIANT_BOOL* retval) = 0;

    virtual HRESULT WUA_STDCALL get_IsHidden(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL put_IsHidden(VARIANT_BOOL value) = 0;
    virtual HRESULT WUA_STDCALL get_IsInstalled(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_IsMandatory(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_IsUninstallable(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_Languages(IStringCollection** retval) = 0;
    virtual HRESULT WUA_STDCALL get_LastDeploymentChangeTime(DATE* retval) = 0;

    /// An upper bound, often far above what is fetched: unsuitable as the total of a progress bar.
    virtual HRESULT WUA_STDCALL get_MaxDownloadSize(DECIMAL* retval) = 0;

    /// The size of what is fetched in any case.
    virtual HRESULT WUA_STDCALL get_MinDownloadSize(DECIMAL* retval) = 0;

    virtual HRESULT WUA_STDCALL get_MoreInfoUrls(IStringCollection** retval) = 0;
    virtual HRESULT WUA_STDCALL get_MsrcSeverity(BSTR* retval) = 0;

    /// Megahertz.
    virtual HRESULT WUA_STDCALL get_RecommendedCpuSpeed(LONG* retval) = 0;

    /// Megabytes.
    virtual HRESULT WUA_STDCALL get_RecommendedHardDiskSpace(LONG* retval) = 0;

    /// Megabytes.
    virtual HRESULT WUA_STDCALL get_RecommendedMemory(LONG* retval) = 0;

    virtual HRESULT WUA_STDCALL get_ReleaseNotes(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_SecurityBulletinIDs(IStringCollection** retval) = 0;
    virtual HRESULT WUA_STDCALL get_SupersededUpdateIDs(IStringCollection** retval) = 0;
    virtual HRESULT WUA_STDCALL get_SupportUrl(BSTR* retval) = 0;
    virtual HRESULT WUA_STDCALL get_Type(UpdateType* retval) = 0;
    virtual HRESULT WUA_STDCALL get_UninstallationNotes(BSTR* retval) = 0;

    /// Null, with success, if the update cannot be removed.
    virtual HRESULT WUA_STDCALL get_UninstallationBehavior(IInstallationBehavior** retval) = 0;

    virtual HRESULT WUA_STDCALL get_UninstallationSteps(IStringCollection** retval) = 0;

    /// Precedes AcceptEula in the vtable although its DISPID is higher.
    virtual HRESULT WUA_STDCALL get_KBArticleIDs(IStringCollection** retval) = 0;

    /// `wu_e_invalid_operation` on a locked-down object; S_OK if there are no terms to accept.
    virtual HRESULT WUA_STDCALL AcceptEula() = 0;

    virtual HRESULT WUA_STDCALL get_DeploymentAction(DeploymentAction* retval) = 0;

    /// Copies the downloaded files to the folder `path`. `wu_e_dm_notdownloaded` before the download,
    /// `wu_e_invalid_operation` on a locked-down object. For a bundle, call it on each of the bundled updates.
    virtual HRESULT WUA_STDCALL CopyFromCache(BSTR path, VARIANT_BOOL toExtractCabFiles) = 0;

    /// What the publisher recommends; a downloader may be set to something else.
    virtual HRESULT WUA_STDCALL get_DownloadPriority(DownloadPriority* retval) = 0;

    virtual HRESULT WUA_STDCALL get_DownloadContents(IUpdateDownloadContentCollection** retval) = 0;

protected:
    ~IUpdate() = default;
};

template <>
inline constexpr guid iid_of<IUpdate> = "6a92b07a-d821-4682-b423-5c805022cc4d"_guid;

template <>
struct members_of<IUpdate>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Title", 0, propget<&I::get_Title>},
        {"AutoSelectOnWebSites", 0x60020001, propget<&I::get_AutoSelectOnWebSites>},
        {"BundledUpdates", 0x60020002, propget<&I::get_BundledUpdates>},
        {"CanRequireSource", 0x60020003, propget<&I::get_CanRequireSource>},
        {"Categories", 0x60020004, propget<&I::get_Categories>},
        {"Deadline", 0x60020005, propget<&I::get_Deadline>},
        {"DeltaCompressedContentAvailable", 0x60020006, propget<&I::get_DeltaCompressedContentAvailable>},
        {"DeltaCompressedContentPreferred", 0x60020007, propget<&I::get_DeltaCompressedContentPreferred>},
        {"Description", 0x60020008, propget<&I::get_Description>},
        {"EulaAccepted", 0x60020009, propget<&I::get_EulaAccepted>},
        {"EulaText", 0x6002000A, propget<&I::get_EulaText>},
        {"HandlerID", 0x6002000B, propget<&I::get_HandlerID>},
        {"Identity", 0x6002000C, propget<&I::get_Identity>},
        {"Image", 0x6002000D, propget<&I::get_Image>},
        {"InstallationBehavior", 0x6002000E, propget<&I::get_InstallationBehavior>},
        {"IsBeta", 0x6002000F, propget<&I::get_IsBeta>},
        {"IsDownloaded", 0x60020010, propget<&I::get_IsDownloaded>},
        {"IsHidden", 0x60020011, propget<&I::get_IsHidden>, propput<&I::put_IsHidden>},
        {"IsInstalled", 0x60020012, propget<&I::get_IsInstalled>},
        {"IsMandatory", 0x60020013, propget<&I::get_IsMandatory>},
        {"IsUninstallable", 0x60020014, propget<&I::get_IsUninstallable>},
        {"Languages", 0x60020015, propget<&I::get_Languages>},
        {"LastDeploymentChangeTime", 0x60020016, propget<&I::get_LastDeploymentChangeTime>},
        {"MaxDownloadSize", 0x60020017, propget<&I::get_MaxDownloadSize>},
        {"MinDownloadSize", 0x60020018, propget<&I::get_MinDownloadSize>},
        {"MoreInfoUrls", 0x60020019, propget<&I::get_MoreInfoUrls>},
        {"MsrcSeverity", 0x6002001A, propget<&I::get_MsrcSeverity>},
        {"RecommendedCpuSpeed", 0x6002001B, propget<&I::get_RecommendedCpuSpeed>},
        {"RecommendedHardDiskSpace", 0x6002001C, propget<&I::get_RecommendedHardDiskSpace>},
        {"RecommendedMemory", 0x6002001D, propget<&I::get_RecommendedMemory>},
        {"ReleaseNotes", 0x6002001E, propget<&I::get_ReleaseNotes>},
        {"SecurityBulletinIDs", 0x6002001F, propget<&I::get_SecurityBulletinIDs>},
        {"SupersededUpdateIDs", 0x60020021, propget<&I::get_SupersededUpdateIDs>},
        {"SupportUrl", 0x60020022, propget<&I::get_SupportUrl>},
        {"Type", 0x60020023, propget<&I::get_Type>},
        {"UninstallationNotes", 0x60020024, propget<&I::get_UninstallationNotes>},
        {"UninstallationBehavior", 0x60020025, propget<&I::get_UninstallationBehavior>},
        {"UninstallationSteps", 0x60020026, propget<&I::get_UninstallationSteps>},
        {"KBArticleIDs", 0x60020028, propget<&I::get_KBArticleIDs>},
        {"AcceptEula", 0x60020027, method<&I::AcceptEula>},
        {"DeploymentAction", 0x60020029, propget<&I::get_DeploymentAction>},
        {"CopyFromCache", 0x6002002A, method<&I::CopyFromCache>, "path toExtractCabFiles"},
        {"DownloadPriority", 0x6002002B, propget<&I::get_DownloadPriority>},
        {"DownloadContents", 0x6002002C, propget<&I::get_DownloadContents>},
    };
};

/// IUpdate plus RebootRequired, IsPresent, CveIDs and CopyToCache, which is last in the vtable but second by DISPID.
struct IUpdate2 : IUpdate
{
    using base_interface = IUpdate;

    virtual HRESULT WUA_STDCALL get_RebootRequired(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_IsPresent(VARIANT_BOOL* retval) = 0;
    virtual HRESULT WUA_STDCALL get_CveIDs(IStringCollection** retval) = 0;

    /// Lets files that the caller already has serve as the downloaded content. Takes full paths;
    /// `wu_e_invalid_operation` on a locked-down object.
    virtual HRESULT WUA_STDCALL CopyToCache(IStringCollection* pFiles) = 0;

protected:
    ~IUpdate2() = default;
};

template <>
inline constexpr guid iid_of<IUpdate2> = "144fe9b0-d23d-4a8b-8634-fb4457533b7a"_guid;

template <>
struct members_of<IUpdate2>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"RebootRequired", 0x60030001, propget<&I::get_RebootRequired>},
        {"IsPresent", 0x60030003, propget<&I::get_IsPresent>},
        {"CveIDs", 0x60030004, propget<&I::get_CveIDs>},
        {"CopyToCache", 0x60030002, method<&I::CopyToCache>, "pFiles"},
    };
};

/// IUpdate2 plus the mark of an update that is offered for browsing only.
struct IUpdate3 : IUpdate2
{
    using base_interface = IUpdate2;

    virtual HRESULT WUA_STDCALL get_BrowseOnly(VARIANT_BOOL* retval) = 0;

protected:
    ~IUpdate3() = default;
};

template <>
inline constexpr guid iid_of<IUpdate3> = "112eda6b-95b3-476f-9d90-aee82c6b8181"_guid;

template <>
struct members_of<IUpdate3>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"BrowseOnly", 0x60040001, propget<&I::get_BrowseOnly>},
    };
};

/// IUpdate3 plus the mark of an update that is installed for one user.
struct IUpdate4 : IUpdate3
{
    using base_interface = IUpdate3;

    virtual HRESULT WUA_STDCALL get_PerUser(VARIANT_BOOL* retval) = 0;

protected:
    ~IUpdate4() = default;
};

template <>
inline constexpr guid iid_of<IUpdate4> = "27e94b0d-5139-49a2-9a61-93522dc54652"_guid;

template <>
struct members_of<IUpdate4>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"PerUser", 0x60050001, propget<&I::get_PerUser>},
    };
};

/// IUpdate4 plus the publisher's wishes on automatic selection and download.
struct IUpdate5 : IUpdate4
{
    using base_interface = IUpdate4;

    virtual HRESULT WUA_STDCALL get_AutoSelection(AutoSelectionMode* retval) = 0;
    virtual HRESULT WUA_STDCALL get_AutoDownload(AutoDownloadMode* retval) = 0;

protected:
    ~IUpdate5() = default;
};

template <>
inline constexpr guid iid_of<IUpdate5> = "c1c2f21a-d2f4-4902-b5c6-8a081c19a890"_guid;

template <>
struct members_of<IUpdate5>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"AutoSelection", 0x60060001, propget<&I::get_AutoSelection>},
        {"AutoDownload", 0x60060002, propget<&I::get_AutoDownload>},
    };
};

} // namespace wua

// The interfaces refer to one another in a circle, and a table can be used only where all interfaces it mentions are
// complete.
#include <wua/wuapi/category.hpp>
#include <wua/wuapi/update_collection.hpp>
