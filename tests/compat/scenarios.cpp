// SPDX-License-Identifier: MIT

// Each example of a scenario shows a client what it is there to show. The clients here know the SDK's names alone,
// which the compat header has where there is no Windows.

#include "catch.hpp"

#if !defined(_WIN32) && __has_include(<nlohmann/json.hpp>)
#include <wua/agent/machine_agent.hpp>
#include <wua/compat/com.h>
#include <wua/compat/wuapi.h>
#include <wua/compat/wuerror.h>
#include <wua/engine/scenario_json.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/update_downloader.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

namespace
{

const std::filesystem::path scenarios =
    std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "examples" / "windows" / "scenarios";

// What a client has of smart pointers.
template <class T>
using ptr = wua::com_ptr<T>;

void need(HRESULT code)
{
    wua::throw_if_failed(code);
}

template <class T, class I>
T get(std::type_identity_t<I>* object, HRESULT (WUA_STDCALL I::*member)(T*))
{
    T value{};
    need((object->*member)(&value));
    return value;
}

template <class T, class I>
ptr<T> get(std::type_identity_t<I>* object, HRESULT (WUA_STDCALL I::*member)(T**))
{
    ptr<T> value;
    need((object->*member)(value.put()));
    return value;
}

template <class T>
ptr<T> created(const CLSID& clsid)
{
    ptr<T> object;
    need(CoCreateInstance(clsid, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(object.put())));
    return object;
}

unsigned long long number_of(const DECIMAL& value)
{
    ULONG64 number = 0;
    need(VarUI8FromDec(&value, &number));
    return number;
}

// An agent of a scenario behind its classes, on virtual time, and a client that has a session of it.
struct stage
{
    explicit stage(const char* name) : stage(wua::read_scenario(scenarios / name)) {}

    explicit stage(wua::written_scenario written)
        : engine(std::make_shared<wua::simulated_engine>(written.script)),
          registration(wua::make_agent(
              written.updates,
              [e = engine, options = wua::downloader_options{.keeps_contract = written.keeps_contract()}] {
                  return wua::make_downloader(e, options);
              },
              wua::make_machine(engine, written.machine)))
    {
        need(CoInitializeEx(nullptr, COINIT_MULTITHREADED));
        session = created<IUpdateSession3>(CLSID_UpdateSession);
        searcher = get(session.get(), &IUpdateSession::CreateUpdateSearcher);
        downloader = get(session.get(), &IUpdateSession::CreateUpdateDownloader);
        installer = get(session.get(), &IUpdateSession::CreateUpdateInstaller);
    }

    stage(const stage&) = delete;

    ~stage()
    {
        CoUninitialize();
    }

    // What is found is what is downloaded and installed from then on.
    ptr<IUpdateCollection> search(const char* criteria = "IsInstalled=0")
    {
        ptr<ISearchResult> result;
        need(searcher->Search(wua::bstr(criteria).get(), result.put()));
        const auto found = get(result.get(), &ISearchResult::get_Updates);
        need(downloader->put_Updates(found.get()));
        need(installer->put_Updates(found.get()));
        return found;
    }

    ptr<IDownloadResult> download()
    {
        return get(downloader.get(), &IUpdateDownloader::Download);
    }

    ptr<IInstallationResult> install()
    {
        return get(installer.get(), &IUpdateInstaller::Install);
    }

    ptr<IDownloadJob> begin()
    {
        VARIANT state;
        VariantInit(&state);
        ptr<IDownloadJob> job;
        need(downloader->BeginDownload(nullptr, nullptr, state, job.put()));
        return job;
    }

    ptr<IDownloadResult> end(const ptr<IDownloadJob>& job)
    {
        ptr<IDownloadResult> result;
        need(downloader->EndDownload(job.get(), result.put()));
        return result;
    }

