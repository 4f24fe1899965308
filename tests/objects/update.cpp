// SPDX-License-Identifier: MIT
// Updates made from items.

#include "foreign_update.hpp"
#include "late_bound.hpp"
#include "null_places.hpp"
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/variant.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>

#include <catch.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace
{

wua::com_ptr<wua::IUpdate5> with_details(wua::update_details details)
{
    wua::update_item item;
    item.title = "titled";
    item.identity = {"0d5f8a3c-1111-2222-3333-444455556666", 3};
    item.details = std::make_shared<const wua::update_details>(std::move(details));
    return wua::make_update(std::move(item)).query<wua::IUpdate5>();
}

wua::com_ptr<wua::IUpdate5> plain()
{
    return wua::make_update(wua::make_item("titled", "http://a/1")).query<wua::IUpdate5>();
}

template <class I>
bool flag(I& object, wua::HRESULT (WUA_STDCALL I::*get)(wua::VARIANT_BOOL*))
{
    wua::VARIANT_BOOL value = 7;
    wua::throw_if_failed((object.*get)(&value));
    REQUIRE((value == wua::variant_true || value == wua::variant_false));
    return value == wua::variant_true;
}

using text_getter = wua::HRESULT (WUA_STDCALL wua::IUpdate::*)(wua::BSTR*);
using texts_getter = wua::HRESULT (WUA_STDCALL wua::IUpdate::*)(wua::IStringCollection**);
using flag_getter = wua::HRESULT (WUA_STDCALL wua::IUpdate::*)(wua::VARIANT_BOOL*);

std::string text(wua::IUpdate& update, text_getter get)
{
    wua::bstr value;
    wua::throw_if_failed((update.*get)(value.put()));
    CHECK(value.get() != nullptr);
    return value.to_utf8();
}

std::vector<std::string> texts(wua::IUpdate& update, texts_getter get)
{
    wua::com_ptr<wua::IStringCollection> value;
    wua::throw_if_failed((update.*get)(value.put()));
    wua::VARIANT_BOOL read_only = wua::variant_false;
    CHECK(value->get_ReadOnly(&read_only) == wua::s_ok);
    CHECK(read_only == wua::variant_true);
    return wua::strings_of(*value);
}

std::optional<std::uint64_t> size(wua::IUpdate& update, wua::HRESULT (WUA_STDCALL wua::IUpdate::*get)(wua::DECIMAL*))
{
    wua::DECIMAL value{};
    wua::throw_if_failed((update.*get)(&value));
    return wua::to_uint64(value);
}

} // namespace

TEST_CASE("an update answers the texts of its item",
          "[update][IUpdate::get_Title][IUpdate::get_Description][IUpdate::get_EulaText][IUpdate::get_HandlerID]"
          "[IUpdate::get_MsrcSeverity][IUpdate::get_ReleaseNotes][IUpdate::get_SupportUrl]"
          "[IUpdate::get_UninstallationNotes]")
{
    wua::update_details details;
    details.description = "d1";
    details.eula_text = "d2";
    details.support_url = "d3";
    details.release_notes = "d4";
    details.msrc_severity = "d5";
    details.handler_id = "d6";
    const auto full = with_details(details);
    const auto empty = plain();
    CHECK(text(*full, &wua::IUpdate::get_Title) == "titled");
    CHECK(full->get_Title(nullptr) == wua::e_pointer);
    const std::pair<text_getter, std::string> expected[] = {
        {&wua::IUpdate::get_Description, "d1"},       {&wua::IUpdate::get_EulaText, "d2"},
        {&wua::IUpdate::get_SupportUrl, "d3"},        {&wua::IUpdate::get_ReleaseNotes, "d4"},
        {&wua::IUpdate::get_MsrcSeverity, "d5"},      {&wua::IUpdate::get_HandlerID, "d6"},
        {&wua::IUpdate::get_UninstallationNotes, ""},
    };
    for (const auto& [get, value] : expected)
    {
        CHECK(text(*full, get) == value);
        CHECK(text(*empty, get).empty());
        CHECK(((*full).*get)(nullptr) == wua::e_pointer);
    }
}

