// SPDX-License-Identifier: MIT

// An agent on a machine: from its session to what is installed, its history and what it says of itself.

#include "catch.hpp"
#include "objects/late_bound.hpp"
#include "objects/read_back.hpp"
#include <wua/agent/automatic_updates.hpp>
#include <wua/agent/machine_agent.hpp>
#include <wua/agent/machine_information.hpp>
#include <wua/agent/update_installer.hpp>
#include <wua/agent/update_services.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/error_info.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/wuapi/automatic_updates.hpp>
#include <wua/wuapi/class_ids.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/system_information.hpp>
#include <wua/wuapi/update_history.hpp>
#include <wua/wuapi/update_installer.hpp>
#include <wua/wuapi/update_service.hpp>
#include <wua/wuapi/web_proxy.hpp>

#include <iterator>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace wua;

namespace
{

struct agent_rig
{
    std::shared_ptr<simulated_engine> engine = std::make_shared<simulated_engine>();
    std::shared_ptr<machine> target;
    update_agent agent;

    explicit agent_rig(machine_facts facts = {}) : target(make_machine(engine, std::move(facts)))
    {
        update_item item = *make_item("Security Update", "https://host/1", 1'000'000);
        item.identity = {"6c1f3f6e-2a0b-4a3e-9f0d-0e7a6f0c1001", 203};
        update_details details;
        details.description = "mends something";
        details.support_url = "https://support.test/1";
        details.uninstallation_notes = "go to the settings";
        details.uninstallation_steps = {"one", "two"};
        details.categories = {std::make_shared<const update_category>(
            update_category{"0fa1201d-4330-4fa8-8ae9-b877473b6441", "Security Updates", "UpdateClassification"})};
        item.details = std::make_shared<const update_details>(details);
        agent = make_agent(
            {std::make_shared<const update_item>(item)}, [e = engine] { return make_downloader(e); }, target);
    }

    com_ptr<IUpdateSession3> session() const
    {
        return make_object(agent, clsid_update_session).query<IUpdateSession3>();
    }
};

com_ptr<IUpdateSearcher> searcher_of(const com_ptr<IUpdateSession3>& session)
{
    com_ptr<IUpdateSearcher> searcher;
    throw_if_failed(session->CreateUpdateSearcher(searcher.put()));
    return searcher;
}

com_ptr<IUpdateCollection> found_updates(const com_ptr<IUpdateSession3>& session, const char* criteria)
{
    com_ptr<ISearchResult> result;
    throw_if_failed(searcher_of(session)->Search(bstr(criteria).get(), result.put()));
    com_ptr<IUpdateCollection> updates;
    throw_if_failed(result->get_Updates(updates.put()));
    return updates;
}

// From the session to what is installed.
void install_all(const com_ptr<IUpdateSession3>& session)
{
    const auto updates = found_updates(session, "IsInstalled=0");
    com_ptr<IUpdateDownloader> downloader;
    throw_if_failed(session->CreateUpdateDownloader(downloader.put()));
    throw_if_failed(downloader->put_Updates(updates.get()));
    com_ptr<IDownloadResult> downloaded;
    throw_if_failed(downloader->Download(downloaded.put()));
    com_ptr<IUpdateInstaller> installer;
    throw_if_failed(session->CreateUpdateInstaller(installer.put()));
    throw_if_failed(installer->put_Updates(updates.get()));
    com_ptr<IInstallationResult> installed;
    throw_if_failed(installer->Install(installed.put()));
    OperationResultCode code = orcFailed;
    throw_if_failed(installed->get_ResultCode(&code));
    REQUIRE(code == orcSucceeded);
}

} // namespace

TEST_CASE("a client comes from its session to what is installed, and a second session sees it",
          "[machine_agent][IUpdateSession::CreateUpdateInstaller]")
{
    agent_rig one;
    const auto session = one.session();
    session->put_ClientApplicationID(bstr("tests").get());
    CHECK(count_of(*found_updates(session, "IsInstalled=0")) == 1);
    install_all(session);
    CHECK(count_of(*found_updates(session, "IsInstalled=0")) == 0);
    CHECK(count_of(*found_updates(one.session(), "IsInstalled=1 and IsPresent=1 and RebootRequired=0")) == 1);
}