    std::shared_ptr<wua::simulated_engine> engine;
    wua::class_registration registration;
    ptr<IUpdateSession3> session;
    ptr<IUpdateSearcher> searcher;
    ptr<IUpdateDownloader> downloader;
    ptr<IUpdateInstaller> installer;
};

ptr<IUpdate> item(const ptr<IUpdateCollection>& updates, LONG index)
{
    ptr<IUpdate> update;
    need(updates->get_Item(index, update.put()));
    return update;
}

std::string title_of(const ptr<IUpdate>& update)
{
    wua::bstr title;
    need(update->get_Title(title.put()));
    return title.to_utf8();
}

// "code hresult, ..." of a whole operation and of each update, as numbers that a person knows.
template <class Result, class OfUpdate>
std::string told(Result& result, LONG count, HRESULT (WUA_STDCALL Result::*one)(LONG, OfUpdate**))
{
    const auto both = [](auto& object, auto get_code, auto get_hresult) {
        OperationResultCode code{};
        LONG hresult = 0;
        need((object.*get_code)(&code));
        need((object.*get_hresult)(&hresult));
        return std::to_string(code) + " " + wua::detail::short_name(hresult);
    };
    std::string text = both(result, &Result::get_ResultCode, &Result::get_HResult);
    for (LONG index = 0; index != count; ++index)
    {
        ptr<OfUpdate> of_update;
        need((result.*one)(index, of_update.put()));
        text += ", " + both(*of_update, &OfUpdate::get_ResultCode, &OfUpdate::get_HResult);
    }
    return text;
}

std::string told(const ptr<IDownloadResult>& result, LONG count)
{
    return told(*result, count, &IDownloadResult::GetUpdateResult);
}

std::string told(const ptr<IInstallationResult>& result, LONG count)
{
    return told(*result, count, &IInstallationResult::GetUpdateResult);
}

struct poll
{
    LONG percent;
    LONG index;
    unsigned long long bytes;
    unsigned long long total;
};

poll poll_of(const ptr<IDownloadJob>& job)
{
    const auto progress = get(job.get(), &IDownloadJob::GetProgress);
    return {get(progress.get(), &IDownloadProgress::get_PercentComplete),
            get(progress.get(), &IDownloadProgress::get_CurrentUpdateIndex),
            number_of(get(progress.get(), &IDownloadProgress::get_TotalBytesDownloaded)),
            number_of(get(progress.get(), &IDownloadProgress::get_TotalBytesToDownload))};
}

// Polls until the job is over.
std::vector<poll> polls_of(stage& on, const ptr<IDownloadJob>& job, std::chrono::milliseconds interval)
{
    std::vector<poll> all;
    while (get(job.get(), &IDownloadJob::get_IsCompleted) == VARIANT_FALSE)
    {
        all.push_back(poll_of(job));
        on.engine->advance(interval);
    }
    return all;
}

bool is_installed(const ptr<IUpdate>& update)
{
    return get(update.get(), &IUpdate::get_IsInstalled) != VARIANT_FALSE;
}

bool machine_needs_restart()
{
    return get(created<ISystemInformation>(CLSID_SystemInformation).get(), &ISystemInformation::get_RebootRequired) !=
           VARIANT_FALSE;
}

void shows_a_recorded_download(const char* name)
{
    const wua::written_scenario written = wua::read_scenario(scenarios / name);
    stage on(written);
    CHECK(get(on.search().get(), &IUpdateCollection::get_Count) == static_cast<LONG>(written.updates.size()));
    const auto job = on.begin();
    std::size_t shown = 0;
    std::chrono::nanoseconds now{0};
    for (const wua::recorded_sample& sample : written.script.recorded)
    {
        on.engine->advance(sample.at - now);
        now = sample.at;
        const poll seen = poll_of(job);
        shown += seen.percent == sample.percent && seen.index == static_cast<LONG>(sample.index) &&
                         seen.bytes == sample.bytes_downloaded && seen.total == sample.bytes_to_download
                     ? 1U
                     : 0U;
    }
    // Samples of one instant are seen as one, and the last may come with the end.
    CHECK(shown + 10 > written.script.recorded.size());
    CHECK(get(on.end(job).get(), &IDownloadResult::get_ResultCode) == orcSucceeded);
}

struct shown_scenario
{
    const char* name;
    void (*show)();
};

const shown_scenario all[] = {
    {"as-a-download-was-recorded.json",
     [] {
         shows_a_recorded_download("as-a-download-was-recorded.json");
         CHECK(wua::read_scenario(scenarios / "as-a-download-was-recorded.json").script.recorded.size() == 313);
     }},
    {"as-the-real-agent-was-recorded.json",
     [] {
         shows_a_recorded_download("as-the-real-agent-was-recorded.json");
         stage on("as-the-real-agent-was-recorded.json");
         on.search();
         const auto seen = polls_of(on, on.begin(), 50ms);
         CHECK(seen.front().total == 0);
         bool has_grown = false;
         bool has_more_than_all = false;
         for (std::size_t i = 1; i < seen.size(); ++i)
         {
             has_grown = has_grown || (seen[i - 1].total != 0 && seen[i].total > seen[i - 1].total);
             has_more_than_all = has_more_than_all || seen[i].bytes > seen[i].total;
         }
         CHECK(has_grown);
         CHECK(has_more_than_all);
     }},
    {"drivers-and-history.json",
     [] {
         stage on("drivers-and-history.json");
         const auto drivers = on.search("Type='Driver'");
         REQUIRE(get(drivers.get(), &IUpdateCollection::get_Count) == 1);
         wua::bstr text;
         need(item(drivers, 0).query<IWindowsDriverUpdate>()->get_DriverClass(text.put()));
         CHECK(text.to_utf8() == "Display");
         const auto of_windows = on.search("CategoryIDs contains 'a3c2375d-0c8a-42f9-bce0-28333e198407'");
         REQUIRE(get(of_windows.get(), &IUpdateCollection::get_Count) == 1);
         CHECK(title_of(item(of_windows, 0)) == "Security Update (KB5001001)");
         CHECK(get(on.searcher.get(), &IUpdateSearcher::GetTotalHistoryCount) == 1);
         const auto installed = on.search("IsInstalled=1");
         CHECK(told(get(on.installer.get(), &IUpdateInstaller::Uninstall), 1) == "2 S_OK, 2 S_OK");
         CHECK_FALSE(is_installed(item(installed, 0)));
         ptr<IUpdateHistoryEntryCollection> history;
         need(on.searcher->QueryHistory(0, 10, history.put()));
         REQUIRE(get(history.get(), &IUpdateHistoryEntryCollection::get_Count) == 2);
         ptr<IUpdateHistoryEntry> entry;
         need(history->get_Item(0, entry.put()));
         CHECK(get(entry.get(), &IUpdateHistoryEntry::get_Operation) == uoUninstallation);
         need(created<ISystemInformation>(CLSID_SystemInformation)->get_OemHardwareSupportLink(text.put()));
         CHECK(text.to_utf8() == "https://support.test");
     }},
    {"everything-fails.json",
     [] {
         stage on("everything-fails.json");
         on.search();
         CHECK(told(on.download(), 2) ==
               "4 WU_E_ALL_UPDATES_FAILED, 4 WU_E_PT_HTTP_STATUS_NOT_FOUND, 4 WU_E_DM_INCORRECTFILEHASH");
     }},
    {"host-not-found-half-way.json",
     [] {
         stage on("host-not-found-half-way.json");
         on.search();
         const auto job = on.begin();
         CHECK(told(on.end(job), 3) == "3 WU_S_UPDATE_ERROR, 2 S_OK, 4 WU_E_PT_WINHTTP_NAME_NOT_RESOLVED, 2 S_OK");
         CHECK(WU_E_PT_WINHTTP_NAME_NOT_RESOLVED == static_cast<HRESULT>(0x8024402C));
         CHECK(poll_of(job).bytes == 50'000'000);
     }},
    {"installation-fails.json",
     [] {
         stage on("installation-fails.json");
         const auto updates = on.search();
         on.download();
         CHECK(told(on.install(), 3) == "3 WU_S_UPDATE_ERROR, 4 0x80073712, 2 S_OK, 4 WU_E_UH_POSTREBOOTSTILLPENDING");
         CHECK_FALSE(is_installed(item(updates, 0)));
         CHECK(is_installed(item(updates, 1)));
     }},
    {"licence-terms.json",
     [] {
         stage on("licence-terms.json");
         const auto updates = on.search();
         CHECK(told(on.download(), 2) == "2 S_OK, 2 S_OK, 2 S_OK");
         CHECK(told(on.install(), 2) == "3 WU_S_UPDATE_ERROR, 4 WU_E_EULAS_DECLINED, 2 S_OK");
         CHECK(get(item(updates, 0).get(), &IUpdate::get_EulaAccepted) == VARIANT_FALSE);
         CHECK(get(item(updates, 1).get(), &IUpdate::get_EulaAccepted) != VARIANT_FALSE);
         CHECK(item(updates, 0)->AcceptEula() == S_OK);
         CHECK(item(updates, 1)->AcceptEula() == S_OK);
         CHECK(told(on.install(), 2) == "2 S_OK, 2 S_OK, 2 WU_S_ALREADY_INSTALLED");
     }},
    {"nothing-to-do.json",
     [] {
         stage on("nothing-to-do.json");
         CHECK(get(on.search().get(), &IUpdateCollection::get_Count) == 0);
         ptr<IDownloadResult> downloaded;
         ptr<IInstallationResult> installed;
         CHECK(on.downloader->Download(downloaded.put()) == WU_E_NO_UPDATE);
         CHECK(on.installer->Install(installed.put()) == WU_E_NO_UPDATE);
     }},
    {"reboot-before-installation.json",
     [] {
         stage on("reboot-before-installation.json");
         on.search();
         CHECK(told(on.download(), 1) == "2 S_OK, 2 S_OK");
         CHECK(machine_needs_restart());
         CHECK(get(on.installer.get(), &IUpdateInstaller::get_RebootRequiredBeforeInstallation) != VARIANT_FALSE);
         ptr<IInstallationResult> installed;
         CHECK(on.installer->Install(installed.put()) == WU_E_INSTALL_NOT_ALLOWED);
     }},
    {"reboot-required.json",
     [] {
         stage on("reboot-required.json");
         const auto updates = on.search();
         const auto behavior = get(item(updates, 0).get(), &IUpdate::get_InstallationBehavior);
         CHECK(get(behavior.get(), &IInstallationBehavior::get_RebootBehavior) == irbAlwaysRequiresReboot);
         on.download();
         CHECK_FALSE(machine_needs_restart());
         const auto result = on.install();
         CHECK(told(result, 2) == "2 S_OK, 2 S_OK, 2 S_OK");
         CHECK(get(result.get(), &IInstallationResult::get_RebootRequired) != VARIANT_FALSE);
         CHECK(get(item(updates, 0).query<IUpdate2>().get(), &IUpdate2::get_RebootRequired) != VARIANT_FALSE);
         CHECK(get(item(updates, 1).query<IUpdate2>().get(), &IUpdate2::get_RebootRequired) == VARIANT_FALSE);
         CHECK(machine_needs_restart());
         CHECK(get(on.search("RebootRequired=1").get(), &IUpdateCollection::get_Count) == 1);
     }},
    {"retried-until-it-works.json",
     [] {
         stage on("retried-until-it-works.json");
         on.search();
         const auto job = on.begin();
         unsigned long long before = 0;
         for (const poll& seen : polls_of(on, job, 100ms))
         {
             CHECK(seen.bytes >= before);
             before = seen.bytes;
         }
         CHECK(on.engine->now() > 4s); // 2 s of it between attempts
         CHECK(told(on.end(job), 1) == "2 S_OK, 2 S_OK");
         CHECK(poll_of(job).bytes == 20'000'000);
     }},
    {"slow-abort.json",
     [] {
         stage on("slow-abort.json");
         on.search();
         const auto job = on.begin();
         on.engine->advance(1s);
         CHECK(job->RequestAbort() == S_OK);
         on.engine->advance(3900ms);
         CHECK(get(job.get(), &IDownloadJob::get_IsCompleted) == VARIANT_FALSE);
         CHECK(told(on.end(job), 2) == "5 WU_E_CALL_CANCELLED, 5 WU_E_CALL_CANCELLED, 5 WU_E_CALL_CANCELLED");
         CHECK(on.engine->now() <= 6s); // the abort limit
     }},
    {"stalls.json",
     [] {
         stage on("stalls.json");
         on.search();
         const auto job = on.begin();
         on.engine->advance(2s);
         const poll before = poll_of(job);
         on.engine->advance(28s);
         CHECK(poll_of(job).bytes == before.bytes);
         CHECK(before.percent == 50);
         CHECK(told(on.end(job), 1) == "2 S_OK, 2 S_OK");
         const auto begun = on.engine->now();
         CHECK(told(on.install(), 1) == "2 S_OK, 2 S_OK");
         CHECK(on.engine->now() - begun == 40s);
     }},
    {"superseded-meanwhile.json",
     [] {
         stage on("superseded-meanwhile.json");
         auto updates = on.search();
         REQUIRE(get(updates.get(), &IUpdateCollection::get_Count) == 1);
         CHECK(title_of(item(updates, 0)) == "Security Update (KB5001001)");
         CHECK(told(on.download(), 1) == "4 WU_E_ALL_UPDATES_FAILED, 4 WU_E_DM_URLNOTAVAILABLE");
         updates = on.search();
         REQUIRE(get(updates.get(), &IUpdateCollection::get_Count) == 1);
         CHECK(title_of(item(updates, 0)) == "Security Update (KB5001002)");
         CHECK(told(on.download(), 1) == "2 S_OK, 2 S_OK");
         CHECK(told(on.install(), 1) == "2 S_OK, 2 S_OK");
     }},
    {"totals-beyond-32-bits.json",
     [] {
         stage on("totals-beyond-32-bits.json");
         on.search();
         const auto job = on.begin();
         const auto progress = get(job.get(), &IDownloadJob::GetProgress);
         const DECIMAL total = get(progress.get(), &IDownloadProgress::get_TotalBytesToDownload);
         CHECK(number_of(total) == 9'000'000'000);
         CHECK(total.Lo32 == 9'000'000'000 % 0x100000000); // what a client has that reads the low half alone
         LONG read = 0;
         CHECK(VarI4FromDec(&total, &read) == DISP_E_OVERFLOW);
         CHECK(told(on.end(job), 2) == "2 S_OK, 2 S_OK, 2 S_OK");
     }},
    {"totals-grow.json",
     [] {
         stage on("totals-grow.json");
         on.search();
         const auto job = on.begin();
         std::vector<unsigned long long> totals;
         for (const poll& seen : polls_of(on, job, 50ms))
         {
             if (totals.empty() || totals.back() != seen.total)
             {
                 totals.push_back(seen.total);
             }
         }
         CHECK(totals == std::vector<unsigned long long>{0, 40'000'000, 60'000'000});
         CHECK(told(on.end(job), 3) == "2 S_OK, 2 S_OK, 2 S_OK, 2 S_OK");
         CHECK(poll_of(job).total == 70'000'000);
     }},
};

} // namespace

TEST_CASE("each example of a scenario shows a client what its name says", "[scenarios]")
{
    for (const shown_scenario& one : all)
    {
        INFO(one.name);
        one.show();
    }
}

TEST_CASE("no example of a scenario is left without a client", "[scenarios]")
{
    std::set<std::string> shown;
    for (const shown_scenario& one : all)
    {
        shown.insert(one.name);
    }
    std::set<std::string> there;
    for (const auto& entry : std::filesystem::directory_iterator(scenarios))
    {
        there.insert(entry.path().filename().string());
    }
    CHECK(shown == there);
}

#endif
