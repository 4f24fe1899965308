// SPDX-License-Identifier: MIT

// That every object of the library has words for its failures, whichever of its interfaces fails.

#include <wua/agent/machine_agent.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/error_info.hpp>
#include <wua/wua.hpp>
#include <wua/wuapi/wuapi.hpp>

#if defined(_WIN32)
#include <wua/com/windows/type_info.hpp>
#else
#include <wua/com/portable/type_info.hpp>
#endif

#include "objects/late_bound.hpp"

#include <catch.hpp>

#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace wua;

namespace
{

struct object
{
    const char* name;
    com_ptr<IUnknown> itself;
    guid interface_id;
};

template <class I>
void add(std::vector<object>& all, const char* name, const com_ptr<I>& itself)
{
    REQUIRE(itself != nullptr);
    all.push_back({name, itself.template query<IUnknown>(), iid_of<I>});
}

template <class I, class Owner>
com_ptr<I> asked(std::type_identity_t<Owner>& owner, HRESULT (WUA_STDCALL Owner::*member)(I**))
{
    com_ptr<I> found;
    throw_if_failed((owner.*member)(found.put()));
    return found;
}

std::vector<object> all_objects()
{
    std::vector<object> all;
    const auto engine = std::make_shared<simulated_engine>();
    const com_ptr<IUpdateDownloader> downloader = make_downloader(engine);
    const com_ptr<IUpdate> update = make_update(make_item("Driver", "https://host/d", 9000));
    const auto updates = make_update_collection({update});
    throw_if_failed(downloader->put_Updates(updates.get()));
    com_ptr<IDownloadJob> job;
    throw_if_failed(downloader->BeginDownload(nullptr, nullptr, VARIANT{}, job.put()));
    add(all, "downloader", downloader);
    add(all, "update", update);
    add(all, "updates", updates);
    add(all, "job", job);
    add(all, "job details", job.query<IDownloadJobDetails>());
    add(all, "updates of the job", asked(*job, &IDownloadJob::get_Updates));
    add(all, "progress", asked(*job, &IDownloadJob::GetProgress));
    com_ptr<IUpdateDownloadProgress> one;
    throw_if_failed(job.query<IDownloadJobDetails>()->GetUpdateProgress(0, one.put()));
    add(all, "progress of an update", one);
    com_ptr<IDownloadResult> result;
    throw_if_failed(downloader->EndDownload(job.get(), result.put()));
    com_ptr<IUpdateDownloadResult> of_update;
    throw_if_failed(result->GetUpdateResult(0, of_update.put()));
    add(all, "result", result);
    add(all, "result of an update", of_update);
    add(all, "identity", asked(*update, &IUpdate::get_Identity));
    add(all, "categories", asked(*update, &IUpdate::get_Categories));
    add(all, "strings", asked(*update, &IUpdate::get_KBArticleIDs));
    add(all, "contents", asked(*update, &IUpdate::get_DownloadContents));
    const com_ptr<IUpdateSession> session = make_session({update});
    const auto searcher = asked(*session, &IUpdateSession::CreateUpdateSearcher);
    add(all, "session", session);
    add(all, "searcher", searcher);
    bstr everything("IsInstalled=0");
    com_ptr<ISearchJob> search;
    throw_if_failed(searcher->BeginSearch(everything.get(), nullptr, VARIANT{}, search.put()));
    com_ptr<ISearchResult> found;
    throw_if_failed(searcher->EndSearch(search.get(), found.put()));
    add(all, "search", search);
    add(all, "found", found);
    add(all, "warnings", asked(*found, &ISearchResult::get_Warnings));
    return all;
}

// Those of an agent on a machine.
std::vector<object> objects_of_machine()
{
    std::vector<object> all;
    const auto engine = std::make_shared<simulated_engine>();
    update_item item = *make_item("Driver", "https://host/d", 9000);
    update_details details;
    details.is_driver = true;
    details.is_downloaded = true;
    details.drivers.emplace_back();
    details.installation.emplace();
    details.categories = {std::make_shared<const update_category>(
        update_category{"a0000000-0000-0000-0000-000000000001", "Heading", "Product"})};
    item.details = std::make_shared<const update_details>(details);
    const auto driver = std::make_shared<const update_item>(item);
    machine_facts facts;
    facts.history.push_back({driver, uoInstallation, outcome::succeeded(), 46000});
    const update_agent agent =
        make_agent({driver}, [engine] { return make_downloader(engine); }, make_machine(engine, facts));
    const auto session = make_object(agent, clsid_update_session).query<IUpdateSession3>();
    const com_ptr<IUpdate> update = agent.updates.at(0);
    add(all, "driver", update.query<IWindowsDriverUpdate5>());
    const auto entries =
        asked(*update.query<IWindowsDriverUpdate4>(), &IWindowsDriverUpdate4::get_WindowsDriverUpdateEntries);
    add(all, "entries of the driver", entries);
    com_ptr<IWindowsDriverUpdateEntry> entry;
    throw_if_failed(entries->get_Item(0, entry.put()));
    add(all, "entry of the driver", entry);
    add(all, "behaviour", asked(*update, &IUpdate::get_InstallationBehavior));
    com_ptr<ICategory> heading;
    throw_if_failed(asked(*update, &IUpdate::get_Categories)->get_Item(0, heading.put()));
    add(all, "category", heading);

    const auto installer = asked(*session, &IUpdateSession::CreateUpdateInstaller);
    throw_if_failed(installer->put_Updates(make_update_collection({update}).get()));
    com_ptr<IInstallationJob> job;
    com_ptr<IInstallationResult> result;
    com_ptr<IUpdateInstallationResult> of_update;
    throw_if_failed(installer->BeginInstall(nullptr, nullptr, VARIANT{}, job.put()));
    add(all, "installer", installer);
    add(all, "installation", job);
    add(all, "progress of the installation", asked(*job, &IInstallationJob::GetProgress));
    throw_if_failed(installer->EndInstall(job.get(), result.put()));
    throw_if_failed(result->GetUpdateResult(0, of_update.put()));
    add(all, "result of the installation", result);
    add(all, "result of one installation", of_update);

    com_ptr<IUpdateHistoryEntryCollection> history;
    com_ptr<IUpdateHistoryEntry> first;
    throw_if_failed(session->QueryHistory(nullptr, 0, 1, history.put()));
    throw_if_failed(history->get_Item(0, first.put()));
    add(all, "history", history);
    add(all, "entry of the history", first.query<IUpdateHistoryEntry2>());

    const auto manager = asked(*session, &IUpdateSession3::CreateUpdateServiceManager);
    const auto services = asked(*manager, &IUpdateServiceManager::get_Services);
    com_ptr<IUpdateService> service;
    com_ptr<IUpdateServiceRegistration> registration;
    throw_if_failed(services->get_Item(0, service.put()));
    throw_if_failed(
        manager->QueryServiceRegistration(bstr("9482f4b4-e343-43b6-b170-9a65bc822c77").get(), registration.put()));
    add(all, "service manager", manager);
    add(all, "services", services);
    add(all, "service", service.query<IUpdateService2>());
    add(all, "registration", registration);

    const auto automatic = make_object(agent, clsid_automatic_updates).query<IAutomaticUpdates2>();
    add(all, "automatic updates", automatic);
    add(all, "settings", asked(*automatic, &IAutomaticUpdates::get_Settings));
    add(all, "results", asked(*automatic, &IAutomaticUpdates2::get_Results));
    add(all, "system information", make_object(agent, clsid_system_information).query<ISystemInformation>());
    add(all, "agent information", make_object(agent, clsid_windows_update_agent_info).query<IWindowsUpdateAgentInfo>());
    add(all, "proxy", make_object(agent, clsid_web_proxy).query<IWebProxy>());
    return all;
}

} // namespace