TEST_CASE("a session on a machine has a proxy whose settings a script changes, and which it can replace",
          "[machine_agent]")
{
    agent_rig one;
    const auto session = one.session();
    com_ptr<IWebProxy> proxy;
    REQUIRE(session->get_WebProxy(proxy.put()) == s_ok);
    REQUIRE(proxy != nullptr);
    CHECK(late::put(*proxy, "Address", {"proxy.test:8080"}).code == s_ok);
    CHECK(late::put(*proxy, "AutoDetect", {false}).code == s_ok);
    com_ptr<IWebProxy> again;
    REQUIRE(session->get_WebProxy(again.put()) == s_ok);
    CHECK(again == proxy);
    CHECK(late::text(late::get(*again, "Address").value) == "proxy.test:8080");

    com_ptr<IWebProxy> other;
    REQUIRE(one.session()->get_WebProxy(other.put()) == s_ok);
    CHECK(other != proxy);
    REQUIRE(session->put_WebProxy(other.get()) == s_ok);
    REQUIRE(session->get_WebProxy(again.put()) == s_ok);
    CHECK(again == other);
    REQUIRE(session->put_WebProxy(nullptr) == s_ok);
    REQUIRE(session->get_WebProxy(again.put()) == s_ok);
    REQUIRE(again != nullptr);
    CHECK(again != other);
}

TEST_CASE("the history tells what was installed, by whom and how",
          "[machine_agent][IUpdateSearcher::QueryHistory][IUpdateSearcher::GetTotalHistoryCount]"
          "[IUpdateSession3::QueryHistory][IUpdateHistoryEntryCollection::get__NewEnum]")
{
    agent_rig one;
    const auto session = one.session();
    session->put_ClientApplicationID(bstr("tests").get());
    const auto searcher = searcher_of(session);
    LONG count = -1;
    REQUIRE(searcher->GetTotalHistoryCount(&count) == s_ok);
    CHECK(count == 0);
    com_ptr<IUpdateHistoryEntryCollection> history;
    install_all(session);
    REQUIRE(searcher->GetTotalHistoryCount(&count) == s_ok);
    CHECK(count == 1);
    REQUIRE(searcher->QueryHistory(0, 10, history.put()) == s_ok);
    REQUIRE(history->get_Count(&count) == s_ok);
    REQUIRE(count == 1);
    CHECK(late::each(*history).size() == 1);
    com_ptr<IUpdateHistoryEntry> entry;
    CHECK(history->get_Item(1, entry.put()) == wu_e_invalidindex);
    REQUIRE(history->get_Item(0, entry.put()) == s_ok);
    UpdateOperation operation{};
    OperationResultCode code{};
    LONG hresult = -1;
    LONG unmapped = -1;
    DATE date = 0;
    ServerSelection selection{};
    REQUIRE(entry->get_Operation(&operation) == s_ok);
    REQUIRE(entry->get_ResultCode(&code) == s_ok);
    REQUIRE(entry->get_HResult(&hresult) == s_ok);
    REQUIRE(entry->get_UnmappedResultCode(&unmapped) == s_ok);
    REQUIRE(entry->get_Date(&date) == s_ok);
    REQUIRE(entry->get_ServerSelection(&selection) == s_ok);
    CHECK(operation == uoInstallation);
    CHECK(code == orcSucceeded);
    CHECK(hresult == 0);
    CHECK(unmapped == 0);
    CHECK(date > 45000);
    CHECK(selection == ssWindowsUpdate);
    CHECK(text_of(*entry, &IUpdateHistoryEntry::get_Title) == "Security Update");
    CHECK(text_of(*entry, &IUpdateHistoryEntry::get_Description) == "mends something");
    CHECK(text_of(*entry, &IUpdateHistoryEntry::get_ClientApplicationID) == "tests");
    CHECK(text_of(*entry, &IUpdateHistoryEntry::get_ServiceID) == "9482f4b4-e343-43b6-b170-9a65bc822c77");
    CHECK(text_of(*entry, &IUpdateHistoryEntry::get_SupportUrl) == "https://support.test/1");
    CHECK(text_of(*entry, &IUpdateHistoryEntry::get_UninstallationNotes) == "go to the settings");
    com_ptr<IStringCollection> steps;
    REQUIRE(entry->get_UninstallationSteps(steps.put()) == s_ok);
    REQUIRE(steps->get_Count(&count) == s_ok);
    CHECK(count == 2);
    com_ptr<IUpdateIdentity> identity;
    REQUIRE(entry->get_UpdateIdentity(identity.put()) == s_ok);
    CHECK(text_of(*identity, &IUpdateIdentity::get_UpdateID) == "6c1f3f6e-2a0b-4a3e-9f0d-0e7a6f0c1001");
    com_ptr<ICategoryCollection> categories;
    REQUIRE(entry.query<IUpdateHistoryEntry2>()->get_Categories(categories.put()) == s_ok);
    REQUIRE(categories->get_Count(&count) == s_ok);
    CHECK(count == 1);
}

