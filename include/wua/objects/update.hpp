// SPDX-License-Identifier: MIT
#pragma once

// An update as an object.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wua/com/implements.hpp>
#include <wua/model/update_item.hpp>
#include <wua/objects/category_collection.hpp>
#include <wua/objects/download_content.hpp>
#include <wua/objects/error_meaning.hpp>
#include <wua/objects/module_tag.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_identity.hpp>
#include <wua/objects/update_source.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/update.hpp>

namespace wua
{

/// An update made from an item. Any thread may call it. IsDownloaded, IsHidden and EulaAccepted belong to this object:
/// another object made from the same item has its own. All else comes from the item and never changes. Collections that
/// it hands out are read-only and made anew by each call. What the item does not know is answered as each member says,
/// else as empty text, an empty collection, zero or VARIANT_FALSE.
class update final : public implements<update, IUpdate5, IUpdateSource>
{
public:
    /// Throws hresult_error(e_pointer) for null.
    explicit update(update_pointer item) : m_item(std::move(item))
    {
        if (m_item == nullptr)
        {
            throw hresult_error(e_pointer);
        }
        m_is_downloaded = details().is_downloaded;
        m_is_hidden = details().is_hidden;
        m_eula_accepted = details().eula_text.empty();
    }

    static std::string_view error_meaning(HRESULT code) noexcept
    {
        return detail::meaning_of(code);
    }

    const update_pointer* WUA_STDCALL Item(const void* module) noexcept override
    {
        return module == &detail::module_tag ? &m_item : nullptr;
    }

    void WUA_STDCALL MarkDownloaded() noexcept override
    {
        m_is_downloaded = true;
    }

    HRESULT WUA_STDCALL get_Title(BSTR* retval) noexcept override
    {
        return answer_text(retval, m_item->title);
    }

    HRESULT WUA_STDCALL get_AutoSelectOnWebSites(VARIANT_BOOL* retval) noexcept override
    {
        return answer_value(retval, details().auto_select_on_web_sites);
    }

    /// Always empty: an item with several files is one update.
    HRESULT WUA_STDCALL get_BundledUpdates(IUpdateCollection** retval) noexcept override
    {
        return answer(retval, [] { return make_read_only_collection({}); });
    }

    HRESULT WUA_STDCALL get_CanRequireSource(VARIANT_BOOL* retval) noexcept override
    {
        return answer_value(retval, false);
    }

    /// Always empty.
    HRESULT WUA_STDCALL get_Categories(ICategoryCollection** retval) noexcept override
    {
        return answer(retval, [] { return make_category_collection(); });
    }

    /// Always VT_EMPTY: there is no deadline.
    HRESULT WUA_STDCALL get_Deadline(VARIANT* retval) noexcept override
    {
        return answer(retval, [] { return variant(); });
    }

    /// True when one of the files is a delta.
    HRESULT WUA_STDCALL get_DeltaCompressedContentAvailable(VARIANT_BOOL* retval) noexcept override
    {
        return answer_value(retval, std::any_of(m_item->files.begin(), m_item->files.end(),
                                                [](const content_file& file) { return file.is_delta; }));
    }

    HRESULT WUA_STDCALL get_DeltaCompressedContentPreferred(VARIANT_BOOL* retval) noexcept override
    {
        return answer_value(retval, false);
    }

    HRESULT WUA_STDCALL get_Description(BSTR* retval) noexcept override
    {
        return answer_text(retval, details().description);
    }

    HRESULT WUA_STDCALL get_EulaAccepted(VARIANT_BOOL* retval) noexcept override
    {
        return answer_value(retval, m_eula_accepted.load());
    }

    HRESULT WUA_STDCALL get_EulaText(BSTR* retval) noexcept override
    {
        return answer_text(retval, details().eula_text);
    }

    HRESULT WUA_STDCALL get_HandlerID(BSTR* retval) noexcept override
    {
        return answer_text(retval, details().handler_id);
    }

    HRESULT WUA_STDCALL get_Identity(IUpdateIdentity** retval) noexcept override
    {
        return answer(retval, [&] { return make_update_identity(m_item->identity); });
    }

    /// Always null, with success.
    HRESULT WUA_STDCALL get_Image(IImageInformation** retval) noexcept override
    {
        return answer_value(retval, nullptr);
    }

    /// `e_notimpl`: nothing is installed here.
    HRESULT WUA_STDCALL get_InstallationBehavior(IInstallationBehavior** retval) noexcept override
    {
        return not_implemented(retval);
    }