TEST_CASE("every object answers for the error information of its interfaces", "[error_support]")
{
    std::vector<object> all = all_objects();
    for (object& one : objects_of_machine())
    {
        all.push_back(std::move(one));
    }
    for (const object& one : all)
    {
        INFO(one.name);
        const com_ptr<ISupportErrorInfo> support = one.itself.query<ISupportErrorInfo>();
        CHECK(support->InterfaceSupportsErrorInfo(one.interface_id) == s_ok);
        CHECK(support->InterfaceSupportsErrorInfo(iid_of<IDispatch>) == s_ok);
        CHECK(support->InterfaceSupportsErrorInfo(iid_of<IEnumVARIANT>) == s_false);
        CHECK(one.itself.try_query<IProvideClassInfo>() != nullptr);

        // A failure of a member leaves words in place of those of another failure.
        SetErrorInfo(0, nullptr);
        UINT count = 0;
        CHECK(one.itself.query<IDispatch>()->GetTypeInfoCount(&count) == s_ok);
        com_ptr<IErrorInfo> words;
        CHECK(GetErrorInfo(0, words.put()) == s_false);
        CHECK(one.itself.query<IDispatch>()->GetTypeInfoCount(nullptr) == e_pointer);
        bstr text;
        REQUIRE(GetErrorInfo(0, words.put()) == s_ok);
        CHECK(words->GetDescription(text.put()) == s_ok);
        CHECK(to_utf8(view(text.get())) == "E_POINTER: a pointer that must not be null is null");
    }
}