namespace
{

// Four entries, the latest first; the second is of a driver, the third of a removal.
machine_facts facts_with_history()
{
    machine_facts facts;
    for (const int number : {4, 3, 2, 1})
    {
        update_item item;
        item.title = std::to_string(number);
        item.identity = {"6c1f3f6e-2a0b-4a3e-9f0d-0e7a6f0c100" + item.title, number};
        update_details details;
        details.is_driver = number == 3;
        details.categories = {std::make_shared<const update_category>(
            update_category{"a0000000-0000-0000-0000-00000000000" + item.title, "Heading", "Product"})};
        item.details = std::make_shared<const update_details>(details);
        facts.history.push_back(
            {std::make_shared<const update_item>(item), number == 2 ? uoUninstallation : uoInstallation,
             outcome::succeeded(), 46000.0 + number});
    }
    return facts;
}

std::string titles_in(const com_ptr<IUpdateHistoryEntryCollection>& entries)
{
    std::string titles;
    for (const variant& entry : late::each(*entries))
    {
        titles += late::text(late::get(*entry.get().pdispVal, "Title").value);
    }
    return titles;
}

} // namespace

TEST_CASE("a range of the history has what there is of it, and one without entries is WU_E_INVALIDINDEX",
          "[machine_agent][IUpdateSearcher::QueryHistory]")
{
    const agent_rig one(facts_with_history());
    const auto searcher = searcher_of(one.session());
    const auto range = [&](LONG start, LONG count) {
        com_ptr<IUpdateHistoryEntryCollection> entries;
        throw_if_failed(searcher->QueryHistory(start, count, entries.put()));
        return titles_in(entries);
    };
    CHECK(range(0, 4) == "4321");
    CHECK(range(0, 100) == "4321");
    CHECK(range(1, 2) == "32");
    CHECK(range(3, 1) == "1");
    CHECK(range(3, std::numeric_limits<LONG>::max()) == "1");
    for (const auto& [start, count] : {std::pair<LONG, LONG>(0, 0), {0, -1}, {-1, 1}, {4, 1}, {5, 1}})
    {
        CAPTURE(start, count);
        com_ptr<IUpdateHistoryEntryCollection> entries;
        CHECK(searcher->QueryHistory(start, count, entries.put()) == wu_e_invalidindex);
        CHECK(entries == nullptr);
    }
    com_ptr<IUpdateHistoryEntryCollection> entries;
    CHECK(searcher_of(agent_rig().session())->QueryHistory(0, 1, entries.put()) == wu_e_invalidindex);
    CHECK(searcher->QueryHistory(0, 1, nullptr) == e_pointer);
}

TEST_CASE("criteria choose entries of the history by their update and what was done with it",
          "[machine_agent][IUpdateSession3::QueryHistory]")
{
    const agent_rig one(facts_with_history());
    const auto chosen = [&](const char* criteria, LONG start = 0, LONG count = 10) {
        com_ptr<IUpdateHistoryEntryCollection> entries;
        throw_if_failed(one.session()->QueryHistory(bstr(criteria).get(), start, count, entries.put()));
        return titles_in(entries);
    };
    CHECK(chosen("") == "4321");
    CHECK(chosen(" ") == "4321");
    CHECK(chosen("Type='Driver'") == "3");
    CHECK(chosen("Type='Software'", 1, 1) == "2");
    CHECK(chosen("IsInstalled=0") == "2");
    CHECK(chosen("CategoryIDs contains 'A0000000-0000-0000-0000-000000000004'") == "4");
    CHECK(chosen("UpdateID='{6c1f3f6e-2a0b-4a3e-9f0d-0e7a6f0c1001}' and RevisionNumber=1") == "1");
    CHECK(chosen("UpdateID='6c1f3f6e-2a0b-4a3e-9f0d-0e7a6f0c1009'").empty());
    com_ptr<IUpdateHistoryEntryCollection> entries;
    CHECK(one.session()->QueryHistory(bstr("Type='Driver'").get(), 1, 1, entries.put()) == wu_e_invalidindex);
    CHECK(one.session()->QueryHistory(nullptr, 0, 0, entries.put()) == wu_e_invalidindex);
    CHECK(one.session()->QueryHistory(bstr("nonsense").get(), 0, 10, entries.put()) == wu_e_invalid_criteria);
}