TEST_CASE("an update answers the lists of its item, read-only",
          "[update][IUpdate::get_KBArticleIDs][IUpdate::get_Languages][IUpdate::get_MoreInfoUrls]"
          "[IUpdate::get_SecurityBulletinIDs][IUpdate::get_SupersededUpdateIDs][IUpdate::get_UninstallationSteps]"
          "[IUpdate2::get_CveIDs]")
{
    wua::update_details details;
    details.kb_article_ids = {"1", "2"};
    details.cve_ids = {"3"};
    details.languages = {"4"};
    details.more_info_urls = {"5"};
    details.security_bulletin_ids = {"6"};
    details.superseded_update_ids = {"7"};
    const auto full = with_details(details);
    const auto empty = plain();
    const std::pair<texts_getter, std::vector<std::string>> expected[] = {
        {&wua::IUpdate::get_KBArticleIDs, {"1", "2"}},   {&wua::IUpdate::get_Languages, {"4"}},
        {&wua::IUpdate::get_MoreInfoUrls, {"5"}},        {&wua::IUpdate::get_SecurityBulletinIDs, {"6"}},
        {&wua::IUpdate::get_SupersededUpdateIDs, {"7"}}, {&wua::IUpdate::get_UninstallationSteps, {}},
    };
    for (const auto& [get, value] : expected)
    {
        CHECK(texts(*full, get) == value);
        CHECK(texts(*empty, get).empty());
        CHECK(((*full).*get)(nullptr) == wua::e_pointer);
    }
    wua::com_ptr<wua::IStringCollection> cves;
    CHECK(full->get_CveIDs(cves.put()) == wua::s_ok);
    CHECK(wua::strings_of(*cves) == std::vector<std::string>{"3"});
    CHECK(full->get_CveIDs(nullptr) == wua::e_pointer);
}

TEST_CASE("an update answers the flags of its item",
          "[update][IUpdate::get_IsInstalled][IUpdate::get_IsHidden][IUpdate::get_IsMandatory][IUpdate::get_IsBeta]"
          "[IUpdate::get_IsDownloaded][IUpdate::get_AutoSelectOnWebSites]")
{
    struct row
    {
        bool wua::update_details::* detail;
        flag_getter get;
    };
    const row of = GENERATE(
        row{&wua::update_details::is_installed, &wua::IUpdate::get_IsInstalled},
        row{&wua::update_details::is_hidden, &wua::IUpdate::get_IsHidden},
        row{&wua::update_details::is_mandatory, &wua::IUpdate::get_IsMandatory},
        row{&wua::update_details::is_beta, &wua::IUpdate::get_IsBeta},
        row{&wua::update_details::is_downloaded, &wua::IUpdate::get_IsDownloaded},
        row{&wua::update_details::auto_select_on_web_sites, &wua::IUpdate::get_AutoSelectOnWebSites});
    wua::update_details details;
    CHECK_FALSE(flag<wua::IUpdate>(*with_details(details), of.get));
    CHECK_FALSE(flag<wua::IUpdate>(*plain(), of.get));
    details.*of.detail = true;
    CHECK(flag<wua::IUpdate>(*with_details(details), of.get));
    CHECK(((*plain()).*of.get)(nullptr) == wua::e_pointer);
}

TEST_CASE("an update is software unless it is a driver", "[update][IUpdate::get_Type]")
{
    wua::update_details details;
    wua::UpdateType type{};
    CHECK(with_details(details)->get_Type(&type) == wua::s_ok);
    CHECK(type == wua::utSoftware);
    details.is_driver = true;
    CHECK(with_details(details)->get_Type(&type) == wua::s_ok);
    CHECK(type == wua::utDriver);
    CHECK(plain()->get_Type(nullptr) == wua::e_pointer);
}

