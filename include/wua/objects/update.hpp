// SPDX-License-Identifier: MIT
#pragma once

// An update as an object.

#include <wua/com/implements.hpp>
#include <wua/model/update_item.hpp>
#include <wua/objects/lockdown.hpp>
#include <wua/objects/update_source.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/update_ex.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wua
{

/// An update made from an item. Any thread may call it. IsDownloaded, IsInstalled, IsHidden, RebootRequired and
/// EulaAccepted belong to this object: another object made from the same item has its own. Everything else comes from
/// the item and never changes. The collections it returns are read-only and made anew by each call. Unless a member
/// says otherwise, what the item does not know is returned as empty text, an empty collection, zero or VARIANT_FALSE.
class update final : public implements<update, IUpdateEx, IUpdateSource>
{
public:
    /// Throws hresult_error(e_pointer) for null.
    explicit update(update_pointer item);

    WUA_INLINE const update_pointer* WUA_STDCALL Item(const void* module) noexcept override;

    WUA_INLINE void WUA_STDCALL Settle(job_kind done, bool needs_restart) noexcept override;

    WUA_INLINE void WUA_STDCALL Lock() noexcept override;

    /// IUpdateLockdown: what that locks answers `wu_e_invalid_operation` afterwards.
    HRESULT query_extra(REFIID iid, void** object) noexcept
    {
        return detail::query_lockdown(*this, iid, object);
    }

    WUA_INLINE HRESULT WUA_STDCALL get_Title(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_AutoSelectOnWebSites(VARIANT_BOOL* retval) noexcept override;

    /// The bundled updates of the item's details, as new objects on each call, which count as downloaded and installed
    /// if this one does by then. Empty without details: an item with several files is one update.
    WUA_INLINE HRESULT WUA_STDCALL get_BundledUpdates(IUpdateCollection** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_CanRequireSource(VARIANT_BOOL* retval) noexcept override;

    /// Their Updates are empty; only a search fills them.
    WUA_INLINE HRESULT WUA_STDCALL get_Categories(ICategoryCollection** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Deadline(VARIANT* retval) noexcept override;

    /// True when one of the files is a delta.
    WUA_INLINE HRESULT WUA_STDCALL get_DeltaCompressedContentAvailable(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_DeltaCompressedContentPreferred(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Description(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_EulaAccepted(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_EulaText(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_HandlerID(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Identity(IUpdateIdentity** retval) noexcept override;

    /// Always null, with success.
    WUA_INLINE HRESULT WUA_STDCALL get_Image(IImageInformation** retval) noexcept override;

    /// `e_notimpl` when unknown.
    WUA_INLINE HRESULT WUA_STDCALL get_InstallationBehavior(IInstallationBehavior** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsBeta(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsDownloaded(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsHidden(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL put_IsHidden(VARIANT_BOOL value) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsInstalled(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsMandatory(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_IsUninstallable(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Languages(IStringCollection** retval) noexcept override;

    /// 0, which is not a date, when unknown.
    WUA_INLINE HRESULT WUA_STDCALL get_LastDeploymentChangeTime(DATE* retval) noexcept override;

    /// The item's limit; without one the sum of its files; without that 0.
    WUA_INLINE HRESULT WUA_STDCALL get_MaxDownloadSize(DECIMAL* retval) noexcept override;

    /// The sum of the files, which are all fetched, but at most MaxDownloadSize; 0 when a size is unknown.
    WUA_INLINE HRESULT WUA_STDCALL get_MinDownloadSize(DECIMAL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_MoreInfoUrls(IStringCollection** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_MsrcSeverity(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_RecommendedCpuSpeed(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_RecommendedHardDiskSpace(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_RecommendedMemory(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_ReleaseNotes(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_SecurityBulletinIDs(IStringCollection** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_SupersededUpdateIDs(IStringCollection** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_SupportUrl(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Type(UpdateType* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_UninstallationNotes(BSTR* retval) noexcept override;

    /// Null, with success, when it cannot be uninstalled.
    WUA_INLINE HRESULT WUA_STDCALL get_UninstallationBehavior(IInstallationBehavior** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_UninstallationSteps(IStringCollection** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_KBArticleIDs(IStringCollection** retval) noexcept override;

    /// S_OK, even without licence text and on repeated calls.
    WUA_INLINE HRESULT WUA_STDCALL AcceptEula() noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_DeploymentAction(DeploymentAction* retval) noexcept override;

    /// `e_invalidarg` for an empty path; `wu_e_eulas_declined` or `wu_e_dm_notdownloaded` while they apply; otherwise
    /// `e_notimpl`: there is no cache, because an engine stores the files where it was told to.
    WUA_INLINE HRESULT WUA_STDCALL CopyFromCache(BSTR path, VARIANT_BOOL) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_DownloadPriority(DownloadPriority* retval) noexcept override;

    /// Empty for a bundle, whose parts have the files.
    WUA_INLINE HRESULT WUA_STDCALL get_DownloadContents(IUpdateDownloadContentCollection** retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_RebootRequired(VARIANT_BOOL* retval) noexcept override;

    /// The same as IsInstalled.
    WUA_INLINE HRESULT WUA_STDCALL get_IsPresent(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_CveIDs(IStringCollection** retval) noexcept override;

    /// `e_invalidarg` for null, otherwise `e_notimpl`: there is no cache.
    WUA_INLINE HRESULT WUA_STDCALL CopyToCache(IStringCollection* pFiles) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_BrowseOnly(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_PerUser(VARIANT_BOOL* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_AutoSelection(AutoSelectionMode* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_AutoDownload(AutoDownloadMode* retval) noexcept override;

    /// A text; VT_EMPTY for a property that the update does not have.
    WUA_INLINE HRESULT WUA_STDCALL get_ExtendedStaticProperty(BSTR propertyName, VARIANT* retval) noexcept override;

    /// The same: an update has no properties that change.
    WUA_INLINE HRESULT WUA_STDCALL EvaluateExtendedDynamicProperty(BSTR propertyName,
                                                                   VARIANT* retval) noexcept override;

private:
    void refuse_unless_open() const;

    const update_details& details() const noexcept;

    std::uint64_t known_size() const noexcept
    {
        return m_item->size().value_or(0);
    }

    template <class T, class Value>
    static HRESULT answer_value(T* retval, Value value) noexcept
    {
        return answer(retval, [&] { return value; });
    }

    static HRESULT answer_text(BSTR* retval, std::string_view text) noexcept;

    static HRESULT answer_texts(IStringCollection** retval, const std::vector<std::string>& texts) noexcept;

    // The mutable facts as bits, so that they do not make the updates of a long queue larger.
    enum class fact : std::uint8_t
    {
        downloaded = 1,
        installed = 2,
        needs_restart = 4,
        hidden = 8,
        eula_accepted = 16,
        locked = 32,
    };

    bool is(fact one) const noexcept
    {
        return (m_facts.load() & static_cast<std::uint8_t>(one)) != 0;
    }

    void tell(fact one, bool value) noexcept
    {
        const auto bit = static_cast<std::uint8_t>(one);
        value ? m_facts.fetch_or(bit) : m_facts.fetch_and(static_cast<std::uint8_t>(~bit));
    }

    std::atomic<std::uint8_t> m_facts = 0;
    const update_pointer m_item;
};

/// Throws hresult_error(e_pointer) for null.
com_ptr<IUpdate> make_update(update_pointer item);

com_ptr<IUpdate> make_update(update_item item);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/update.ipp>
#endif
