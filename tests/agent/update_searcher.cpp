// SPDX-License-Identifier: MIT
// Searches over the updates that a program has.

#include "objects/foreign_job.hpp"
#include "objects/foreign_update.hpp"
#include "objects/late_bound.hpp"
#include "objects/null_places.hpp"
#include <wua/agent/update_searcher.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/variant.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_identity.hpp>

#include <catch.hpp>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace
{

using updates = std::vector<wua::com_ptr<wua::IUpdate>>;

wua::com_ptr<wua::IUpdate> described(const char* title, wua::update_details details)
{
    wua::update_item item;
    item.title = title;
    item.identity = {std::string("id-") + title, 1};
    item.details = std::make_shared<const wua::update_details>(std::move(details));
    return wua::make_update(item);
}

wua::com_ptr<wua::IUpdate> offered(const char* title, bool is_driver, bool is_installed, bool is_hidden)
{
    wua::update_details details;
    details.is_driver = is_driver;
    details.is_installed = is_installed;
    details.is_hidden = is_hidden;
    return described(title, std::move(details));
}

wua::com_ptr<wua::update_searcher> searcher()
{
    return wua::make<wua::update_searcher>(updates{offered("a", false, false, false), offered("b", true, false, false),
                                                   offered("c", false, true, false), offered("d", false, false, true)});
}

std::string titles_in(wua::ISearchResult& result)
{
    wua::com_ptr<wua::IUpdateCollection> found;
    wua::throw_if_failed(result.get_Updates(found.put()));
    std::string titles;
    for (const auto& update : wua::updates_of(*found))
    {
        titles += late::text(late::get(*update, "Title").value);
    }
    return titles;
}

std::string found_by(wua::IUpdateSearcher& by, const char* criteria)
{
    wua::com_ptr<wua::ISearchResult> result;
    wua::throw_if_failed(by.Search(wua::bstr(criteria).get(), result.put()));
    return titles_in(*result);
}

// Notes what it is called with, and does what it is told meanwhile.
class typed_callback final : public wua::implements<typed_callback, wua::ISearchCompletedCallback>
{
public:
    int calls = 0;
    std::function<void(wua::ISearchJob&)> meanwhile{};

    wua::HRESULT WUA_STDCALL Invoke(wua::ISearchJob* job, wua::ISearchCompletedCallbackArgs* args) override
    {
        calls += args != nullptr ? 1 : 1000; // on any thread: nothing is checked here
        meanwhile(*job);
        return wua::e_fail; // does not matter
    }
};

} // namespace

TEST_CASE("a search finds what matches, in the order of the updates", "[update_searcher][IUpdateSearcher::Search]")
{
    const auto by = searcher();
    CHECK(found_by(*by, "") == "ab");
    CHECK(found_by(*by, "IsInstalled=0 and IsHidden=0") == "ab");
    CHECK(found_by(*by, "Type='Software'") == "acd");
    CHECK(found_by(*by, "Type='Driver' or IsInstalled=1") == "bc");
    CHECK(found_by(*by, "IsHidden=1 or UpdateID='ID-A'") == "ad");
    CHECK(found_by(*by, "UpdateID!='id-a' and RevisionNumber=1") == "bcd");
    CHECK(found_by(*by, "RevisionNumber=2") == "");
    CHECK(found_by(*by, "IsPresent=1") == "c");
    CHECK(found_by(*by, "IsAssigned=1 and BrowseOnly=0 and RebootRequired=0 and AutoSelectOnWebSites=0") == "abcd");
    CHECK(found_by(*by, "CategoryIDs contains 'x'") == "");
}