    HRESULT WUA_STDCALL get_IsBeta(VARIANT_BOOL* retval) noexcept override
    {
        return answer_value(retval, details().is_beta);
    }

    HRESULT WUA_STDCALL get_IsDownloaded(VARIANT_BOOL* retval) noexcept override
    {
        return answer_value(retval, m_is_downloaded.load());
    }

    HRESULT WUA_STDCALL get_IsHidden(VARIANT_BOOL* retval) noexcept override
    {
        return answer_value(retval, m_is_hidden.load());
    }

    HRESULT WUA_STDCALL put_IsHidden(VARIANT_BOOL value) noexcept override
    {
        m_is_hidden = value != variant_false;
        return s_ok;
    }

    HRESULT WUA_STDCALL get_IsInstalled(VARIANT_BOOL* retval) noexcept override
    {
        return answer_value(retval, details().is_installed);
    }

    HRESULT WUA_STDCALL get_IsMandatory(VARIANT_BOOL* retval) noexcept override
    {
        return answer_value(retval, details().is_mandatory);
    }

    HRESULT WUA_STDCALL get_IsUninstallable(VARIANT_BOOL* retval) noexcept override
    {
        return answer_value(retval, false);
    }

    HRESULT WUA_STDCALL get_Languages(IStringCollection** retval) noexcept override
    {
        return answer_texts(retval, details().languages);
    }

    /// Always 0, which is no date: an item does not know it.
    HRESULT WUA_STDCALL get_LastDeploymentChangeTime(DATE* retval) noexcept override
    {
        return answer_value(retval, DATE{0});
    }

    /// The item's limit, else the sum of its files, else 0.
    HRESULT WUA_STDCALL get_MaxDownloadSize(DECIMAL* retval) noexcept override
    {
        return answer_value(retval, m_item->max_size.value_or(known_size()));
    }

    /// The sum of the files, which are all fetched, but no more than MaxDownloadSize; 0 when a size is unknown.
    HRESULT WUA_STDCALL get_MinDownloadSize(DECIMAL* retval) noexcept override
    {
        return answer_value(retval, std::min(known_size(), m_item->max_size.value_or(known_size())));
    }

    HRESULT WUA_STDCALL get_MoreInfoUrls(IStringCollection** retval) noexcept override
    {
        return answer_texts(retval, details().more_info_urls);
    }

    HRESULT WUA_STDCALL get_MsrcSeverity(BSTR* retval) noexcept override
    {
        return answer_text(retval, details().msrc_severity);
    }

    HRESULT WUA_STDCALL get_RecommendedCpuSpeed(LONG* retval) noexcept override
    {
        return answer_value(retval, 0);
    }

    HRESULT WUA_STDCALL get_RecommendedHardDiskSpace(LONG* retval) noexcept override
    {
        return answer_value(retval, 0);
    }

    HRESULT WUA_STDCALL get_RecommendedMemory(LONG* retval) noexcept override
    {
        return answer_value(retval, 0);
    }

    HRESULT WUA_STDCALL get_ReleaseNotes(BSTR* retval) noexcept override
    {
        return answer_text(retval, details().release_notes);
    }

    HRESULT WUA_STDCALL get_SecurityBulletinIDs(IStringCollection** retval) noexcept override
    {
        return answer_texts(retval, details().security_bulletin_ids);
    }

    HRESULT WUA_STDCALL get_SupersededUpdateIDs(IStringCollection** retval) noexcept override
    {
        return answer_texts(retval, details().superseded_update_ids);
    }

    HRESULT WUA_STDCALL get_SupportUrl(BSTR* retval) noexcept override
    {
        return answer_text(retval, details().support_url);
    }

    HRESULT WUA_STDCALL get_Type(UpdateType* retval) noexcept override
    {
        return answer_value(retval, details().is_driver ? utDriver : utSoftware);
    }

    HRESULT WUA_STDCALL get_UninstallationNotes(BSTR* retval) noexcept override
    {
        return answer_text(retval, {});
    }

    /// Always null, with success.
    HRESULT WUA_STDCALL get_UninstallationBehavior(IInstallationBehavior** retval) noexcept override
    {
        return answer_value(retval, nullptr);
    }

    HRESULT WUA_STDCALL get_UninstallationSteps(IStringCollection** retval) noexcept override
    {
        return answer_texts(retval, {});
    }

    HRESULT WUA_STDCALL get_KBArticleIDs(IStringCollection** retval) noexcept override
    {
        return answer_texts(retval, details().kb_article_ids);
    }