TEST_CASE("an update that comes later is found by the search that it is for, whoever searches", "[machine_agent]")
{
    machine_facts facts;
    facts.found_later = {{"6C1F3F6E-2A0B-4A3E-9F0D-0E7A6F0C1001", 3}};
    const agent_rig one(std::move(facts));
    CHECK(count_of(*found_updates(one.session(), "IsInstalled=0")) == 0);
    com_ptr<ISearchResult> result;
    CHECK(searcher_of(one.session())->Search(bstr("nonsense").get(), result.put()) == wu_e_invalid_criteria);
    const auto session = one.session();
    CHECK(count_of(*found_updates(session, "IsInstalled=0")) == 0);
    CHECK(count_of(*found_updates(session, "IsInstalled=0")) == 1);
    CHECK(count_of(*found_updates(one.session(), "IsInstalled=0")) == 1);
}

TEST_CASE("an agent that downloads and no more says so", "[machine_agent]")
{
    const update_agent lean = make_agent({make_item("A", "https://host/a")}, {});
    const auto session = make_object(lean, clsid_update_session).query<IUpdateSession3>();
    com_ptr<IUpdateInstaller> installer;
    com_ptr<IUpdateServiceManager2> manager;
    com_ptr<IUpdateHistoryEntryCollection> history;
    CHECK(session->CreateUpdateInstaller(installer.put()) == e_notimpl);
    CHECK(session->CreateUpdateServiceManager(manager.put()) == e_notimpl);
    CHECK(session->QueryHistory(nullptr, 0, 1, history.put()) == e_notimpl);
    CHECK(session->CreateUpdateInstaller(nullptr) == e_pointer);
    CHECK_FALSE(has_class(lean, clsid_update_installer));
    CHECK(has_class(lean, clsid_string_collection));
    CHECK_THROWS_AS(make_object(lean, clsid_system_information), hresult_error);
    CHECK_THROWS_AS(make_agent({}, {}, std::shared_ptr<machine>()), hresult_error);
}

TEST_CASE("what is not implemented leaves the reason", "[machine_agent]")
{
    const auto reason = [](HRESULT code) {
        com_ptr<IErrorInfo> words;
        bstr text;
        REQUIRE(GetErrorInfo(0, words.put()) == s_ok);
        throw_if_failed(words->GetDescription(text.put()));
        return code == e_notimpl ? text.to_utf8() : "another code";
    };
    const agent_rig one;
    const auto session = one.session();
    const auto update = updates_of(*found_updates(session, "IsInstalled=0")).at(0);
    com_ptr<IInstallationBehavior> behavior;
    CHECK(reason(update->get_InstallationBehavior(behavior.put())) == "it is not known how this update is installed");
    install_all(session);
    const bstr path("C:\\folder");
    const std::string no_cache = "there is no cache: an engine stores the files where it was told to";
    CHECK(reason(update->CopyFromCache(path.get(), variant_false)) == no_cache);
    CHECK(reason(update.query<IUpdate2>()->CopyToCache(make_string_collection({"a"}).get())) == no_cache);

    const std::string no_windows = "there are no windows here";
    com_ptr<IUpdateInstaller> installer;
    com_ptr<IInstallationResult> result;
    REQUIRE(session->CreateUpdateInstaller(installer.put()) == s_ok);
    CHECK(reason(installer->RunWizard(nullptr, result.put())) == no_windows);
    const auto automatic = make_object(one.agent, clsid_automatic_updates).query<IAutomaticUpdates>();
    CHECK(reason(automatic->ShowSettingsDialog()) == no_windows);
    const auto proxy = make_object(one.agent, clsid_web_proxy).query<IWebProxy>();
    CHECK(reason(proxy->PromptForCredentials(nullptr, nullptr)) == no_windows);
    CHECK(reason(proxy->PromptForCredentialsFromHwnd(nullptr, nullptr)) == no_windows);

    const auto lean = make_session({update});
    const std::string no_machine = "this agent only downloads; it has no engine that installs";
    com_ptr<IUpdateDownloader> downloader;
    com_ptr<IUpdateServiceManager2> manager;
    com_ptr<IUpdateHistoryEntryCollection> history;
    CHECK(reason(lean->CreateUpdateDownloader(downloader.put())) == "this agent has no engine that downloads");
    CHECK(reason(lean->CreateUpdateInstaller(installer.put())) == no_machine);
    CHECK(reason(lean->CreateUpdateServiceManager(manager.put())) == no_machine);
    CHECK(reason(lean->QueryHistory(nullptr, 0, 1, history.put())) == no_machine);
    CHECK(reason(searcher_of(lean)->QueryHistory(0, 1, history.put())) == no_machine);
}