TEST_CASE("an update belongs to its categories and to those above them", "[update_searcher]")
{
    const auto family = std::make_shared<const wua::update_category>(
        wua::update_category{"a0000000-0000-0000-0000-000000000001", "Systems", "ProductFamily", "", 0, nullptr});
    const auto product = std::make_shared<const wua::update_category>(
        wua::update_category{"a0000000-0000-0000-0000-000000000002", "System 11", "Product", "", 0, family});
    const auto other = std::make_shared<const wua::update_category>(
        wua::update_category{"a0000000-0000-0000-0000-000000000003", "System 10", "Product", "", 0, family});
    const auto filed = [](const char* title, std::shared_ptr<const wua::update_category> under) {
        wua::update_details details;
        details.categories = {std::move(under)};
        return described(title, std::move(details));
    };
    const auto by = wua::make_searcher({filed("a", product), filed("b", other), filed("c", family)});
    CHECK(found_by(*by, "CategoryIDs contains 'A0000000-0000-0000-0000-000000000001'") == "abc");
    CHECK(found_by(*by, "CategoryIDs contains '{a0000000-0000-0000-0000-000000000002}'") == "a");
    CHECK(found_by(*by, "CategoryIDs contains 'a0000000-0000-0000-0000-000000000002' or "
                        "CategoryIDs contains 'a0000000-0000-0000-0000-000000000003'") == "ab");
}

TEST_CASE("what another update that is found supersedes is left out, unless it is asked for", "[update_searcher]")
{
    const auto superseding = [](const char* title, std::vector<std::string> others, bool is_hidden = false) {
        wua::update_details details;
        details.superseded_update_ids = std::move(others);
        details.is_hidden = is_hidden;
        return described(title, std::move(details));
    };
    const auto by =
        wua::make_searcher({superseding("a", {}), superseding("b", {"ID-A", "id-b"}), superseding("c", {"id-b"}),
                            superseding("d", {}), superseding("e", {"id-d"}, true)});
    CHECK(found_by(*by, "IsHidden=0") == "cd"); // what supersedes d is not found
    CHECK(found_by(*by, "UpdateID='id-a'") == "a");
    CHECK(found_by(*by, "IsInstalled=0") == "ce");
    REQUIRE(by->put_IncludePotentiallySupersededUpdates(wua::variant_true) == wua::s_ok);
    CHECK(found_by(*by, "IsInstalled=0") == "abcde");
}

TEST_CASE("a search sees what was hidden since", "[update_searcher]")
{
    const auto update = offered("a", false, false, false);
    const auto by = wua::make_searcher({update});
    REQUIRE(update->put_IsHidden(wua::variant_true) == wua::s_ok);
    CHECK(found_by(*by, "").empty());
    CHECK(found_by(*by, "IsHidden=1") == "a");
}

TEST_CASE("invalid criteria are WU_E_INVALID_CRITERIA", "[update_searcher]")
{
    const auto by = searcher();
    const wua::bstr wrong("IsInstalled=maybe");
    wua::com_ptr<wua::ISearchResult> result;
    wua::com_ptr<wua::ISearchJob> job;
    CHECK(by->Search(wrong.get(), result.put()) == wua::wu_e_invalid_criteria);
    CHECK(result == nullptr);
    CHECK(by->BeginSearch(wrong.get(), nullptr, wua::VARIANT{}, job.put()) == wua::wu_e_invalid_criteria);
    CHECK(job == nullptr);
    CHECK(by->Search(wrong.get(), nullptr) == wua::e_pointer);
    CHECK(by->BeginSearch(wrong.get(), nullptr, wua::VARIANT{}, nullptr) == wua::e_pointer);
    const late::outcome late_result = late::call(*by, "Search", {"IsInstalled=maybe"});
    CHECK(late_result.failure == wua::wu_e_invalid_criteria);
    CHECK(late_result.description == "criteria, byte 12: a whole number of 32 bits is expected");
}

TEST_CASE("a foreign update is asked only for what the criteria mention", "[update_searcher]")
{
    const auto foreign = wua::make<foreign_update>();
    foreign->title = "f";
    foreign->action = wua::daInstallation;
    foreign->is_installed = false;
    const auto by = wua::make_searcher({foreign});
    CHECK(found_by(*by, "IsInstalled=0") == "f");
    CHECK(found_by(*by, "IsPresent=0 and BrowseOnly=0 and IsInstalled=0") ==
          "f"); // it is too old to know the first two
    CHECK(found_by(*by, "IsInstalled=1") == "");
    foreign->identity = wua::make_update_identity({"x", 2});
    CHECK(found_by(*by, "UpdateID='x' and RevisionNumber=2") == "f");
    foreign->action = wua::daOptionalInstallation;
    CHECK(found_by(*by, "IsInstalled=0") == "");
    CHECK(found_by(*by, "IsInstalled=0 and DeploymentAction='OptionalInstallation'") == "f");
}

