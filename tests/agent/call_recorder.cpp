// SPDX-License-Identifier: MIT

// What stands before the objects of an agent: for a client they are the same, and everything is written down.

#include "agent/recorded_client.hpp"
#include "catch.hpp"
#include "com/hand_made.hpp"
#include "objects/foreign_update.hpp"
#include "objects/late_bound.hpp"
#include "objects/read_back.hpp"
#include <wua/agent/call_recorder.hpp>
#include <wua/agent/recording/recorded_callback.hpp>
#include <wua/agent/recording/recorded_interface.hpp>
#include <wua/agent/recording/recording.hpp>
#include <wua/com/decimal.hpp>
#include <wua/com/error_info.hpp>
#include <wua/com/module_tag.hpp>
#include <wua/objects/com_face.hpp>
#include <wua/wuapi/extensions.hpp>
#include <wua/wuapi/wuapi.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#if !defined(_WIN32)
#include <fcntl.h>
#include <unistd.h>
#endif

using namespace wua;

namespace
{

using recorded_lines = std::vector<std::string>;

// An object as a client writes it that knows nothing of this library, which does not know it either. It outlives those
// who hold it.
template <class Base, class Interface>
class client_object : public Base
{
public:
    HRESULT WUA_STDCALL QueryInterface(const IID& iid, void** object) noexcept override
    {
        const bool is_known = same(iid, iid_of<IUnknown>) || same(iid, iid_of<Interface>);
        *object = is_known ? static_cast<Interface*>(this) : nullptr;
        if (is_known)
        {
            this->AddRef();
        }
        return is_known ? s_ok : e_nointerface;
    }

protected:
    ~client_object() = default;
};

class client_update final : public answering_update<client_object<doubles::hand_made<IUpdate>, IUpdate>>
{};

template <class Interface>
struct counted_interface : Interface
{
    ULONG WUA_STDCALL AddRef() noexcept override
    {
        return ++references;
    }
    ULONG WUA_STDCALL Release() noexcept override
    {
        return --references;
    }

    std::atomic<ULONG> references{1};

protected:
    ~counted_interface() = default;
};

template <class Callback, class Job, class Args>
class client_callback final : public client_object<counted_interface<Callback>, Callback>
{
public:
    explicit client_callback(std::function<HRESULT(Job*, Args*)> f) : m_f(std::move(f)) {}

    HRESULT WUA_STDCALL Invoke(Job* job, Args* args) noexcept override
    {
        return m_f(job, args);
    }

private:
    std::function<HRESULT(Job*, Args*)> m_f;
};

using progress_listener =
    client_callback<IDownloadProgressChangedCallback, IDownloadJob, IDownloadProgressChangedCallbackArgs>;
using completion_listener = client_callback<IDownloadCompletedCallback, IDownloadJob, IDownloadCompletedCallbackArgs>;
using installing_listener =
    client_callback<IInstallationProgressChangedCallback, IInstallationJob, IInstallationProgressChangedCallbackArgs>;
using installed_listener =
    client_callback<IInstallationCompletedCallback, IInstallationJob, IInstallationCompletedCallbackArgs>;
using search_listener = client_callback<ISearchCompletedCallback, ISearchJob, ISearchCompletedCallbackArgs>;

// A callback of a script: an automation object whose default member is called.
class script_function final : public client_object<doubles::hand_made<IDispatch>, IDispatch>
{
public:
    explicit script_function(std::function<void(const DISPPARAMS&)> f) : m_f(std::move(f)) {}

    HRESULT WUA_STDCALL Invoke(DISPID, const IID&, LCID, WORD, DISPPARAMS* given, VARIANT*, EXCEPINFO*,
                               UINT*) noexcept override
    {
        m_f(*given);
        return s_ok;
    }

private:
    std::function<void(const DISPPARAMS&)> m_f;
};

com_ptr<IDownloadJob> begin_recorded(const com_ptr<IUpdateDownloader>& downloader, IUnknown* on_progress = nullptr,
                                     IUnknown* on_completed = nullptr, const VARIANT& state = {})
{
    com_ptr<IDownloadJob> job;
    throw_if_failed(downloader->BeginDownload(on_progress, on_completed, state, job.put()));
    return job;
}

com_ptr<IDownloadResult> end_recorded(const com_ptr<IUpdateDownloader>& downloader, const com_ptr<IDownloadJob>& job)
{
    com_ptr<IDownloadResult> result;
    throw_if_failed(downloader->EndDownload(job.get(), result.put()));
    return result;
}

} // namespace