TEST_CASE("what is installed is present", "[update][IUpdate2::get_IsPresent]")
{
    wua::update_details details;
    CHECK_FALSE(flag<wua::IUpdate2>(*with_details(details), &wua::IUpdate2::get_IsPresent));
    details.is_installed = true;
    CHECK(flag<wua::IUpdate2>(*with_details(details), &wua::IUpdate2::get_IsPresent));
    CHECK(plain()->get_IsPresent(nullptr) == wua::e_pointer);
}

TEST_CASE("the identity of an update is that of its item", "[update][IUpdate::get_Identity]")
{
    const auto update = with_details({});
    wua::com_ptr<wua::IUpdateIdentity> identity;
    REQUIRE(update->get_Identity(identity.put()) == wua::s_ok);
    wua::bstr id;
    wua::LONG revision = 0;
    CHECK(identity->get_UpdateID(id.put()) == wua::s_ok);
    CHECK(identity->get_RevisionNumber(&revision) == wua::s_ok);
    CHECK(id.to_utf8() == "0d5f8a3c-1111-2222-3333-444455556666");
    CHECK(revision == 3);
    CHECK(update->get_Identity(nullptr) == wua::e_pointer);
}

TEST_CASE("the contents of an update are the files of its item", "[update][IUpdate::get_DownloadContents]")
{
    const auto update = plain();
    wua::com_ptr<wua::IUpdateDownloadContentCollection> found;
    REQUIRE(update->get_DownloadContents(found.put()) == wua::s_ok);
    wua::LONG count = 0;
    CHECK(found->get_Count(&count) == wua::s_ok);
    REQUIRE(count == 1);
    wua::com_ptr<wua::IUpdateDownloadContent> content;
    wua::bstr url;
    REQUIRE(found->get_Item(0, content.put()) == wua::s_ok);
    CHECK(content->get_DownloadUrl(url.put()) == wua::s_ok);
    CHECK(url.to_utf8() == "http://a/1");
    CHECK(update->get_DownloadContents(nullptr) == wua::e_pointer);
}

TEST_CASE("what an item does not know is answered by a default",
          "[update][IUpdate::get_CanRequireSource][IUpdate::get_Deadline]"
          "[IUpdate::get_DeploymentAction]"
          "[IUpdate::get_DownloadPriority][IUpdate::get_IsUninstallable][IUpdate::get_LastDeploymentChangeTime]"
          "[IUpdate::get_RecommendedCpuSpeed][IUpdate::get_RecommendedHardDiskSpace]"
          "[IUpdate::get_RecommendedMemory][IUpdate2::get_RebootRequired][IUpdate3::get_BrowseOnly]"
          "[IUpdate4::get_PerUser][IUpdate5::get_AutoSelection][IUpdate5::get_AutoDownload]")
{
    const auto update = plain();
    for (const flag_getter get :
         {&wua::IUpdate::get_CanRequireSource, &wua::IUpdate::get_IsUninstallable,
          &wua::IUpdate::get_DeltaCompressedContentPreferred, &wua::IUpdate::get_DeltaCompressedContentAvailable})
    {
        CHECK_FALSE(flag<wua::IUpdate>(*update, get));
    }
    CHECK_FALSE(flag<wua::IUpdate2>(*update, &wua::IUpdate2::get_RebootRequired));
    CHECK_FALSE(flag<wua::IUpdate2>(*update, &wua::IUpdate2::get_IsPresent));
    CHECK_FALSE(flag<wua::IUpdate3>(*update, &wua::IUpdate3::get_BrowseOnly));
    CHECK_FALSE(flag<wua::IUpdate4>(*update, &wua::IUpdate4::get_PerUser));

    wua::variant deadline(5);
    CHECK(update->get_Deadline(deadline.put()) == wua::s_ok);
    CHECK(deadline.vt() == wua::VT_EMPTY);
    wua::DATE changed = 1;
    CHECK(update->get_LastDeploymentChangeTime(&changed) == wua::s_ok);
    CHECK(changed == 0);
    for (const auto get : {&wua::IUpdate::get_RecommendedCpuSpeed, &wua::IUpdate::get_RecommendedHardDiskSpace,
                           &wua::IUpdate::get_RecommendedMemory})
    {
        wua::LONG value = 1;
        CHECK(((*update).*get)(&value) == wua::s_ok);
        CHECK(value == 0);
    }
    wua::DeploymentAction action{};
    wua::DownloadPriority priority{};
    wua::AutoSelectionMode selection = wua::asNeverAutoSelect;
    wua::AutoDownloadMode download = wua::adNeverAutoDownload;
    CHECK(update->get_DeploymentAction(&action) == wua::s_ok);
    CHECK(update->get_DownloadPriority(&priority) == wua::s_ok);
    CHECK(update->get_AutoSelection(&selection) == wua::s_ok);
    CHECK(update->get_AutoDownload(&download) == wua::s_ok);
    CHECK(action == wua::daInstallation);
    CHECK(priority == wua::dpNormal);
    CHECK(selection == wua::asLetWindowsUpdateDecide);
    CHECK(download == wua::adLetWindowsUpdateDecide);
    refuses_null_places<wua::IUpdate>(
        *update, &wua::IUpdate::get_CanRequireSource, &wua::IUpdate::get_IsUninstallable,
        &wua::IUpdate::get_DeltaCompressedContentPreferred, &wua::IUpdate::get_Deadline,
        &wua::IUpdate::get_LastDeploymentChangeTime, &wua::IUpdate::get_RecommendedCpuSpeed,
        &wua::IUpdate::get_RecommendedHardDiskSpace, &wua::IUpdate::get_RecommendedMemory,
        &wua::IUpdate::get_DeploymentAction, &wua::IUpdate::get_DownloadPriority);
    refuses_null_places<wua::IUpdate2>(*update, &wua::IUpdate2::get_RebootRequired);
    refuses_null_places<wua::IUpdate3>(*update, &wua::IUpdate3::get_BrowseOnly);
    refuses_null_places<wua::IUpdate4>(*update, &wua::IUpdate4::get_PerUser);
    refuses_null_places<wua::IUpdate5>(*update, &wua::IUpdate5::get_AutoSelection, &wua::IUpdate5::get_AutoDownload);
}