TEST_CASE("an update that cannot be read is left out with a warning", "[update_searcher]")
{
    const auto broken = wua::make<foreign_update>();
    broken->failure = wua::e_accessdenied;
    broken->action = wua::daInstallation;
    const auto by = wua::make_searcher({broken, offered("a", false, false, false)});
    wua::com_ptr<wua::ISearchResult> result;
    REQUIRE(by->Search(wua::bstr("IsInstalled=0").get(), result.put()) == wua::s_ok);
    CHECK(titles_in(*result) == "a");
    CHECK(late::number(late::get(*result, "ResultCode")) == wua::orcSucceededWithErrors);
    const late::outcome warning = late::get(*result, "Warnings", {0});
    REQUIRE(warning.value.vt() == wua::VT_DISPATCH);
    CHECK(late::number(late::get(*warning.value.get().pdispVal, "HResult")) == wua::e_accessdenied);
}

TEST_CASE("an update that has no identity, though it says so with success, is left out with a warning",
          "[update_searcher]")
{
    struct nameless final : answering_update<doubles::hand_made<wua::IUpdate>>
    {
        wua::HRESULT WUA_STDCALL QueryInterface(const wua::IID&, void** object) noexcept override
        {
            *object = nullptr;
            return wua::e_nointerface;
        }
        wua::HRESULT WUA_STDCALL get_Identity(wua::IUpdateIdentity** place) noexcept override
        {
            *place = nullptr;
            return wua::s_ok;
        }
    };
    nameless broken;
    broken.action = wua::daInstallation;
    const auto by = wua::make_searcher({wua::com_ptr<wua::IUpdate>(&broken), offered("a", false, false, false)});
    wua::com_ptr<wua::ISearchResult> result;
    REQUIRE(by->Search(wua::bstr("UpdateID='id-a'").get(), result.put()) == wua::s_ok);
    CHECK(titles_in(*result) == "a");
    const late::outcome warning = late::get(*result, "Warnings", {0});
    REQUIRE(warning.value.vt() == wua::VT_DISPATCH);
    CHECK(late::number(late::get(*warning.value.get().pdispVal, "HResult")) == wua::wu_e_invalid_update);
}

TEST_CASE("a search that has begun is over and has its result as often as one asks",
          "[update_searcher][IUpdateSearcher::BeginSearch][IUpdateSearcher::EndSearch][ISearchJob::get_IsCompleted]"
          "[ISearchJob::CleanUp][ISearchJob::RequestAbort]")
{
    const auto by = searcher();
    wua::com_ptr<wua::ISearchJob> job;
    const wua::variant state("mine");
    REQUIRE(by->BeginSearch(wua::bstr("Type='Driver'").get(), nullptr, state.get(), job.put()) == wua::s_ok);
    wua::VARIANT_BOOL is_completed = wua::variant_false;
    CHECK(job->get_IsCompleted(&is_completed) == wua::s_ok);
    CHECK(is_completed == wua::variant_true);
    CHECK(late::text(late::get(*job, "AsyncState").value) == "mine");
    CHECK(job->RequestAbort() == wua::s_ok);
    CHECK(job->CleanUp() == wua::s_ok);
    for (int i = 0; i != 2; ++i)
    {
        wua::com_ptr<wua::ISearchResult> result;
        REQUIRE(searcher()->EndSearch(job.get(), result.put()) == wua::s_ok);
        CHECK(titles_in(*result) == "b");
    }
}