namespace
{

std::string words_left()
{
    com_ptr<IErrorInfo> words;
    bstr text;
    if (GetErrorInfo(0, words.put()) == s_ok)
    {
        CHECK(words->GetDescription(text.put()) == s_ok);
    }
    return text.to_utf8();
}

} // namespace

TEST_CASE("a failure has the same words late bound and through the vtable", "[error_support]")
{
    const com_ptr<IUpdateSession> session =
        make_session(std::vector<com_ptr<IUpdate>>(), [] { return com_ptr<IUpdateDownloader>(); });
    const auto searcher = asked(*session, &IUpdateSession::CreateUpdateSearcher);
    const auto updates = make_update_collection({});
    const auto downloader = make_downloader(std::make_shared<simulated_engine>());
    const variant nothing;
    struct failing
    {
        const char* name;
        com_ptr<IDispatch> object;
        std::vector<variant> arguments;
        std::function<HRESULT()> directly;
        const char* words;
    };
    const failing all[] = {
        {"CreateUpdateDownloader",
         session.query<IDispatch>(),
         {},
         [&] { return session->CreateUpdateDownloader(com_ptr<IUpdateDownloader>().put()); },
         "E_UNEXPECTED: unexpected failure"},
        {"EndSearch",
         searcher.query<IDispatch>(),
         {nothing},
         [&] { return searcher->EndSearch(nullptr, com_ptr<ISearchResult>().put()); },
         "E_POINTER: a pointer that must not be null is null"},
        {"Add",
         updates.query<IDispatch>(),
         {nothing},
         [&] {
             LONG place = 0;
             return updates->Add(nullptr, &place);
         },
         "E_POINTER: a pointer that must not be null is null"},
        {"Download",
         downloader.query<IDispatch>(),
         {},
         [&] { return downloader->Download(com_ptr<IDownloadResult>().put()); },
         "there are no updates: a job needs at least one"},
    };
    for (const failing& one : all)
    {
        INFO(one.name);
        const HRESULT code = one.directly();
        CHECK(failed(code));
        CHECK(words_left() == one.words);
        const late::outcome late_bound = late::call(*one.object, one.name, one.arguments);
        CHECK(late_bound.code == disp_e_exception);
        CHECK(late_bound.failure == code);
        CHECK(late_bound.description == one.words);
    }
}