TEST_CASE("an update has no picture, no category, no parts and nothing to say of installing",
          "[update][IUpdate::get_BundledUpdates][IUpdate::get_Categories][IUpdate::get_Image]"
          "[IUpdate::get_InstallationBehavior][IUpdate::get_UninstallationBehavior]")
{
    const auto update = plain();
    wua::com_ptr<wua::IImageInformation> image;
    wua::com_ptr<wua::IInstallationBehavior> behavior;
    CHECK(update->get_Image(image.put()) == wua::s_ok);
    CHECK(image == nullptr);
    CHECK(update->get_UninstallationBehavior(behavior.put()) == wua::s_ok);
    CHECK(behavior == nullptr);
    CHECK(update->get_InstallationBehavior(behavior.put()) == wua::e_notimpl);
    CHECK(behavior == nullptr);
    CHECK(update->get_InstallationBehavior(nullptr) == wua::e_pointer);

    wua::com_ptr<wua::IUpdateCollection> parts;
    wua::com_ptr<wua::ICategoryCollection> categories;
    REQUIRE(update->get_BundledUpdates(parts.put()) == wua::s_ok);
    REQUIRE(update->get_Categories(categories.put()) == wua::s_ok);
    CHECK(wua::updates_of(*parts).empty());
    CHECK(parts->Clear() == wua::wu_e_not_supported);
    wua::LONG count = 1;
    CHECK(categories->get_Count(&count) == wua::s_ok);
    CHECK(count == 0);
    refuses_null_places<wua::IUpdate>(*update, &wua::IUpdate::get_BundledUpdates, &wua::IUpdate::get_Categories,
                                      &wua::IUpdate::get_Image, &wua::IUpdate::get_UninstallationBehavior);
}