TEST_CASE("the completed callback comes once, with the job that was stored before", "[update_searcher]")
{
    const auto by = searcher();
    const auto callback = wua::make<typed_callback>();
    wua::ISearchJob* stored = nullptr;
    callback->meanwhile = [&](wua::ISearchJob& job) {
        CHECK(&job == stored);
        CHECK(job.CleanUp() == wua::wu_e_invalid_operation);
        wua::com_ptr<wua::ISearchResult> result;
        CHECK(by->EndSearch(&job, result.put()) == wua::s_ok);
        CHECK(titles_in(*result) == "ab");
    };
    REQUIRE(by->BeginSearch(nullptr, callback.get(), wua::VARIANT{}, &stored) == wua::s_ok);
    wua::com_ptr<wua::ISearchJob> job;
    job.attach(stored);
    CHECK(job->CleanUp() == wua::s_ok);
    CHECK(callback->calls == 1);
    callback->AddRef();
    CHECK(callback->Release() == 1); // the job has let go of it
}

TEST_CASE("a callback may drop the job while it is called", "[update_searcher]")
{
    const auto by = searcher();
    const auto callback = wua::make<typed_callback>();
    wua::com_ptr<wua::ISearchJob> job;
    callback->meanwhile = [&](wua::ISearchJob&) { job.reset(); };
    CHECK(by->BeginSearch(nullptr, callback.get(), wua::VARIANT{}, job.put()) == wua::s_ok);
    const wua::com_ptr<wua::ISearchJob> kept = job;
    CHECK(kept->CleanUp() == wua::s_ok);
    CHECK(callback->calls == 1);
    CHECK(job == nullptr);
}

