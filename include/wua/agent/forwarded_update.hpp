// SPDX-License-Identifier: MIT
#pragma once

// Forwards the members of IUpdateEx and its bases to another update.

#include <wua/com/implements.hpp>
#include <wua/wuapi/update_ex.hpp>

#include <utility>

namespace wua::detail
{

// For an object that offers more than a plain update. Derive from it as from implements.
template <class Derived, class... Interfaces>
class forwarded_update : public implements<Derived, Interfaces...>
{
public:
    HRESULT WUA_STDCALL get_Title(BSTR* retval) noexcept override
    {
        return m_update->get_Title(retval);
    }
    HRESULT WUA_STDCALL get_AutoSelectOnWebSites(VARIANT_BOOL* retval) noexcept override
    {
        return m_update->get_AutoSelectOnWebSites(retval);
    }
    HRESULT WUA_STDCALL get_BundledUpdates(IUpdateCollection** retval) noexcept override
    {
        return m_update->get_BundledUpdates(retval);
    }
    HRESULT WUA_STDCALL get_CanRequireSource(VARIANT_BOOL* retval) noexcept override
    {
        return m_update->get_CanRequireSource(retval);
    }
    HRESULT WUA_STDCALL get_Categories(ICategoryCollection** retval) noexcept override
    {
        return m_update->get_Categories(retval);
    }
    HRESULT WUA_STDCALL get_Deadline(VARIANT* retval) noexcept override
    {
        return m_update->get_Deadline(retval);
    }
    HRESULT WUA_STDCALL get_DeltaCompressedContentAvailable(VARIANT_BOOL* retval) noexcept override
    {
        return m_update->get_DeltaCompressedContentAvailable(retval);
    }
    HRESULT WUA_STDCALL get_DeltaCompressedContentPreferred(VARIANT_BOOL* retval) noexcept override
    {
        return m_update->get_DeltaCompressedContentPreferred(retval);
    }
    HRESULT WUA_STDCALL get_Description(BSTR* retval) noexcept override
    {
        return m_update->get_Description(retval);
    }
    HRESULT WUA_STDCALL get_EulaAccepted(VARIANT_BOOL* retval) noexcept override
    {
        return m_update->get_EulaAccepted(retval);
    }
    HRESULT WUA_STDCALL get_EulaText(BSTR* retval) noexcept override
    {
        return m_update->get_EulaText(retval);
    }
    HRESULT WUA_STDCALL get_HandlerID(BSTR* retval) noexcept override
    {
        return m_update->get_HandlerID(retval);
    }
    HRESULT WUA_STDCALL get_Identity(IUpdateIdentity** retval) noexcept override
    {
        return m_update->get_Identity(retval);
    }
    HRESULT WUA_STDCALL get_Image(IImageInformation** retval) noexcept override
    {
        return m_update->get_Image(retval);
    }
    HRESULT WUA_STDCALL get_InstallationBehavior(IInstallationBehavior** retval) noexcept override
    {
        return m_update->get_InstallationBehavior(retval);
    }
    HRESULT WUA_STDCALL get_IsBeta(VARIANT_BOOL* retval) noexcept override
    {
        return m_update->get_IsBeta(retval);
    }
    HRESULT WUA_STDCALL get_IsDownloaded(VARIANT_BOOL* retval) noexcept override
    {
        return m_update->get_IsDownloaded(retval);
    }
    HRESULT WUA_STDCALL get_IsHidden(VARIANT_BOOL* retval) noexcept override
    {
        return m_update->get_IsHidden(retval);
    }
    HRESULT WUA_STDCALL put_IsHidden(VARIANT_BOOL value) noexcept override
    {
        return m_update->put_IsHidden(value);
    }
    HRESULT WUA_STDCALL get_IsInstalled(VARIANT_BOOL* retval) noexcept override
    {
        return m_update->get_IsInstalled(retval);
    }
    HRESULT WUA_STDCALL get_IsMandatory(VARIANT_BOOL* retval) noexcept override
    {
        return m_update->get_IsMandatory(retval);
    }
    HRESULT WUA_STDCALL get_IsUninstallable(VARIANT_BOOL* retval) noexcept override
    {
        return m_update->get_IsUninstallable(retval);
    }
    HRESULT WUA_STDCALL get_Languages(IStringCollection** retval) noexcept override
    {
        return m_update->get_Languages(retval);
    }
    HRESULT WUA_STDCALL get_LastDeploymentChangeTime(DATE* retval) noexcept override
    {
        return m_update->get_LastDeploymentChangeTime(retval);
    }
    HRESULT WUA_STDCALL get_MaxDownloadSize(DECIMAL* retval) noexcept override
    {
        return m_update->get_MaxDownloadSize(retval);
    }
    HRESULT WUA_STDCALL get_MinDownloadSize(DECIMAL* retval) noexcept override
    {
        return m_update->get_MinDownloadSize(retval);
    }
    HRESULT WUA_STDCALL get_MoreInfoUrls(IStringCollection** retval) noexcept override
    {
        return m_update->get_MoreInfoUrls(retval);
    }
    HRESULT WUA_STDCALL get_MsrcSeverity(BSTR* retval) noexcept override
    {
        return m_update->get_MsrcSeverity(retval);
    }
    HRESULT WUA_STDCALL get_RecommendedCpuSpeed(LONG* retval) noexcept override
    {
        return m_update->get_RecommendedCpuSpeed(retval);
    }
    HRESULT WUA_STDCALL get_RecommendedHardDiskSpace(LONG* retval) noexcept override
    {
        return m_update->get_RecommendedHardDiskSpace(retval);
    }
    HRESULT WUA_STDCALL get_RecommendedMemory(LONG* retval) noexcept override
    {
        return m_update->get_RecommendedMemory(retval);
    }
    HRESULT WUA_STDCALL get_ReleaseNotes(BSTR* retval) noexcept override
    {
        return m_update->get_ReleaseNotes(retval);
    }
    HRESULT WUA_STDCALL get_SecurityBulletinIDs(IStringCollection** retval) noexcept override
    {
        return m_update->get_SecurityBulletinIDs(retval);
    }
    HRESULT WUA_STDCALL get_SupersededUpdateIDs(IStringCollection** retval) noexcept override
    {
        return m_update->get_SupersededUpdateIDs(retval);
    }
    HRESULT WUA_STDCALL get_SupportUrl(BSTR* retval) noexcept override
    {
        return m_update->get_SupportUrl(retval);
    }
    HRESULT WUA_STDCALL get_Type(UpdateType* retval) noexcept override
    {
        return m_update->get_Type(retval);
    }
    HRESULT WUA_STDCALL get_UninstallationNotes(BSTR* retval) noexcept override
    {
        return m_update->get_UninstallationNotes(retval);
    }
    HRESULT WUA_STDCALL get_UninstallationBehavior(IInstallationBehavior** retval) noexcept override
    {
        return m_update->get_UninstallationBehavior(retval);
    }
    HRESULT WUA_STDCALL get_UninstallationSteps(IStringCollection** retval) noexcept override
    {
        return m_update->get_UninstallationSteps(retval);
    }
    HRESULT WUA_STDCALL get_KBArticleIDs(IStringCollection** retval) noexcept override
    {
        return m_update->get_KBArticleIDs(retval);
    }
    HRESULT WUA_STDCALL AcceptEula() noexcept override
    {
        return m_update->AcceptEula();
    }
    HRESULT WUA_STDCALL get_DeploymentAction(DeploymentAction* retval) noexcept override
    {
        return m_update->get_DeploymentAction(retval);
    }
    HRESULT WUA_STDCALL CopyFromCache(BSTR path, VARIANT_BOOL toExtractCabFiles) noexcept override
    {
        return m_update->CopyFromCache(path, toExtractCabFiles);
    }
    HRESULT WUA_STDCALL get_DownloadPriority(DownloadPriority* retval) noexcept override
    {
        return m_update->get_DownloadPriority(retval);
    }
    HRESULT WUA_STDCALL get_DownloadContents(IUpdateDownloadContentCollection** retval) noexcept override
    {
        return m_update->get_DownloadContents(retval);
    }
    HRESULT WUA_STDCALL get_RebootRequired(VARIANT_BOOL* retval) noexcept override
    {
        return m_update->get_RebootRequired(retval);
    }
    HRESULT WUA_STDCALL get_IsPresent(VARIANT_BOOL* retval) noexcept override
    {
        return m_update->get_IsPresent(retval);
    }
    HRESULT WUA_STDCALL get_CveIDs(IStringCollection** retval) noexcept override
    {
        return m_update->get_CveIDs(retval);
    }
    HRESULT WUA_STDCALL CopyToCache(IStringCollection* pFiles) noexcept override
    {
        return m_update->CopyToCache(pFiles);
    }
    HRESULT WUA_STDCALL get_BrowseOnly(VARIANT_BOOL* retval) noexcept override
    {
        return m_update->get_BrowseOnly(retval);
    }
    HRESULT WUA_STDCALL get_PerUser(VARIANT_BOOL* retval) noexcept override
    {
        return m_update->get_PerUser(retval);
    }
    HRESULT WUA_STDCALL get_AutoSelection(AutoSelectionMode* retval) noexcept override
    {
        return m_update->get_AutoSelection(retval);
    }
    HRESULT WUA_STDCALL get_AutoDownload(AutoDownloadMode* retval) noexcept override
    {
        return m_update->get_AutoDownload(retval);
    }
    HRESULT WUA_STDCALL get_ExtendedStaticProperty(BSTR propertyName, VARIANT* retval) noexcept override
    {
        return m_update->get_ExtendedStaticProperty(propertyName, retval);
    }
    HRESULT WUA_STDCALL EvaluateExtendedDynamicProperty(BSTR propertyName, VARIANT* retval) noexcept override
    {
        return m_update->EvaluateExtendedDynamicProperty(propertyName, retval);
    }

protected:
    explicit forwarded_update(com_ptr<IUpdateEx> to) noexcept : m_update(std::move(to)) {}
    ~forwarded_update() = default;

    const com_ptr<IUpdateEx>& forwarded() const noexcept
    {
        return m_update;
    }

private:
    const com_ptr<IUpdateEx> m_update;
};

} // namespace wua::detail