TEST_CASE("a recorder writes each call with its arguments, its answer and its code", "[call_recorder]")
{
    recorded_client client;
    {
        const auto session = client.create<IUpdateSession>(clsid_update_session);
        REQUIRE(session->put_ClientApplicationID(bstr("a \"client\"").get()) == s_ok);
        const auto updates = client.search();
        com_ptr<IUpdate> first;
        REQUIRE(updates->get_Item(0, first.put()) == s_ok);
        CHECK(text_of(*first, &IUpdate::get_Title) == "First");
        DECIMAL size{};
        REQUIRE(first->get_MaxDownloadSize(&size) == s_ok);
        CHECK(updates->get_Item(7, first.put()) == wu_e_invalidindex);
        CHECK(first == nullptr);
    }
    CHECK(client.found() == recorded_lines());
    CHECK(client.lines_of("IUpdateSession::put_ClientApplicationID") ==
          recorded_lines{R"({"thread":1,"object":"IUpdateSession3#1","call":"IUpdateSession::put_ClientApplicationID",)"
                         R"("in":{"value":"a \"client\""},"result":"S_OK"})"});
    CHECK(client.lines_of("IUpdateSearcher::Search") ==
          recorded_lines{R"({"thread":1,"object":"IUpdateSearcher3#3","call":"IUpdateSearcher::Search",)"
                         R"("in":{"criteria":"IsInstalled=0"},"result":"S_OK","out":"ISearchResult#4"})"});
    CHECK(client.lines_of("IUpdate::get_MaxDownloadSize") ==
          recorded_lines{R"({"thread":1,"object":"IUpdateEx#6","call":"IUpdate::get_MaxDownloadSize",)"
                         R"("result":"S_OK","out":5000000000})"});
    CHECK(client.lines_of("IUpdateCollection::get_Item") ==
          recorded_lines{R"({"thread":1,"object":"IUpdateCollection#5","call":"IUpdateCollection::get_Item",)"
                         R"("in":{"index":0},"result":"S_OK","out":"IUpdateEx#6"})",
                         R"({"thread":1,"object":"IUpdateCollection#5","call":"IUpdateCollection::get_Item",)"
                         R"("in":{"index":7},"result":"WU_E_INVALIDINDEX",)"
                         R"("why":"the index 7 is out of range: valid are 0 to 1","out":null})"});
    CHECK(client.lines_of("created").size() == 2);
    CHECK(client.lines_of("released").size() == 6);
    const auto lines = client.lines();
    CHECK(lines.front() == R"({"log":"wua","version":1})");
    CHECK(lines.back().find(R"("end":true,"calls":)") != std::string::npos);
    CHECK(lines.back().find(R"("findings":0})") != std::string::npos);
}

TEST_CASE("a late-bound call is written as the member that it calls", "[call_recorder]")
{
    recorded_client client;
    {
        const auto session = client.create<IDispatch>(clsid_update_session);
        REQUIRE(late::put(*session, "ClientApplicationID", {variant("script")}).code == s_ok);
        const auto searcher = late::call(*session, "CreateUpdateSearcher").value;
        CHECK(late::call(*searcher.get().pdispVal, "Search", {variant("Nonsense=1")}).failure == wu_e_invalid_criteria);
        CHECK(late::call(*searcher.get().pdispVal, "Search", {}).code == disp_e_badparamcount);
        CHECK_THROWS(late::call(*session, "Unheard"));
    }
    CHECK(client.lines_of("IUpdateSession::put_ClientApplicationID") ==
          recorded_lines{R"({"thread":1,"object":"IUpdateSession3#1","call":"IUpdateSession::put_ClientApplicationID",)"
                         R"("late":true,"in":{"value":"script"},"result":"S_OK"})"});
    CHECK(client.lines_of("IUpdateSearcher::Search") ==
          recorded_lines{R"({"thread":1,"object":"IUpdateSearcher3#2","call":"IUpdateSearcher::Search","late":true,)"
                         R"("in":{"criteria":"Nonsense=1"},"result":"WU_E_INVALID_CRITERIA",)"
                         R"("why":"criteria, byte 0: no property has this name","out":null})"});
    CHECK(client.lines_of("IDispatch::Invoke") ==
          recorded_lines{R"({"thread":1,"object":"IUpdateSearcher3#2","call":"IDispatch::Invoke",)"
                         R"("in":{"dispid":1610743820,"name":"Search"},"result":"DISP_E_BADPARAMCOUNT"})"});
    CHECK(client.lines_of("IDispatch::GetIDsOfNames").back() ==
          R"({"thread":1,"object":"IUpdateSession3#1","call":"IDispatch::GetIDsOfNames","in":{"name":"Unheard"},)"
          R"("result":"DISP_E_UNKNOWNNAME"})");
    CHECK(client.found() == recorded_lines());
}

TEST_CASE("an object with a recorder before it is one object", "[call_recorder]")
{
    recorded_client client;
    {
        const auto updates = client.search();
        com_ptr<IUpdate> update;
        com_ptr<IUpdate> again;
        REQUIRE(updates->get_Item(0, update.put()) == s_ok);
        REQUIRE(updates->get_Item(0, again.put()) == s_ok);
        CHECK(update == again);
        const auto identity = update.query<IUnknown>();
        CHECK(update.query<IUpdate5>().query<IUnknown>() == identity);
        CHECK(update.query<IUpdateEx>().query<IUnknown>() == identity);
        CHECK(update.query<IDispatch>().query<IUnknown>() == identity);
        CHECK(update.query<IUpdateEx>().query<IUpdate>() == update);
        CHECK(late::each(*updates.query<IDispatch>()).at(0).get().pdispVal == static_cast<IDispatch*>(update.get()));
        CHECK(update.try_query<IDownloadJob>() == nullptr);
        CHECK(update->QueryInterface(iid_of<IUpdate>, nullptr) == e_pointer);

        com_ptr<IUpdateDownloader> downloader = client.downloader();
        const auto lockdown = downloader.query<IUpdateLockdown>();
        CHECK(lockdown.query<IUnknown>() == downloader.query<IUnknown>());
        CHECK(lockdown->LockDown(uloForWebsiteAccess) == s_ok);
        com_ptr<IUpdateCollection> held;
        REQUIRE(downloader->get_Updates(held.put()) == s_ok);
        com_ptr<IUpdate> of_held;
        REQUIRE(held->get_Item(0, of_held.put()) == s_ok);
        CHECK(of_held == update);
        const ULONG references = update->AddRef();
        CHECK(update->Release() == references - 1);
    }
    CHECK(client.found() == recorded_lines());
    CHECK(client.lines_of("IUpdateLockdown::LockDown") ==
          recorded_lines{R"({"thread":1,"object":"IUpdateDownloaderEx#7","call":"IUpdateLockdown::LockDown",)"
                         R"("in":{"flags":1},"result":"S_OK"})"});
    CHECK(client.lines_of("IEnumVARIANT::Next").at(0) ==
          R"({"thread":1,"object":"IEnumVARIANT","call":"IEnumVARIANT::Next","result":"S_OK","out":["IUpdateEx#5"]})");
}

TEST_CASE("arguments of every kind arrive behind a recorder", "[call_recorder]")
{
    recorded_client client;
    {
        const auto downloader = client.downloader();
        REQUIRE(downloader->put_IsForced(variant_true) == s_ok);
        CHECK(flag_of(*downloader, &IUpdateDownloader::get_IsForced));
        REQUIRE(downloader->put_Priority(dpHigh) == s_ok);
        CHECK(value_of(*downloader, &IUpdateDownloader::get_Priority) == dpHigh);
        const auto job = begin_recorded(downloader, nullptr, nullptr, variant("state").get());
        variant state;
        REQUIRE(job->get_AsyncState(state.put()) == s_ok);
        CHECK(late::text(state) == "state");
        const auto control = job.query<IDownloadJobControl>();
        CHECK(control->put_BytesPerSecondLimit(make_decimal(5, 0, 0, true)) == e_invalidarg); // it is negative
        CHECK(control->put_BytesPerSecondLimit(to_decimal(5'000'000'000)) == wu_e_not_supported);
        end_recorded(downloader, job);

        const auto installer = client.create<IUpdateInstaller>(clsid_update_installer);
        int window = 0;
        void* parent = nullptr;
        REQUIRE(installer->put_ParentHwnd(&window) == s_ok);
        REQUIRE(installer->get_ParentHwnd(&parent) == s_ok);
        CHECK(parent == &window);
        const auto proxy = client.create<IWebProxy>(clsid_web_proxy);
        CHECK(proxy->PromptForCredentialsFromHwnd(&window, bstr("title").get()) == e_notimpl);
        const auto history = client.create<IUpdateSession3>(clsid_update_session);
        com_ptr<IUpdateHistoryEntryCollection> entries;
        CHECK(history->QueryHistory(nullptr, 0, 5, entries.put()) == wu_e_invalidindex); // there is none
    }
    CHECK(client.found() == recorded_lines());
    CHECK(client.lines_of("IDownloadJobControl::put_BytesPerSecondLimit").at(0).find(R"("in":{"value":-5})") !=
          std::string::npos);
    CHECK(client.lines_of("IWebProxy::PromptForCredentialsFromHwnd")
              .at(0)
              .find(R"("in":{"0":"a pointer","1":"title"})") != std::string::npos);
    CHECK(client.lines_of("IUpdateSession3::QueryHistory")
              .at(0)
              .find(R"("in":{"criteria":null,"startIndex":0,"count":5})") != std::string::npos);
}

TEST_CASE("a value of any type is written", "[call_recorder]")
{
    recorded_client client;
    const auto written = [&](VARTYPE type, LONG value) {
        VARIANT state{};
        state.vt = type;
        state.lVal = value;
        const auto downloader = client.downloader();
        end_recorded(downloader, begin_recorded(downloader, nullptr, nullptr, state));
        const std::string line = client.lines_of("IUpdateDownloader::BeginDownload").back();
        const std::size_t at = line.find("\"state\":") + 8;
        return line.substr(at, line.find('}', at) - at);
    };
    CHECK(written(VT_EMPTY, 0) == "null");
    CHECK(written(VT_NULL, 0) == "\"VT_NULL\"");
    CHECK(written(VT_BOOL, 0xFFFF) == "true");
    CHECK(written(VT_BOOL, 0) == "false");
    CHECK(written(VT_UI4, 7) == "7");
    CHECK(written(VT_ERROR, disp_e_paramnotfound) == "\"left out\"");
    CHECK(written(VT_ERROR, e_abort) == "\"E_ABORT\"");
    VARIANT array{};
    array.vt = VT_ARRAY | VT_I4;
    com_ptr<IDownloadJob> job;
    CHECK(client.downloader()->BeginDownload(nullptr, nullptr, array, job.put()) == disp_e_badvartype);
    CHECK_THAT(client.lines_of("IUpdateDownloader::BeginDownload").back(),
               Catch::Matchers::ContainsSubstring(R"("state":"VT_8195")"));
}

TEST_CASE("a date and a number without a sign are written as numbers", "[call_recorder]")
{
    recorded_client client;
    com_ptr<IUpdate> first;
    throw_if_failed(client.search()->get_Item(0, first.put()));
    DATE when = 0;
    REQUIRE(first->get_LastDeploymentChangeTime(&when) == s_ok);
    const auto session = client.create<IUpdateSession3>(clsid_update_session);
    REQUIRE(session->put_UserLocale(0x407) == s_ok);
    LCID locale = 0;
    REQUIRE(session->get_UserLocale(&locale) == s_ok);
    CHECK_THAT(client.lines_of("IUpdate::get_LastDeploymentChangeTime").at(0),
               Catch::Matchers::ContainsSubstring("\"out\":" + std::to_string(static_cast<int>(when))));
    CHECK_THAT(client.lines_of("IUpdateSession2::put_UserLocale").at(0),
               Catch::Matchers::ContainsSubstring(R"("in":{"value":1031})"));
    CHECK_THAT(
        client.lines_of("IUpdateSession2::get_UserLocale").at(0), Catch::Matchers::ContainsSubstring(R"("out":1031)"));
}

TEST_CASE("a callback behind a recorder is asked for its forms and its names as the client's own", "[call_recorder]")
{
    class named_function final : public client_object<doubles::hand_made<IDispatch>, IDispatch>
    {
    public:
        HRESULT WUA_STDCALL GetTypeInfoCount(UINT* count) noexcept override
        {
            *count = 7;
            return s_ok;
        }
        HRESULT WUA_STDCALL GetTypeInfo(UINT index, LCID, ITypeInfo**) noexcept override
        {
            return index == 3 ? disp_e_badindex : e_fail;
        }
        HRESULT WUA_STDCALL GetIDsOfNames(const IID&, LPOLESTR*, UINT, LCID, DISPID* ids) noexcept override
        {
            *ids = 77;
            return s_ok;
        }
        HRESULT WUA_STDCALL Invoke(DISPID dispid, const IID&, LCID, WORD, DISPPARAMS*, VARIANT* result, EXCEPINFO*,
                                   UINT*) noexcept override
        {
            *result = variant(LONG{dispid}).detach();
            return s_ok;
        }
    };
    named_function function;
    {
        const auto all = std::make_shared<detail::recording>(std::filesystem::path());
        com_ptr<IUnknown> shown;
        shown.attach(detail::make_recorded_callback(*all, static_cast<IDispatch*>(&function)));
        const auto automation = shown.query<IDispatch>();
        CHECK(automation.query<IUnknown>() == shown);
        CHECK(automation.get() != &function);
        CHECK(shown.try_query<IDownloadCompletedCallback>() == nullptr); // the client's has that form neither
        CHECK(shown->QueryInterface(iid_of<IDispatch>, nullptr) == e_pointer);
        UINT count = 0;
        CHECK(automation->GetTypeInfoCount(&count) == s_ok);
        CHECK(count == 7);
        com_ptr<ITypeInfo> type;
        CHECK(automation->GetTypeInfo(3, locale_neutral, type.put()) == disp_e_badindex);
        CHECK(late::id_of(*automation, "Anything") == 77);
        CHECK(late::number(late::call(*automation, "Anything", {variant(true)})) == 77);
    }
    CHECK(function.references == 1);
}

TEST_CASE("what a callback throws stays with it, and is written", "[call_recorder]")
{
    class throwing_listener final
        : public client_object<counted_interface<IDownloadCompletedCallback>, IDownloadCompletedCallback>
    {
    public:
        HRESULT WUA_STDCALL Invoke(IDownloadJob*, IDownloadCompletedCallbackArgs*) override
        {
            throw 7;
        }
    };
    recorded_client client;
    {
        const auto downloader = client.downloader();
        throwing_listener on_completed;
        const auto job = begin_recorded(downloader, nullptr, &on_completed);
        CHECK(value_of(*end_recorded(downloader, job), &IDownloadResult::get_ResultCode) == orcSucceeded);
    }
    CHECK_THAT(client.lines_of("IDownloadCompletedCallback::Invoke").at(0),
               Catch::Matchers::ContainsSubstring("E_UNEXPECTED"));
}

TEST_CASE("an enumeration behind a recorder goes on, begins again and has a copy", "[call_recorder]")
{
    recorded_client client;
    {
        com_ptr<IUnknown> found;
        REQUIRE(client.search()->get__NewEnum(found.put()) == s_ok);
        const auto updates = found.query<IEnumVARIANT>();
        const auto next = [](IEnumVARIANT& all) {
            variant one;
            throw_if_failed(all.Next(1, one.put(), nullptr));
            return one.get().vt == VT_EMPTY ? "none" : late::text(late::get(*one.get().pdispVal, "Title").value);
        };
        REQUIRE(updates->Skip(1) == s_ok);
        com_ptr<IEnumVARIANT> copy;
        REQUIRE(updates->Clone(copy.put()) == s_ok);
        CHECK(next(*updates) == "Second");
        CHECK(next(*copy) == "Second");
        CHECK(next(*updates) == "none");
        REQUIRE(updates->Reset() == s_ok);
        CHECK(next(*updates) == "First");
        CHECK(updates->Clone(nullptr) == e_pointer);
    }
    CHECK(client.found() == recorded_lines());
    CHECK(client.lines_of("IEnumVARIANT::Skip").size() == 1);
    CHECK(client.lines_of("IEnumVARIANT::Reset").size() == 1);
    CHECK(client.lines_of("IEnumVARIANT::Clone").size() == 2);
}

TEST_CASE("callbacks of a client get the objects that it holds", "[call_recorder]")
{
    recorded_client client;
    int told = 0;
    bool is_same_job = true;
    std::vector<LONG> percents;
    com_ptr<IDownloadJob> job;
    {
        const auto downloader = client.downloader();
        progress_listener on_progress([&](IDownloadJob* shown, IDownloadProgressChangedCallbackArgs* args) {
            com_ptr<IDownloadProgress> progress;
            throw_if_failed(args->get_Progress(progress.put()));
            percents.push_back(value_of(*progress, &IDownloadProgress::get_PercentComplete));
            is_same_job = is_same_job && com_ptr<IUnknown>(shown) == job;
            return s_ok;
        });
        completion_listener on_completed([&](IDownloadJob* shown, IDownloadCompletedCallbackArgs* args) {
            ++told;
            is_same_job = is_same_job && com_ptr<IUnknown>(shown) == job;
            com_ptr<IDispatch> object(args);
            return object ? s_ok : e_pointer;
        });
        job = begin_recorded(downloader, &on_progress, &on_completed, variant(LONG{7}).get());
        variant state;
        REQUIRE(job->get_AsyncState(state.put()) == s_ok);
        CHECK(state.get().lVal == 7);
        CHECK(value_of(*end_recorded(downloader, job), &IDownloadResult::get_ResultCode) == orcSucceeded);
        CHECK(job->CleanUp() == s_ok);
        CHECK(on_progress.references == 1); // the agent has let go of it
        CHECK(on_completed.references == 1);
        job.reset();
    }
    CHECK(told == 1);
    CHECK(is_same_job);
    CHECK(percents.back() == 100);
    CHECK(client.found() == recorded_lines());
    CHECK(client.lines_of("IDownloadCompletedCallback::Invoke").size() == 1);
    CHECK(client.lines_of("IUpdateDownloader::BeginDownload")
              .at(0)
              .find(R"("in":{"onProgressChanged":)"
                    R"("an object of the client",)"
                    R"("onCompleted":"an object of the client","state":7})") != std::string::npos);
}

TEST_CASE("callbacks of installations and searches come through a recorder, too", "[call_recorder]")
{
    recorded_client client;
    int steps = 0;
    int installed = 0;
    std::atomic<int> searched = 0; // on another thread
    {
        const auto downloader = client.downloader();
        end_recorded(downloader, begin_recorded(downloader));
        const auto installer = client.create<IUpdateInstaller>(clsid_update_installer);
        REQUIRE(installer->put_Updates(client.search().get()) == s_ok);
        com_ptr<IInstallationJob> job;
        installing_listener on_progress([&](IInstallationJob* shown, IInstallationProgressChangedCallbackArgs* args) {
            ++steps;
            return com_ptr<IUnknown>(shown) == job && args != nullptr ? s_ok : e_fail;
        });
        installed_listener on_completed([&](IInstallationJob* shown, IInstallationCompletedCallbackArgs*) {
            installed += com_ptr<IUnknown>(shown) == job ? 1 : 100;
            return s_ok;
        });
        REQUIRE(installer->BeginInstall(&on_progress, &on_completed, VARIANT{}, job.put()) == s_ok);
        com_ptr<IInstallationResult> result;
        REQUIRE(installer->EndInstall(job.get(), result.put()) == s_ok);
        job.reset();

        com_ptr<IUpdateSearcher> searcher;
        const auto session = client.create<IUpdateSession>(clsid_update_session);
        REQUIRE(session->CreateUpdateSearcher(searcher.put()) == s_ok);
        search_listener on_found([&](ISearchJob* shown, ISearchCompletedCallbackArgs* args) {
            searched += shown != nullptr && args != nullptr ? 1 : 100;
            return s_ok;
        });
        com_ptr<ISearchJob> search;
        REQUIRE(searcher->BeginSearch(bstr("IsInstalled=1").get(), &on_found, VARIANT{}, search.put()) == s_ok);
        com_ptr<ISearchResult> found;
        REQUIRE(searcher->EndSearch(search.get(), found.put()) == s_ok);
        REQUIRE(search->CleanUp() == s_ok);
    }
    CHECK(steps > 0);
    CHECK(installed == 1);
    CHECK(searched == 1);
    CHECK(client.found() == recorded_lines());
    CHECK(client.lines_of("IInstallationProgressChangedCallback::Invoke").size() == static_cast<std::size_t>(steps));
    CHECK(client.lines_of("IInstallationCompletedCallback::Invoke").size() == 1);
    CHECK(client.lines_of("ISearchCompletedCallback::Invoke").size() == 1);
}

TEST_CASE("a script's callback gets the objects that it holds", "[call_recorder]")
{
    recorded_client client;
    bool is_same_job = false;
    {
        const auto downloader = client.downloader();
        com_ptr<IDownloadJob> job;
        script_function on_completed([&](const DISPPARAMS& given) {
            const auto shown = com_ptr<IUnknown>(given.rgvarg[1].punkVal);
            is_same_job = given.cArgs == 2 && shown == job && given.rgvarg[0].punkVal != nullptr;
        });
        job = begin_recorded(downloader, nullptr, &on_completed);
        end_recorded(downloader, job);
    }
    CHECK(is_same_job);
    CHECK(client.lines_of("IDispatch::Invoke").size() == 1);
    CHECK(client.found() == recorded_lines());
}

TEST_CASE("what the client implements goes through a recorder as it is", "[call_recorder]")
{
    recorded_client client;
    {
        client_update own;
        own.title = "the client's";
        const auto updates = client.create<IUpdateCollection>(clsid_update_collection);
        LONG place = -1;
        REQUIRE(updates->Add(&own, &place) == s_ok);
        com_ptr<IUpdate> back;
        REQUIRE(updates->get_Item(0, back.put()) == s_ok);
        CHECK(back.get() == &own);
    }
    CHECK(client.found() == recorded_lines());
}

TEST_CASE("an update with a recorder before it is known to the library as its own", "[call_recorder]")
{
    recorded_client client;
    {
        const auto downloader = client.downloader();
        end_recorded(downloader, begin_recorded(downloader));
        com_ptr<IUpdate> update;
        REQUIRE(client.search()->get_Item(0, update.put()) == s_ok);
        CHECK(flag_of(*update, &IUpdate::get_IsDownloaded));
        job as_value = to_job(begin_recorded(downloader));
        CHECK(as_value.wait().is_success());
    }
    CHECK(client.found() == recorded_lines{"job-never-ended"}); // by the rules of COM
}

TEST_CASE("a failure keeps its words behind a recorder", "[call_recorder]")
{
    const recorded_client client;
    update_agent plain = client.agent;
    plain.shown = nullptr;
    const auto message_of = [](const update_agent& agent) {
        com_ptr<IUpdateSearcher> searcher;
        REQUIRE(
            make_object(agent, clsid_update_session).query<IUpdateSession>()->CreateUpdateSearcher(searcher.put()) ==
            s_ok);
        com_ptr<ISearchResult> result;
        CHECK(searcher->Search(bstr("IsInstalled=maybe").get(), result.put()) == wu_e_invalid_criteria);
        com_ptr<IErrorInfo> told;
        REQUIRE(GetErrorInfo(0, told.put()) == s_ok);
        bstr words;
        REQUIRE(told->GetDescription(words.put()) == s_ok);
        const auto late_bound = late::call(*searcher.query<IDispatch>(), "Search", {variant("IsInstalled=maybe")});
        return words.to_utf8() + "; " + late_bound.description;
    };
    CHECK(message_of(client.agent).size() > 20);
    CHECK(message_of(client.agent) == message_of(plain));
}

TEST_CASE("every slot of every interface has its member's name, and no two have one", "[call_recorder]")
{
    std::vector<std::string> names;
    for (const auto& known : detail::recorded_interfaces())
    {
        INFO(known.name);
        const std::size_t first = same(known.table->iid, iid_of<IUpdateLockdown>) ? 3 : 7;
        REQUIRE(known.members.size() >= first);
        std::vector<std::string> own;
        for (std::size_t slot = first; slot != known.members.size(); ++slot)
        {
            CHECK(known.members[slot].signature != nullptr);
            own.push_back(known.members[slot].name);
        }
        std::sort(own.begin(), own.end());
        CHECK(std::adjacent_find(own.begin(), own.end()) == own.end());
        CHECK(std::count(own.begin(), own.end(), "") == 0);
        names.insert(names.end(), own.begin(), own.end());
    }
    for (const char* const wanted :
         {"IUpdate::get_Title", "IUpdateDownloader::BeginDownload", "IUpdate5::get_AutoSelection",
          "IUpdateInstaller::get_ParentHwnd", "IWebProxy::PromptForCredentialsFromHwnd"})
    {
        INFO(wanted);
        CHECK(std::count(names.begin(), names.end(), wanted) != 0);
    }
}

TEST_CASE("a log that cannot be written is an error when the recorder is made", "[call_recorder]")
{
    const scratch_directory folder;
    try
    {
        const call_recorder recorder({.log = folder.path() / "missing" / "calls.jsonl", .reports = false});
        FAIL("it was made");
    }
    catch (const hresult_error& error)
    {
        CHECK(error.code() == make_hresult(0x8007006E));
        CHECK(error.text().find("calls.jsonl") != std::string_view::npos);
    }
}

TEST_CASE("an agent without a recorder hands out its objects themselves", "[call_recorder]")
{
    const recorded_client client;
    update_agent plain = client.agent;
    plain.shown = nullptr;
    const auto object = make_object(recorded(plain, nullptr), clsid_update_session);
    com_ptr<IUnknown> own;
    CHECK(object->QueryInterface(detail::own_object_iid(), reinterpret_cast<void**>(own.put())) == s_ok);
    CHECK(own == object);
}

TEST_CASE("objects go on to work when their recorder has ended", "[call_recorder]")
{
    recorded_client client;
    const auto session = client.create<IUpdateSession>(clsid_update_session);
    CHECK(client.found() == recorded_lines{"reference-leaked"});
    const auto lines = client.lines().size();
    CHECK(session->put_ClientApplicationID(bstr("late").get()) == s_ok);
    CHECK(client.lines().size() == lines);
    CHECK(client.found() == recorded_lines{"reference-leaked"});
}

TEST_CASE("what a client does against the rules is found by name, and nothing else", "[call_recorder]")
{
    scenario script;
    script.updates.resize(2);
    script.updates[1].faults.push_back({.at_byte = 500, .hresult = wu_e_pt_http_status_not_found});
    recorded_client client(script);
    auto downloader = client.downloader();
    com_ptr<IDownloadJob> job = begin_recorded(downloader);
    com_ptr<IUpdate> update;
    recorded_lines expected;
    SECTION("nothing")
    {
        const auto result = end_recorded(downloader, job);
        CHECK(value_of(*result, &IDownloadResult::get_ResultCode) == orcSucceededWithErrors);
        CHECK(job->CleanUp() == s_ok);
        expected = {};
    }
    SECTION("the job is let go of")
    {
        expected = {"job-never-ended"};
    }
    SECTION("the result of a failure is not looked at")
    {
        end_recorded(downloader, job);
        expected = {"result-never-read"};
    }
    SECTION("a reference is left")
    {
        throw_if_failed(client.search()->get_Item(1, update.put()));
        value_of(*end_recorded(downloader, job), &IDownloadResult::get_ResultCode);
        expected = {"reference-leaked"};
    }
    SECTION("the job is ended twice")
    {
        value_of(*end_recorded(downloader, job), &IDownloadResult::get_ResultCode);
        com_ptr<IDownloadResult> again;
        CHECK(downloader->EndDownload(job.get(), again.put()) == wu_e_invalid_operation);
        expected = {"used-after-end"};
    }
    SECTION("it is polled as fast as can be")
    {
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(250);
        while (std::chrono::steady_clock::now() < end)
        {
            flag_of(*job, &IDownloadJob::get_IsCompleted);
        }
        value_of(*end_recorded(downloader, job), &IDownloadResult::get_ResultCode);
        expected = {"polled-too-often"};
    }
    job.reset();
    downloader.reset();
    CHECK(client.found() == expected);
}

TEST_CASE("two objects that are left are named in the order in which they came", "[call_recorder]")
{
    recorded_client client;
    const auto session = client.create<IUpdateSession>(clsid_update_session);
    const auto proxy = client.create<IWebProxy>(clsid_web_proxy);
    const auto found = client.recorder->end();
    REQUIRE(found.size() == 2);
    CHECK(found[0].object == "IUpdateSession3#1");
    CHECK(found[1].object == "IWebProxy#2");
}

#if !defined(_WIN32)
TEST_CASE("a recorder that reports says at its end what it found, once", "[call_recorder]")
{
    const scratch_directory folder;
    const auto said_by = [&](auto&& client) {
        const auto path = folder.path() / "said";
        std::fflush(stderr);
        const int before = ::dup(STDERR_FILENO);
        const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
        ::dup2(file, STDERR_FILENO);
        client();
        ::dup2(before, STDERR_FILENO);
        ::close(before);
        ::close(file);
        std::ifstream in(path);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    CHECK(said_by([] {
              call_recorder recorder({.log = {}, .reports = true});
              recorder.end(); // and its destructor says nothing more
          }) == "wua: the client kept the rules\n");
    com_ptr<IUnknown> left;
    CHECK_THAT(said_by([&] {
                   call_recorder recorder({.log = {}, .reports = true});
                   left = recorder.shown(make_update_collection({}));
               }),
               Catch::Matchers::StartsWith("wua: against the rules\n  reference-leaked IUpdateCollection#1: "));
}
#endif

TEST_CASE("many threads poll a job behind a recorder", "[call_recorder]")
{
    recorded_client client;
    {
        const auto downloader = client.downloader();
        const auto job = begin_recorded(downloader);
        std::vector<std::thread> threads;
        for (int i = 0; i != 4; ++i)
        {
            threads.emplace_back([&] {
                for (int n = 0; n != 100; ++n)
                {
                    com_ptr<IDownloadProgress> progress;
                    com_ptr<IUpdateCollection> updates;
                    com_ptr<IUpdate> update;
                    job->GetProgress(progress.put());
                    job->get_Updates(updates.put());
                    updates->get_Item(n % 2, update.put());
                }
            });
        }
        for (std::thread& one : threads)
        {
            one.join();
        }
        end_recorded(downloader, job);
    }
    CHECK(client.lines_of("IDownloadJob::GetProgress").size() == 400);
    const auto found = client.found(); // only how fast they were may be found
    CHECK(std::all_of(found.begin(), found.end(), [](const auto& name) { return name == "polled-too-often"; }));
}