TEST_CASE("BeginSearch returns before it calls its callback", "[update_searcher]")
{
    using clock = std::chrono::steady_clock;
    const auto by = searcher();
    const auto callback = wua::make<typed_callback>();
    wua::com_ptr<wua::ISearchJob> job;
    std::promise<clock::time_point> called;
    callback->meanwhile = [&](wua::ISearchJob&) { called.set_value(clock::now()); };
    const clock::time_point begun_at = clock::now();
    REQUIRE(by->BeginSearch(nullptr, callback.get(), wua::VARIANT{}, job.put()) == wua::s_ok);
    std::future<clock::time_point> called_at = called.get_future(); // nobody looks at the job
    REQUIRE(called_at.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
    CHECK(called_at.get() - begun_at >= wua::detail::search_completion::first_hold);
    CHECK(job->CleanUp() == wua::s_ok);
    CHECK(callback->calls == 1);
}

TEST_CASE("the callback of a search comes although the job and the searcher were released", "[update_searcher]")
{
    const auto called = std::make_shared<std::promise<void>>();
    const auto callback = wua::make<typed_callback>();
    callback->meanwhile = [called](wua::ISearchJob&) { called->set_value(); };
    REQUIRE(searcher()->BeginSearch(nullptr, callback.get(), wua::VARIANT{}, wua::com_ptr<wua::ISearchJob>().put()) ==
            wua::s_ok);
    CHECK(called->get_future().wait_for(std::chrono::seconds(20)) == std::future_status::ready);
}

TEST_CASE("EndSearch returns when the callback is over, on any thread", "[update_searcher]")
{
    const auto by = searcher();
    for (int i = 0; i != 100; ++i)
    {
        const auto callback = wua::make<typed_callback>();
        wua::com_ptr<wua::ISearchJob> job;
        REQUIRE(by->BeginSearch(nullptr, callback.get(), wua::VARIANT{}, job.put()) == wua::s_ok);
        wua::VARIANT_BOOL is_completed = wua::variant_false;
        CHECK(job->get_IsCompleted(&is_completed) == wua::s_ok);
        wua::com_ptr<wua::ISearchResult> result;
        CHECK(by->EndSearch(job.get(), result.put()) == wua::s_ok);
        CHECK(callback->calls == 1);
    }
}

TEST_CASE("the callback of a search can wait for another search of its searcher, callback and all", "[update_searcher]")
{
    const auto by = searcher();
    const auto inner = wua::make<typed_callback>();
    const auto outer = wua::make<typed_callback>();
    const bool ends = GENERATE(false, true);
    std::promise<int> done;
    outer->meanwhile = [&](wua::ISearchJob&) {
        wua::com_ptr<wua::ISearchJob> job;
        wua::throw_if_failed(by->BeginSearch(nullptr, inner.get(), wua::VARIANT{}, job.put()));
        wua::com_ptr<wua::ISearchResult> result;
        wua::throw_if_failed(ends ? by->EndSearch(job.get(), result.put()) : job->CleanUp());
        done.set_value(inner->calls);
    };
    wua::com_ptr<wua::ISearchJob> job;
    REQUIRE(by->BeginSearch(nullptr, outer.get(), wua::VARIANT{}, job.put()) == wua::s_ok);
    std::future<int> calls = done.get_future();
    REQUIRE(calls.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
    CHECK(calls.get() == 1);
    CHECK(job->CleanUp() == wua::s_ok);
}

TEST_CASE("an object that cannot be called back is E_NOINTERFACE", "[update_searcher]")
{
    const auto values = wua::make_enum_variant({});
    wua::com_ptr<wua::ISearchJob> job;
    CHECK(searcher()->BeginSearch(nullptr, values.get(), wua::VARIANT{}, job.put()) == wua::e_nointerface);
    CHECK(job == nullptr);
}

TEST_CASE("a state that cannot be kept is refused", "[update_searcher]")
{
    wua::VARIANT state{};
    state.vt = wua::VT_ARRAY | wua::VT_I4;
    wua::com_ptr<wua::ISearchJob> job;
    CHECK(searcher()->BeginSearch(nullptr, nullptr, state, job.put()) == wua::disp_e_badvartype);
    CHECK(job == nullptr);
}

TEST_CASE("EndSearch takes a job of this library", "[update_searcher]")
{
    const auto by = searcher();
    wua::com_ptr<wua::ISearchResult> result;
    CHECK(by->EndSearch(nullptr, result.put()) == wua::e_pointer);
    CHECK(by->EndSearch(nullptr, nullptr) == wua::e_pointer);
    CHECK(result == nullptr);
    struct foreign_search final : foreign<wua::ISearchJob>
    {
        // clang-format off
        wua::HRESULT WUA_STDCALL get_AsyncState(wua::VARIANT*) noexcept override { return wua::e_fail; }
        wua::HRESULT WUA_STDCALL get_IsCompleted(wua::VARIANT_BOOL*) noexcept override { return wua::e_fail; }
        wua::HRESULT WUA_STDCALL CleanUp() noexcept override { return wua::e_fail; }
        wua::HRESULT WUA_STDCALL RequestAbort() noexcept override { return wua::e_fail; }
        // clang-format on
    };
    foreign_search job;
    CHECK(by->EndSearch(&job, result.put()) == wua::e_invalidarg);
    CHECK(result == nullptr);
    CHECK(job.references == 1);
}

TEST_CASE("any text can be searched for when it is escaped", "[update_searcher][IUpdateSearcher::EscapeString]")
{
    const auto by = wua::make_searcher({offered("it's", false, false, false)});
    const late::outcome escaped = late::call(*by, "EscapeString", {"id-it's"});
    CHECK(late::text(escaped.value) == "id-it''s");
    CHECK(found_by(*by, ("UpdateID='" + late::text(escaped.value) + "'").c_str()) == "it's");
    CHECK(by->EscapeString(nullptr, nullptr) == wua::e_pointer);
}

TEST_CASE("a searcher keeps its settings",
          "[update_searcher][IUpdateSearcher::get_CanAutomaticallyUpgradeService]"
          "[IUpdateSearcher::put_CanAutomaticallyUpgradeService][IUpdateSearcher::get_ClientApplicationID]"
          "[IUpdateSearcher::put_ClientApplicationID][IUpdateSearcher::get_IncludePotentiallySupersededUpdates]"
          "[IUpdateSearcher::put_IncludePotentiallySupersededUpdates][IUpdateSearcher::get_Online]"
          "[IUpdateSearcher::put_Online][IUpdateSearcher::get_ServiceID][IUpdateSearcher::put_ServiceID]"
          "[IUpdateSearcher2::get_IgnoreDownloadPriority][IUpdateSearcher2::put_IgnoreDownloadPriority]")
{
    const auto by = searcher();
    CHECK(late::text(late::get(*by, "ClientApplicationID").value) == "Unknown");
    CHECK(late::put(*by, "ClientApplicationID", {"me"}).code == wua::s_ok);
    CHECK(late::text(late::get(*by, "ClientApplicationID").value) == "me");
    CHECK(late::text(late::get(*by, "ServiceID").value).empty());
    CHECK(late::put(*by, "ServiceID", {"x"}).code == wua::s_ok);
    CHECK(late::text(late::get(*by, "ServiceID").value) == "x");

    refuses_null_places<wua::IUpdateSearcher>(
        *by, &wua::IUpdateSearcher::get_CanAutomaticallyUpgradeService, &wua::IUpdateSearcher::get_ClientApplicationID,
        &wua::IUpdateSearcher::get_IncludePotentiallySupersededUpdates, &wua::IUpdateSearcher::get_Online,
        &wua::IUpdateSearcher::get_ServiceID);
    refuses_null_places<wua::IUpdateSearcher2>(*by, &wua::IUpdateSearcher2::get_IgnoreDownloadPriority);

    const char* const name = GENERATE(
        "CanAutomaticallyUpgradeService", "IncludePotentiallySupersededUpdates", "IgnoreDownloadPriority", "Online");
    CAPTURE(name);
    const auto is_true = [&] { return late::get(*by, name).value.get().boolVal == wua::variant_true; };
    CHECK(is_true() == (std::string(name) == "Online"));
    for (const bool value : {true, false})
    {
        CHECK(late::put(*by, name, {value}).code == wua::s_ok);
        CHECK(is_true() == value);
    }
}

TEST_CASE("a searcher refuses numbers that are no settings",
          "[update_searcher][IUpdateSearcher::get_ServerSelection][IUpdateSearcher::put_ServerSelection]"
          "[IUpdateSearcher3::get_SearchScope][IUpdateSearcher3::put_SearchScope]")
{
    const auto by = searcher();
    CHECK(late::number(late::get(*by, "ServerSelection")) == wua::ssDefault);
    CHECK(late::number(late::get(*by, "SearchScope")) == wua::searchScopeDefault);
    CHECK(late::put(*by, "ServerSelection", {static_cast<int>(wua::ssOthers)}).code == wua::s_ok);
    CHECK(late::put(*by, "ServerSelection", {4}).failure == wua::e_invalidarg);
    CHECK(late::number(late::get(*by, "ServerSelection")) == wua::ssOthers);
    CHECK(late::put(*by, "SearchScope", {static_cast<int>(wua::searchScopeAllUsers)}).code == wua::s_ok);
    CHECK(late::put(*by, "SearchScope", {-1}).failure == wua::e_invalidarg);
    CHECK(late::number(late::get(*by, "SearchScope")) == wua::searchScopeAllUsers);
    refuses_null_places<wua::IUpdateSearcher>(*by, &wua::IUpdateSearcher::get_ServerSelection);
    refuses_null_places<wua::IUpdateSearcher3>(*by, &wua::IUpdateSearcher3::get_SearchScope);
}

TEST_CASE("there is no history",
          "[update_searcher][IUpdateSearcher::QueryHistory][IUpdateSearcher::GetTotalHistoryCount]")
{
    const auto by = searcher();
    wua::IUpdateHistoryEntryCollection* history = nullptr;
    CHECK(by->QueryHistory(0, 1, &history) == wua::e_notimpl);
    CHECK(by->QueryHistory(0, 1, nullptr) == wua::e_pointer);
    CHECK(late::number(late::call(*by, "GetTotalHistoryCount")) == 0);
    CHECK(by->GetTotalHistoryCount(nullptr) == wua::e_pointer);
}