TEST_CASE("the parts of a bundle have its files, and are downloaded and installed as it is",
          "[update][IUpdate::get_BundledUpdates][IUpdate::get_DownloadContents]")
{
    const auto part = wua::make_item("part", "https://host/part", 7);
    wua::update_item bundle;
    bundle.title = "bundle";
    bundle.files = part->files;
    wua::update_details details;
    details.bundled = {part, wua::make_item("other part", "https://host/other", 8)};
    bundle.details = std::make_shared<const wua::update_details>(details);
    const auto update = wua::make_update(bundle);
    const auto parts = [&] {
        wua::com_ptr<wua::IUpdateCollection> all;
        wua::throw_if_failed(update->get_BundledUpdates(all.put()));
        return wua::updates_of(*all);
    };
    const auto contents_of = [](const wua::com_ptr<wua::IUpdate>& one) {
        wua::com_ptr<wua::IUpdateDownloadContentCollection> contents;
        wua::throw_if_failed(one->get_DownloadContents(contents.put()));
        return count_of(*contents);
    };
    REQUIRE(parts().size() == 2);
    CHECK(text_of(*parts()[1], &wua::IUpdate::get_Title) == "other part");
    CHECK(contents_of(update) == 0);
    CHECK(contents_of(parts()[0]) == 1);
    CHECK_FALSE(flag_of(*parts()[0], &wua::IUpdate::get_IsDownloaded));
    wua::settle_update(*update, wua::job_kind::download, false);
    CHECK(flag_of(*parts()[0], &wua::IUpdate::get_IsDownloaded));
    CHECK_FALSE(flag_of(*parts()[0], &wua::IUpdate::get_IsInstalled));
    wua::settle_update(*update, wua::job_kind::installation, true);
    CHECK(flag_of(*parts()[1], &wua::IUpdate::get_IsInstalled));
    CHECK(flag_of(*parts()[1].query<wua::IUpdate2>(), &wua::IUpdate2::get_RebootRequired));
    CHECK(wua::to_update_item(*update)->files.size() == 1);
}