TEST_CASE("an object of every class can be made", "[machine_agent]")
{
    const agent_rig one;
    for (const guid& clsid : agent_classes)
    {
        CHECK(has_class(one.agent, clsid));
        CHECK(make_object(one.agent, clsid) != nullptr);
    }
    constexpr guid installation_agent = "317e92fc-1679-46fd-a0b5-f08914dd8623"_guid;
    CHECK_FALSE(has_class(one.agent, installation_agent));
    CHECK_THROWS_AS(make_object(one.agent, installation_agent), hresult_error);
    for (const guid& clsid : {clsid_update_installer, clsid_update_service_manager})
    {
        CHECK(late::text(late::get(*make_object(one.agent, clsid).query<IDispatch>(), "ClientApplicationID").value) ==
              "Unknown");
    }
}

TEST_CASE("a machine tells its support link, and whether it waits for a restart", "[machine_agent]")
{
    machine_facts facts;
    facts.oem_support_link = "https://maker.test";
    agent_rig one(facts);
    const auto information = make_object(one.agent, clsid_system_information).query<ISystemInformation>();
    CHECK(text_of(*information, &ISystemInformation::get_OemHardwareSupportLink) == "https://maker.test");
    VARIANT_BOOL waits = variant_true;
    REQUIRE(information->get_RebootRequired(&waits) == s_ok);
    CHECK(waits == variant_false);
    one.target->change([](machine_facts& all) { all.needs_restart = true; });
    REQUIRE(information->get_RebootRequired(&waits) == s_ok);
    CHECK(waits == variant_true);
}

TEST_CASE("the agent tells its three versions by name and nothing else", "[machine_agent]")
{
    machine_facts facts;
    facts.product_version = "10.0.19041.1";
    const agent_rig one(facts);
    const auto information = make_object(one.agent, clsid_windows_update_agent_info).query<IWindowsUpdateAgentInfo>();
    variant answer;
    REQUIRE(information->GetInfo(variant("ApiMajorVersion").get(), answer.put()) == s_ok);
    CHECK(answer.vt() == VT_I4);
    CHECK(answer.get().lVal == 9);
    REQUIRE(information->GetInfo(variant("apiminorversion").get(), answer.put()) == s_ok);
    CHECK(answer.get().lVal == 0);
    REQUIRE(information->GetInfo(variant("ProductVersionString").get(), answer.put()) == s_ok);
    CHECK(late::text(answer) == "10.0.19041.1");
    for (const char* const name : {"Name", "", "ApiMajorVersion ", "ProductVersion"})
    {
        CAPTURE(name);
        CHECK(information->GetInfo(variant(name).get(), answer.put()) == e_invalidarg);
        CHECK(answer.vt() == VT_EMPTY);
    }
    CHECK(information->GetInfo(variant(LONG{1}).get(), answer.put()) == e_invalidarg);
    CHECK(information->GetInfo(VARIANT{}, answer.put()) == e_invalidarg);
    CHECK(information->GetInfo(variant("ApiMajorVersion").get(), nullptr) == e_pointer);
}

TEST_CASE("no object is made of a machine that is null, and no machine of a history without updates", "[machine_agent]")
{
    const std::shared_ptr<machine> none;
    CHECK_THROWS_WITH(machine_parts{none}, "there is no machine");
    CHECK_THROWS_WITH(make<update_installer>(none), "there is no machine");
    CHECK_THROWS_WITH(make<update_service_manager>(none), "there is no machine");
    CHECK_THROWS_WITH(make<automatic_updates>(none), "there is no machine");
    CHECK_THROWS_WITH(make<automatic_updates_settings>(none), "there is no machine");
    CHECK_THROWS_WITH(make<automatic_updates_results>(none), "there is no machine");
    CHECK_THROWS_WITH(make<machine_information>(none), "there is no machine");
    CHECK_THROWS_WITH(make<agent_information>(none), "there is no machine");
    machine_facts facts;
    facts.history.emplace_back();
    CHECK_THROWS_WITH(
        make_machine(std::make_shared<simulated_engine>(), facts), "an entry of the history has no update");
}

TEST_CASE("headings in a circle do not keep a search of the history", "[machine_agent]")
{
    const auto one = std::make_shared<update_category>();
    one->id = "one";
    one->parent = one;
    update_details details;
    details.categories = {one};
    update_item item;
    item.details = std::make_shared<const update_details>(std::move(details));
    machine_facts facts;
    facts.history.emplace_back();
    facts.history[0].update = std::make_shared<const update_item>(std::move(item));
    const auto target = make_machine(std::make_shared<simulated_engine>(), std::move(facts));
    CHECK(target->history("CategoryIDs contains 'one'", 0, 1).size() == 1);
    one->parent = nullptr;
}