    /// `wu_e_eula_unavailable` when there is no licence text; accepting twice is no error.
    HRESULT WUA_STDCALL AcceptEula() noexcept override
    {
        if (details().eula_text.empty())
        {
            return wu_e_eula_unavailable;
        }
        m_eula_accepted = true;
        return s_ok;
    }

    /// Always daInstallation.
    HRESULT WUA_STDCALL get_DeploymentAction(DeploymentAction* retval) noexcept override
    {
        return answer_value(retval, daInstallation);
    }

    /// `e_invalidarg` for an empty path, `wu_e_eulas_declined` and `wu_e_dm_notdownloaded` as long as they hold, and
    /// then `e_notimpl`: there is no cache, an engine stores the files where it was told to.
    HRESULT WUA_STDCALL CopyFromCache(BSTR path, VARIANT_BOOL) noexcept override
    {
        if (view(path).empty())
        {
            return e_invalidarg;
        }
        if (!m_eula_accepted)
        {
            return wu_e_eulas_declined;
        }
        return m_is_downloaded ? e_notimpl : wu_e_dm_notdownloaded;
    }

    /// Always dpNormal.
    HRESULT WUA_STDCALL get_DownloadPriority(DownloadPriority* retval) noexcept override
    {
        return answer_value(retval, dpNormal);
    }

    HRESULT WUA_STDCALL get_DownloadContents(IUpdateDownloadContentCollection** retval) noexcept override
    {
        return answer(retval, [&] { return make_download_contents(m_item); });
    }

    HRESULT WUA_STDCALL get_RebootRequired(VARIANT_BOOL* retval) noexcept override
    {
        return answer_value(retval, false);
    }

    /// The same as IsInstalled.
    HRESULT WUA_STDCALL get_IsPresent(VARIANT_BOOL* retval) noexcept override
    {
        return answer_value(retval, details().is_installed);
    }

    HRESULT WUA_STDCALL get_CveIDs(IStringCollection** retval) noexcept override
    {
        return answer_texts(retval, details().cve_ids);
    }

    /// `e_invalidarg` for null, else `e_notimpl`: there is no cache.
    HRESULT WUA_STDCALL CopyToCache(IStringCollection* pFiles) noexcept override
    {
        return pFiles == nullptr ? e_invalidarg : e_notimpl;
    }

    HRESULT WUA_STDCALL get_BrowseOnly(VARIANT_BOOL* retval) noexcept override
    {
        return answer_value(retval, false);
    }

    HRESULT WUA_STDCALL get_PerUser(VARIANT_BOOL* retval) noexcept override
    {
        return answer_value(retval, false);
    }

    /// Always asLetWindowsUpdateDecide.
    HRESULT WUA_STDCALL get_AutoSelection(AutoSelectionMode* retval) noexcept override
    {
        return answer_value(retval, asLetWindowsUpdateDecide);
    }

    /// Always adLetWindowsUpdateDecide.
    HRESULT WUA_STDCALL get_AutoDownload(AutoDownloadMode* retval) noexcept override
    {
        return answer_value(retval, adLetWindowsUpdateDecide);
    }

private:
    const update_details& details() const noexcept
    {
        static const update_details nothing{};
        return m_item->details != nullptr ? *m_item->details : nothing;
    }

    std::uint64_t known_size() const noexcept
    {
        return m_item->size().value_or(0);
    }

    template <class T, class Value>
    static HRESULT answer_value(T* retval, Value value) noexcept
    {
        return answer(retval, [&] { return value; });
    }

    static HRESULT answer_text(BSTR* retval, std::string_view text) noexcept
    {
        return answer(retval, [&] { return bstr(text); });
    }

    static HRESULT answer_texts(IStringCollection** retval, const std::vector<std::string>& texts) noexcept
    {
        return answer(retval, [&] { return make_read_only_strings(texts); });
    }

    template <class I>
    static HRESULT not_implemented(I** retval) noexcept
    {
        return answer(retval, [] { return with_code{nullptr, e_notimpl}; });
    }

    const update_pointer m_item;
    std::atomic<bool> m_is_downloaded = false;
    std::atomic<bool> m_is_hidden = false;
    std::atomic<bool> m_eula_accepted = false;
};

/// Throws hresult_error(e_pointer) for null.
inline com_ptr<IUpdate> make_update(update_pointer item)
{
    return make<update>(std::move(item));
}

inline com_ptr<IUpdate> make_update(update_item item)
{
    return make_update(std::make_shared<const update_item>(std::move(item)));
}

} // namespace wua