TEST_CASE("the sizes of an update are those of its files, below its limit",
          "[update][IUpdate::get_MinDownloadSize][IUpdate::get_MaxDownloadSize]")
{
    wua::update_item item;
    item.files.push_back({{"http://a/1"}, {}, 5'000'000'000, {}, false});
    item.files.push_back({{"http://a/2"}, {}, 7, {}, true});
    const auto sizes = [](const wua::update_item& of) {
        const auto update = wua::make_update(of);
        return std::pair(
            size(*update, &wua::IUpdate::get_MinDownloadSize), size(*update, &wua::IUpdate::get_MaxDownloadSize));
    };
    CHECK(sizes(item) == std::pair(std::optional(5'000'000'007u), std::optional(5'000'000'007u)));
    item.max_size = 6'000'000'000;
    CHECK(sizes(item) == std::pair(std::optional(5'000'000'007u), std::optional(6'000'000'000u)));
    item.max_size = 10;
    CHECK(sizes(item) == std::pair(std::optional<std::uint64_t>(10), std::optional<std::uint64_t>(10)));
    item.files[0].size.reset();
    CHECK(sizes(item) == std::pair(std::optional<std::uint64_t>(0), std::optional<std::uint64_t>(10)));
    CHECK(flag<wua::IUpdate>(*wua::make_update(item), &wua::IUpdate::get_DeltaCompressedContentAvailable));
    CHECK_FALSE(flag<wua::IUpdate>(*wua::make_update(item), &wua::IUpdate::get_DeltaCompressedContentPreferred));
    refuses_null_places<wua::IUpdate>(*plain(), &wua::IUpdate::get_MinDownloadSize, &wua::IUpdate::get_MaxDownloadSize,
                                      &wua::IUpdate::get_DeltaCompressedContentAvailable);
}

TEST_CASE("an update with a seed has delta-compressed content, which is preferred where a digest decides",
          "[update][IUpdate::get_DeltaCompressedContentAvailable][IUpdate::get_DeltaCompressedContentPreferred]")
{
    wua::update_item item;
    item.files.push_back({.urls = {"http://a/1"}});
    item.files.push_back({.urls = {"http://a/2"}, .seed = wua::content_seed{.control_url = "http://a/2.zsync"}});
    const auto flags = [&] {
        const auto update = wua::make_update(item);
        return std::pair(flag<wua::IUpdate>(*update, &wua::IUpdate::get_DeltaCompressedContentAvailable),
                         flag<wua::IUpdate>(*update, &wua::IUpdate::get_DeltaCompressedContentPreferred));
    };
    CHECK(flags() == std::pair(true, false));
    item.files[1].digest = wua::content_digest::sha256(std::string(64, 'a'));
    CHECK(flags() == std::pair(true, true));
    const wua::update_item copied = item;
    item.files[1].seed = {};
    CHECK(flags() == std::pair(false, false));
    CHECK(copied.files[1].seed->control_url == "http://a/2.zsync");
}

TEST_CASE("a licence is accepted by its reader, and one that does not exist always is",
          "[update][IUpdate::get_EulaAccepted][IUpdate::AcceptEula]")
{
    const auto free = plain();
    CHECK(flag<wua::IUpdate>(*free, &wua::IUpdate::get_EulaAccepted));

    wua::update_details details;
    details.eula_text = "you shall not";
    const auto bound = with_details(details);
    CHECK_FALSE(flag<wua::IUpdate>(*bound, &wua::IUpdate::get_EulaAccepted));
    CHECK(late::call(*bound, "AcceptEula").code == wua::s_ok);
    CHECK(flag<wua::IUpdate>(*bound, &wua::IUpdate::get_EulaAccepted));
    CHECK(bound->AcceptEula() == wua::s_ok);
    CHECK_FALSE(flag<wua::IUpdate>(*with_details(details), &wua::IUpdate::get_EulaAccepted));
    CHECK(free->get_EulaAccepted(nullptr) == wua::e_pointer);
}

TEST_CASE("AcceptEula of an update without a text is S_OK", "[update]")
{
    const auto free = plain();
    CHECK(free->AcceptEula() == wua::s_ok);
    CHECK(late::call(*free, "AcceptEula").code == wua::s_ok);
    CHECK(flag<wua::IUpdate>(*free, &wua::IUpdate::get_EulaAccepted));
}

TEST_CASE("hiding an update concerns only this object", "[update][IUpdate::put_IsHidden]")
{
    const wua::update_pointer item = wua::make_item("a", "http://a/1");
    const auto first = wua::make_update(item);
    const auto second = wua::make_update(item);
    CHECK(late::put(*first, "IsHidden", {true}).code == wua::s_ok);
    CHECK(flag<wua::IUpdate>(*first, &wua::IUpdate::get_IsHidden));
    CHECK_FALSE(flag<wua::IUpdate>(*second, &wua::IUpdate::get_IsHidden));
    CHECK(first->put_IsHidden(wua::variant_false) == wua::s_ok);
    CHECK_FALSE(flag<wua::IUpdate>(*first, &wua::IUpdate::get_IsHidden));
}

TEST_CASE("copying from the cache says why it cannot", "[update][IUpdate::CopyFromCache][IUpdate2::CopyToCache]")
{
    wua::update_details details;
    details.eula_text = "you shall not";
    const auto update = with_details(details);
    const wua::bstr path("/somewhere");
    CHECK(update->CopyFromCache(nullptr, wua::variant_false) == wua::e_invalidarg);
    CHECK(update->CopyFromCache(path.get(), wua::variant_false) == wua::wu_e_eulas_declined);
    REQUIRE(update->AcceptEula() == wua::s_ok);
    CHECK(update->CopyFromCache(path.get(), wua::variant_false) == wua::wu_e_dm_notdownloaded);
    wua::settle_update(*update, wua::job_kind::download, false);
    CHECK(update->CopyFromCache(path.get(), wua::variant_false) == wua::e_notimpl);
    CHECK(update->CopyToCache(nullptr) == wua::e_invalidarg);
    CHECK(update->CopyToCache(wua::make_string_collection({"/a"}).get()) == wua::e_notimpl);
}

TEST_CASE("an update that is locked down accepts no licence and copies nothing", "[update][IUpdateLockdown::LockDown]")
{
    wua::update_details details;
    details.eula_text = "you shall not";
    const auto update = with_details(details);
    const auto other = with_details(details);
    const auto lock = update.query<wua::IUpdateLockdown>();
    CHECK(lock.query<wua::IUnknown>() == update.query<wua::IUnknown>());
    CHECK(lock.query<wua::IUpdateLockdown>() != nullptr);
    CHECK(lock->LockDown(2) == wua::e_invalidarg);
    CHECK(update->CopyFromCache(nullptr, wua::variant_false) == wua::e_invalidarg);
    CHECK(lock->LockDown(wua::uloForWebsiteAccess) == wua::s_ok);
    CHECK(update->AcceptEula() == wua::wu_e_invalid_operation);
    CHECK(late::call(*update, "AcceptEula").code == wua::disp_e_exception);
    CHECK_FALSE(flag<wua::IUpdate>(*update, &wua::IUpdate::get_EulaAccepted));
    CHECK(update->CopyFromCache(wua::bstr("/somewhere").get(), wua::variant_false) == wua::wu_e_invalid_operation);
    CHECK(update->CopyToCache(wua::make_string_collection({"/a"}).get()) == wua::wu_e_invalid_operation);
    CHECK(update->put_IsHidden(wua::variant_true) == wua::s_ok);
    CHECK(other->AcceptEula() == wua::s_ok);
}

TEST_CASE("marking an update as downloaded is seen by every thread", "[update]")
{
    const auto update = plain();
    CHECK_FALSE(flag<wua::IUpdate>(*update, &wua::IUpdate::get_IsDownloaded));
    std::thread([&] { wua::settle_update(*update, wua::job_kind::download, false); }).join();
    CHECK(flag<wua::IUpdate>(*update, &wua::IUpdate::get_IsDownloaded));
    wua::settle_update(*wua::make<foreign_update>(), wua::job_kind::download, false); // nothing to mark
}

TEST_CASE("an update is every interface of its family and one object", "[update]")
{
    const auto update = plain();
    const auto identity = update.query<wua::IUnknown>();
    CHECK(update.query<wua::IUpdate>().query<wua::IUnknown>() == identity);
    CHECK(update.query<wua::IUpdate2>().query<wua::IUnknown>() == identity);
    CHECK(update.query<wua::IUpdate3>().query<wua::IUnknown>() == identity);
    CHECK(update.query<wua::IUpdate4>().query<wua::IUnknown>() == identity);
    CHECK(update.query<wua::IUpdateSource>().query<wua::IUnknown>() == identity);
    CHECK(update.query<wua::IDispatch>().query<wua::IUnknown>() == identity);
}

TEST_CASE("a script reads an update by name, its title without one", "[update]")
{
    wua::update_details details;
    details.kb_article_ids = {"5034441"};
    const auto update = with_details(details);
    CHECK(late::text(late::invoke(*update, wua::dispid_value, wua::dispatch_propertyget, {}).value) == "titled");
    const late::outcome identity = late::get(*update, "Identity");
    REQUIRE(identity.value.vt() == wua::VT_DISPATCH);
    CHECK(late::number(late::get(*identity.value.get().pdispVal, "RevisionNumber")) == 3);
    CHECK(late::text(late::get(*update, "KBArticleIDs", {0}).value) == "5034441");
    CHECK(late::get(*update, "MaxDownloadSize").value.vt() == wua::VT_DECIMAL);
    CHECK(late::get(*update, "Deadline").value.vt() == wua::VT_EMPTY);
    CHECK(late::get(*update, "IsDownloaded").value.get().boolVal == wua::variant_false);
    CHECK(late::get(*update, "InstallationBehavior").failure == wua::e_notimpl);
}

TEST_CASE("null is no update", "[update]")
{
    CHECK_THROWS_AS(wua::make_update(wua::update_pointer()), wua::hresult_error);
}
