// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/update.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/module_tag.hpp>
#include <wua/objects/category.hpp>
#include <wua/objects/download_content.hpp>
#include <wua/objects/installation_behavior.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_identity.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace wua
{

namespace detail
{

inline constexpr const char* no_cache = "there is no cache: an engine stores the files where it was told to";

} // namespace detail

WUA_INLINE update::update(update_pointer item) : m_item(std::move(item))
{
    if (m_item == nullptr)
    {
        throw hresult_error(e_pointer);
    }
    tell(fact::downloaded, details().is_downloaded);
    tell(fact::installed, details().is_installed);
    tell(fact::needs_restart, details().needs_restart);
    tell(fact::hidden, details().is_hidden);
    tell(fact::eula_accepted, details().eula_text.empty());
}

WUA_INLINE const update_pointer* WUA_STDCALL update::Item(const void* module) noexcept
{
    return module == &detail::module_tag ? &m_item : nullptr;
}

WUA_INLINE void WUA_STDCALL update::Settle(job_kind done, bool needs_restart) noexcept
{
    if (done == job_kind::download)
    {
        tell(fact::downloaded, true);
        return;
    }
    tell(fact::installed, done == job_kind::installation);
    tell(fact::needs_restart, needs_restart);
}

WUA_COLD void WUA_STDCALL update::Lock() noexcept
{
    tell(fact::locked, true);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_Title(BSTR* retval) noexcept
{
    return answer_text(retval, m_item->title);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_AutoSelectOnWebSites(VARIANT_BOOL* retval) noexcept
{
    return answer_value(retval, details().auto_select_on_web_sites);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_BundledUpdates(IUpdateCollection** retval) noexcept
{
    return answer(retval, [&] {
        std::vector<com_ptr<IUpdate>> parts;
        for (const update_pointer& part : details().bundled)
        {
            const com_ptr<update> made = make<update>(part);
            for (const fact one : {fact::downloaded, fact::installed, fact::needs_restart})
            {
                if (is(one))
                {
                    made->tell(one, true);
                }
            }
            parts.emplace_back(made);
        }
        return make_read_only_collection(std::move(parts));
    });
}

WUA_INLINE HRESULT WUA_STDCALL update::get_CanRequireSource(VARIANT_BOOL* retval) noexcept
{
    return answer_value(retval, details().can_require_source);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_Categories(ICategoryCollection** retval) noexcept
{
    return answer(retval, [&] { return make_category_collection(details().categories); });
}

WUA_INLINE HRESULT WUA_STDCALL update::get_Deadline(VARIANT* retval) noexcept
{
    return answer(retval, [&] { return details().deadline ? variant::date(*details().deadline) : variant(); });
}

WUA_INLINE HRESULT WUA_STDCALL update::get_DeltaCompressedContentAvailable(VARIANT_BOOL* retval) noexcept
{
    return answer_value(retval, std::any_of(m_item->files.begin(), m_item->files.end(), [](const content_file& file) {
                            return file.is_delta || file.seed;
                        }));
}

WUA_INLINE HRESULT WUA_STDCALL update::get_DeltaCompressedContentPreferred(VARIANT_BOOL* retval) noexcept
{
    return answer_value(retval, std::any_of(m_item->files.begin(), m_item->files.end(), [](const content_file& file) {
                            return file.seed && file.has_digest();
                        }));
}

WUA_INLINE HRESULT WUA_STDCALL update::get_Description(BSTR* retval) noexcept
{
    return answer_text(retval, details().description);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_EulaAccepted(VARIANT_BOOL* retval) noexcept
{
    return answer_value(retval, is(fact::eula_accepted));
}

WUA_INLINE HRESULT WUA_STDCALL update::get_EulaText(BSTR* retval) noexcept
{
    return answer_text(retval, details().eula_text);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_HandlerID(BSTR* retval) noexcept
{
    return answer_text(retval, details().handler_id);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_Identity(IUpdateIdentity** retval) noexcept
{
    return answer(retval, [&] { return make_update_identity(m_item->identity); });
}

WUA_INLINE HRESULT WUA_STDCALL update::get_Image(IImageInformation** retval) noexcept
{
    return answer_value(retval, nullptr);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_InstallationBehavior(IInstallationBehavior** retval) noexcept
{
    return answer(retval, [&] {
        if (!details().installation)
        {
            throw hresult_error(e_notimpl, "it is not known how this update is installed");
        }
        return com_ptr<IInstallationBehavior>(make<update_installation_behavior>(*details().installation));
    });
}

WUA_INLINE HRESULT WUA_STDCALL update::get_IsBeta(VARIANT_BOOL* retval) noexcept
{
    return answer_value(retval, details().is_beta);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_IsDownloaded(VARIANT_BOOL* retval) noexcept
{
    return answer_value(retval, is(fact::downloaded));
}

WUA_INLINE HRESULT WUA_STDCALL update::get_IsHidden(VARIANT_BOOL* retval) noexcept
{
    return answer_value(retval, is(fact::hidden));
}

WUA_INLINE HRESULT WUA_STDCALL update::put_IsHidden(VARIANT_BOOL value) noexcept
{
    tell(fact::hidden, value != variant_false);
    return s_ok;
}

WUA_INLINE HRESULT WUA_STDCALL update::get_IsInstalled(VARIANT_BOOL* retval) noexcept
{
    return answer_value(retval, is(fact::installed));
}

WUA_INLINE HRESULT WUA_STDCALL update::get_IsMandatory(VARIANT_BOOL* retval) noexcept
{
    return answer_value(retval, details().is_mandatory);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_IsUninstallable(VARIANT_BOOL* retval) noexcept
{
    return answer_value(retval, details().is_uninstallable);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_Languages(IStringCollection** retval) noexcept
{
    return answer_texts(retval, details().languages);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_LastDeploymentChangeTime(DATE* retval) noexcept
{
    return answer_value(retval, DATE{details().last_deployment_change});
}

WUA_INLINE HRESULT WUA_STDCALL update::get_MaxDownloadSize(DECIMAL* retval) noexcept
{
    return answer_value(retval, m_item->max_size.value_or(known_size()));
}

WUA_INLINE HRESULT WUA_STDCALL update::get_MinDownloadSize(DECIMAL* retval) noexcept
{
    return answer_value(retval, std::min(known_size(), m_item->max_size.value_or(known_size())));
}

WUA_INLINE HRESULT WUA_STDCALL update::get_MoreInfoUrls(IStringCollection** retval) noexcept
{
    return answer_texts(retval, details().more_info_urls);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_MsrcSeverity(BSTR* retval) noexcept
{
    return answer_text(retval, details().msrc_severity);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_RecommendedCpuSpeed(LONG* retval) noexcept
{
    return answer_value(retval, LONG{details().recommended_cpu_speed});
}

WUA_INLINE HRESULT WUA_STDCALL update::get_RecommendedHardDiskSpace(LONG* retval) noexcept
{
    return answer_value(retval, LONG{details().recommended_hard_disk_space});
}

WUA_INLINE HRESULT WUA_STDCALL update::get_RecommendedMemory(LONG* retval) noexcept
{
    return answer_value(retval, LONG{details().recommended_memory});
}

WUA_INLINE HRESULT WUA_STDCALL update::get_ReleaseNotes(BSTR* retval) noexcept
{
    return answer_text(retval, details().release_notes);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_SecurityBulletinIDs(IStringCollection** retval) noexcept
{
    return answer_texts(retval, details().security_bulletin_ids);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_SupersededUpdateIDs(IStringCollection** retval) noexcept
{
    return answer_texts(retval, details().superseded_update_ids);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_SupportUrl(BSTR* retval) noexcept
{
    return answer_text(retval, details().support_url);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_Type(UpdateType* retval) noexcept
{
    return answer_value(retval, details().is_driver ? utDriver : utSoftware);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_UninstallationNotes(BSTR* retval) noexcept
{
    return answer_text(retval, details().uninstallation_notes);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_UninstallationBehavior(IInstallationBehavior** retval) noexcept
{
    return answer(retval, [&] {
        com_ptr<IInstallationBehavior> behavior;
        if (details().uninstallation)
        {
            behavior = make<update_installation_behavior>(*details().uninstallation);
        }
        return behavior;
    });
}

WUA_INLINE HRESULT WUA_STDCALL update::get_UninstallationSteps(IStringCollection** retval) noexcept
{
    return answer_texts(retval, details().uninstallation_steps);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_KBArticleIDs(IStringCollection** retval) noexcept
{
    return answer_texts(retval, details().kb_article_ids);
}

WUA_INLINE HRESULT WUA_STDCALL update::AcceptEula() noexcept
{
    return guarded([&] {
        refuse_unless_open();
        tell(fact::eula_accepted, true);
    });
}

WUA_INLINE HRESULT WUA_STDCALL update::get_DeploymentAction(DeploymentAction* retval) noexcept
{
    return answer_value(retval, details().deployment_action);
}

WUA_INLINE HRESULT WUA_STDCALL update::CopyFromCache(BSTR path, VARIANT_BOOL) noexcept
{
    return guarded([&]() -> HRESULT {
        refuse_unless_open();
        if (view(path).empty())
        {
            throw hresult_error(e_invalidarg, "the path to copy to is empty");
        }
        if (!is(fact::eula_accepted))
        {
            return wu_e_eulas_declined;
        }
        if (!is(fact::downloaded))
        {
            return wu_e_dm_notdownloaded;
        }
        throw hresult_error(e_notimpl, detail::no_cache);
    });
}

WUA_INLINE HRESULT WUA_STDCALL update::get_DownloadPriority(DownloadPriority* retval) noexcept
{
    return answer_value(retval, details().download_priority);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_DownloadContents(IUpdateDownloadContentCollection** retval) noexcept
{
    return answer(retval, [&] {
        return make_download_contents(details().bundled.empty() ? m_item : std::make_shared<const update_item>());
    });
}

WUA_INLINE HRESULT WUA_STDCALL update::get_RebootRequired(VARIANT_BOOL* retval) noexcept
{
    return answer_value(retval, is(fact::needs_restart));
}

WUA_INLINE HRESULT WUA_STDCALL update::get_IsPresent(VARIANT_BOOL* retval) noexcept
{
    return answer_value(retval, is(fact::installed));
}

WUA_INLINE HRESULT WUA_STDCALL update::get_CveIDs(IStringCollection** retval) noexcept
{
    return answer_texts(retval, details().cve_ids);
}

WUA_INLINE HRESULT WUA_STDCALL update::CopyToCache(IStringCollection* pFiles) noexcept
{
    return guarded([&]() -> HRESULT {
        refuse_unless_open();
        if (pFiles == nullptr)
        {
            return e_invalidarg;
        }
        throw hresult_error(e_notimpl, detail::no_cache);
    });
}

WUA_INLINE HRESULT WUA_STDCALL update::get_BrowseOnly(VARIANT_BOOL* retval) noexcept
{
    return answer_value(retval, details().browse_only);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_PerUser(VARIANT_BOOL* retval) noexcept
{
    return answer_value(retval, details().per_user);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_AutoSelection(AutoSelectionMode* retval) noexcept
{
    return answer_value(retval, details().auto_selection);
}

WUA_INLINE HRESULT WUA_STDCALL update::get_AutoDownload(AutoDownloadMode* retval) noexcept
{
    return answer_value(retval, details().auto_download);
}

WUA_COLD HRESULT WUA_STDCALL update::get_ExtendedStaticProperty(BSTR propertyName, VARIANT* retval) noexcept
{
    return answer(retval, [&] {
        const std::string wanted = to_utf8(view(propertyName));
        for (const auto& [name, value] : details().properties)
        {
            if (detail::equal_ignoring_case(name, wanted))
            {
                return variant(value);
            }
        }
        return variant();
    });
}

WUA_COLD HRESULT WUA_STDCALL update::EvaluateExtendedDynamicProperty(BSTR propertyName, VARIANT* retval) noexcept
{
    return get_ExtendedStaticProperty(propertyName, retval);
}

WUA_COLD void update::refuse_unless_open() const
{
    if (is(fact::locked))
    {
        detail::fail_locked();
    }
}

WUA_INLINE const update_details& update::details() const noexcept
{
    static const update_details nothing{};
    return m_item->details != nullptr ? *m_item->details : nothing;
}

WUA_INLINE HRESULT update::answer_text(BSTR* retval, std::string_view text) noexcept
{
    return answer(retval, [&] { return bstr(text); });
}

WUA_INLINE HRESULT update::answer_texts(IStringCollection** retval, const std::vector<std::string>& texts) noexcept
{
    return answer(retval, [&] { return make_read_only_strings(texts); });
}

WUA_INLINE com_ptr<IUpdate> make_update(update_pointer item)
{
    return make<update>(std::move(item));
}

WUA_INLINE com_ptr<IUpdate> make_update(update_item item)
{
    return make_update(std::make_shared<const update_item>(std::move(item)));
}

} // namespace wua
