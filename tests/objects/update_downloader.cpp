// SPDX-License-Identifier: MIT
// The downloader's members, what it refuses, and collections of other people.

#include "doubles.hpp"
#include "foreign_update.hpp"
#include "late_bound.hpp"
#include "strange_job.hpp"
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/variant.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/com_face.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/wuapi/errors.hpp>

using namespace wua;
using namespace doubles;

namespace
{

using simulated = rig<simulated_engine>;

LONG count_of(IUpdateCollection& collection)
{
    LONG count = -1;
    throw_if_failed(collection.get_Count(&count));
    return count;
}

HRESULT result_of_update(IDownloadResult& result, LONG index, OperationResultCode& code)
{
    com_ptr<IUpdateDownloadResult> update;
    throw_if_failed(result.GetUpdateResult(index, update.put()));
    throw_if_failed(update->get_ResultCode(&code));
    LONG hresult = e_unexpected;
    throw_if_failed(update->get_HResult(&hresult));
    return hresult;
}

} // namespace

TEST_CASE("a new downloader has an unknown client, normal priority, no force and no updates",
          "[update_downloader][IUpdateDownloader::get_ClientApplicationID][IUpdateDownloader::get_IsForced]"
          "[IUpdateDownloader::get_Priority][IUpdateDownloader::get_Updates]")
{
    const auto downloader = make_downloader(simulated_engine());
    bstr id;
    VARIANT_BOOL is_forced = variant_true;
    DownloadPriority priority = dpLow;
    auto updates = make_updates(1);
    CHECK(downloader->get_ClientApplicationID(id.put()) == s_ok);
    CHECK(id.to_utf8() == "Unknown");
    CHECK(downloader->get_IsForced(&is_forced) == s_ok);
    CHECK(is_forced == variant_false);
    CHECK(downloader->get_Priority(&priority) == s_ok);
    CHECK(priority == dpNormal);
    CHECK(downloader->get_Updates(updates.put()) == s_ok);
    CHECK(updates == nullptr);
}

TEST_CASE("the engine receives the settings of the moment when its job begins",
          "[update_downloader][IUpdateDownloader::put_ClientApplicationID][IUpdateDownloader::put_IsForced]"
          "[IUpdateDownloader::put_Priority]")
{
    struct curious_engine
    {
        std::vector<transfer> jobs;
        void start(transfer job)
        {
            jobs.push_back(std::move(job));
        }
    };
    const rig<curious_engine> on;
    CHECK(on.downloader->put_ClientApplicationID(bstr("client").get()) == s_ok);
    CHECK(on.downloader->put_IsForced(1) == s_ok); // any number but 0 is true
    CHECK(on.downloader->put_Priority(dpExtraHigh) == s_ok);
    const auto job = on.begin();
    CHECK(on.downloader->put_ClientApplicationID(nullptr) == s_ok);
    CHECK(on.downloader->put_IsForced(variant_false) == s_ok);
    CHECK(on.downloader->put_Priority(dpLow) == s_ok);
    const auto later = on.begin();
    REQUIRE(on.engine->jobs.size() == 2);
    const transfer_options& first = on.engine->jobs[0].options();
    CHECK(first.client_application_id == "client");
    CHECK(first.is_forced);
    CHECK(first.priority == dpExtraHigh);
    const transfer_options& second = on.engine->jobs[1].options();
    CHECK(second.client_application_id.empty());
    CHECK_FALSE(second.is_forced);
    CHECK(second.priority == dpLow);
    on.engine->jobs.clear();
}

TEST_CASE("a priority is one of the four that exist", "[update_downloader][IUpdateDownloader::put_Priority]")
{
    const auto downloader = make_downloader(simulated_engine());
    for (const int good : {1, 2, 3, 4})
    {
        CHECK(downloader->put_Priority(static_cast<DownloadPriority>(good)) == s_ok);
        DownloadPriority priority{};
        CHECK(downloader->get_Priority(&priority) == s_ok);
        CHECK(priority == good);
    }
    for (const int bad : {-1, 0, 5, 1000})
    {
        CHECK(downloader->put_Priority(static_cast<DownloadPriority>(bad)) == e_invalidarg);
        DownloadPriority priority{};
        CHECK(downloader->get_Priority(&priority) == s_ok);
        CHECK(priority == dpExtraHigh);
    }
}

TEST_CASE("without updates there is no download",
          "[update_downloader][IUpdateDownloader::BeginDownload][IUpdateDownloader::Download]"
          "[IUpdateDownloader::put_Updates]")
{
    const auto downloader = make_downloader(simulated_engine());
    const auto refuses = [&] {
        auto job = simulated().begin();
        com_ptr<IDownloadResult> result;
        CHECK(downloader->BeginDownload(nullptr, nullptr, VARIANT{}, job.put()) == wu_e_no_update);
        CHECK(job == nullptr);
        CHECK(downloader->Download(result.put()) == wu_e_no_update);
        CHECK(result == nullptr);
    };
    refuses();
    CHECK(downloader->put_Updates(make_update_collection().get()) == s_ok);
    refuses();
    CHECK(downloader->put_Updates(make_updates(1).get()) == s_ok);
    CHECK(downloader->put_Updates(nullptr) == s_ok);
    refuses();
}

TEST_CASE("a null out-pointer of the downloader is E_POINTER, and nothing begins",
          "[update_downloader][IUpdateDownloader::BeginDownload][IUpdateDownloader::EndDownload]")
{
    const simulated on;
    const auto newer = on.downloader.query<IUpdateDownloaderEx>();
    const auto progress = on_progress([](IDownloadJob&, progress_args&) {});
    CHECK(newer->get_ClientApplicationID(nullptr) == e_pointer);
    CHECK(newer->get_IsForced(nullptr) == e_pointer);
    CHECK(newer->get_Priority(nullptr) == e_pointer);
    CHECK(newer->get_Updates(nullptr) == e_pointer);
    CHECK(newer->BeginDownload(progress.get(), nullptr, VARIANT{}, nullptr) == e_pointer);
    CHECK(newer->BeginDownload2(downloadTypeFull, progress.get(), nullptr, VARIANT{}, nullptr) == e_pointer);
    CHECK(newer->Download(nullptr) == e_pointer);
    CHECK(newer->Download2(downloadTypeFull, nullptr) == e_pointer);
    CHECK_FALSE(on.engine->step());
    CHECK(references_of(*progress) == 1);

    const auto job = on.begin();
    CHECK(newer->EndDownload(job.get(), nullptr) == e_pointer);
    com_ptr<IDownloadResult> result;
    CHECK(newer->EndDownload(job.get(), result.put()) == s_ok); // the failed call has not ended it
}

TEMPLATE_TEST_CASE("Download returns when all is over, with the result of each update",
                   "[update_downloader][IUpdateDownloader::Download][IDownloadResult::get_ResultCode]"
                   "[IDownloadResult::get_HResult][IDownloadResult::GetUpdateResult]"
                   "[IUpdateDownloadResult::get_ResultCode][IUpdateDownloadResult::get_HResult]",
                   simulated, rig<threaded_engine>)
{
    const TestType on;
    on.detach();
    com_ptr<IDownloadResult> result;
    REQUIRE(on.downloader->Download(result.put()) == s_ok);
    LONG hresult = e_unexpected;
    CHECK(result->get_HResult(&hresult) == s_ok);
    CHECK(hresult == s_ok);
    CHECK(code_of(*result) == orcSucceeded);
    for (const LONG index : {0, 1, 2})
    {
        OperationResultCode code = orcNotStarted;
        CHECK(result_of_update(*result, index, code) == s_ok);
        CHECK(code == orcSucceeded);
    }
    com_ptr<IUpdateDownloadResult> none;
    CHECK(result->GetUpdateResult(3, none.put()) == wu_e_invalidindex);
    CHECK(result->GetUpdateResult(-1, none.put()) == wu_e_invalidindex);
    CHECK(none == nullptr);
}

TEST_CASE("EndDownload takes a job of this very downloader", "[update_downloader][IUpdateDownloader::EndDownload]")
{
    const simulated on;
    const simulated other;
    com_ptr<IDownloadResult> result;
    CHECK(on.downloader->EndDownload(nullptr, result.put()) == e_pointer);

    const auto foreign = other.begin();
    CHECK(on.downloader->EndDownload(foreign.get(), result.put()) == e_invalidarg);
    const auto sibling = make_downloader(other.engine); // of the same engine, but not the one that began the job
    CHECK(sibling->EndDownload(foreign.get(), result.put()) == e_invalidarg);
    CHECK(result == nullptr);
    CHECK(other.downloader->EndDownload(foreign.get(), result.put()) == s_ok);
}

TEST_CASE("a foreign job is E_INVALIDARG, also one of another copy of this library",
          "[update_downloader][IUpdateDownloader::EndDownload]")
{
    const simulated on;
    com_ptr<IDownloadResult> result;
    const auto strange = make<strange_job>();
    const auto other_copy = make<job_of_another_copy>();
    CHECK(on.downloader->EndDownload(strange.get(), result.put()) == e_invalidarg);
    CHECK(on.downloader->EndDownload(other_copy.get(), result.put()) == e_invalidarg);
    CHECK_THROWS_AS(to_job(com_ptr<IDownloadJob>(strange)), hresult_error);
    CHECK_THROWS_WITH(to_job(com_ptr<IDownloadJob>()), "there is no job");
    CHECK_THROWS_WITH(make_downloader(std::shared_ptr<simulated_engine>()), "there is no engine that could do it");
    CHECK_THROWS_AS(to_job(com_ptr<IDownloadJob>(other_copy)), hresult_error);
    CHECK(references_of(*strange) == 1);
    CHECK(references_of(static_cast<IDownloadJob&>(*other_copy)) == 1);

    const auto ours = on.begin();
    const char other_mark = 0;
    CHECK_FALSE(ours.query<IDownloadJobSource>()->IsOf(&other_mark));
    CHECK(source_of(*ours) != nullptr);
}

TEST_CASE("what a client's objects throw becomes the code of the call, and nothing begins",
          "[update_downloader][IUpdateDownloader::BeginDownload][IUpdateDownloader::EndDownload]")
{
    const simulated on;
    com_ptr<IDownloadJob> job;
    com_ptr<IDownloadResult> result;
    SECTION("a callback that is asked for its interfaces")
    {
        unaskable_object callback;
        CHECK(on.downloader->BeginDownload(&callback, nullptr, VARIANT{}, job.put()) == e_fail);
        CHECK(on.downloader->BeginDownload(nullptr, &callback, VARIANT{}, job.put()) == e_fail);
        CHECK(callback.references == 1);
        CHECK_FALSE(on.engine->step());
    }
    SECTION("a job that is asked for its interfaces")
    {
        unaskable_job foreign;
        CHECK(on.downloader->EndDownload(&foreign, result.put()) == e_invalidarg);
        CHECK(foreign.references == 1);
    }
    SECTION("a collection")
    {
        const auto updates = make<foreign_collection>();
        updates->on_count = [] { throw std::bad_alloc(); };
        REQUIRE(on.downloader->put_Updates(updates.get()) == s_ok);
        CHECK(on.downloader->BeginDownload(nullptr, nullptr, VARIANT{}, job.put()) == e_outofmemory);
        CHECK(on.downloader->Download(result.put()) == e_outofmemory);
        CHECK_FALSE(on.engine->step());
    }
    CHECK(job == nullptr);
    CHECK(result == nullptr);
}

TEST_CASE("two threads that end one job get one result and one refusal",
          "[update_downloader][IUpdateDownloader::EndDownload]")
{
    const rig<threaded_engine> on;
    const auto job = on.begin();
    std::array<HRESULT, 2> codes{};
    std::vector<std::thread> enders;
    for (HRESULT& code : codes)
    {
        enders.emplace_back([&] {
            com_ptr<IDownloadResult> result;
            code = on.downloader->EndDownload(job.get(), result.put());
        });
    }
    on.detach();
    for (std::thread& ender : enders)
    {
        ender.join();
    }
    CHECK(std::count(codes.begin(), codes.end(), s_ok) == 1);
    CHECK(std::count(codes.begin(), codes.end(), wu_e_invalid_operation) == 1);
}

TEMPLATE_TEST_CASE("a job begins while another one runs, and each ends by itself",
                   "[update_downloader][IUpdateDownloader::BeginDownload]", simulated, rig<threaded_engine>)
{
    const TestType on;
    const com_ptr<IDownloadJob> first = on.begin();
    const com_ptr<IDownloadJob> second = on.begin();
    CHECK_FALSE(first == second);
    CHECK(second->RequestAbort() == s_ok);
    com_ptr<IDownloadResult> result;
    CHECK(on.downloader->EndDownload(second.get(), result.put()) == s_ok);
    CHECK(code_of(*result) == orcAborted);
    on.detach();
    CHECK(on.downloader->EndDownload(first.get(), result.put()) == s_ok);
    CHECK(code_of(*result) == orcSucceeded);
}

TEST_CASE("new updates concern only later jobs", "[update_downloader][IUpdateDownloader::put_Updates]"
                                                 "[IUpdateDownloader::get_Updates][IDownloadJob::get_Updates]")
{
    const simulated on;
    com_ptr<IUpdateCollection> given;
    REQUIRE(on.downloader->get_Updates(given.put()) == s_ok);
    const auto job = on.begin();
    LONG index = 0;
    com_ptr<IUpdate> more = make_update(make_item("later", "http://localhost/later", 1));
    REQUIRE(given->Add(more.get(), &index) == s_ok); // the downloader's own collection changes
    const auto changed = on.begin();
    REQUIRE(on.downloader->put_Updates(make_updates(7).get()) == s_ok);
    const auto replaced = on.begin();

    const auto size_of = [](IDownloadJob& one) {
        com_ptr<IUpdateCollection> updates;
        throw_if_failed(one.get_Updates(updates.put()));
        VARIANT_BOOL is_read_only = variant_false;
        throw_if_failed(updates->get_ReadOnly(&is_read_only));
        CHECK(is_read_only == variant_true);
        return count_of(*updates);
    };
    CHECK(size_of(*job) == 3);
    CHECK(size_of(*changed) == 4);
    CHECK(size_of(*replaced) == 7);
}

TEST_CASE("an update that is there already is not downloaded again unless it is forced",
          "[update_downloader][IUpdateDownloader::put_IsForced]")
{
    const simulated on;
    com_ptr<IDownloadResult> result;
    REQUIRE(on.downloader->Download(result.put()) == s_ok);
    const auto before = on.engine->now();

    REQUIRE(on.downloader->Download(result.put()) == s_ok);
    CHECK(on.engine->now() == before); // the engine has not been asked
    CHECK(code_of(*result) == orcSucceeded);
    OperationResultCode code = orcNotStarted;
    CHECK(result_of_update(*result, 2, code) == wu_s_already_downloaded);
    CHECK(code == orcSucceeded);

    REQUIRE(on.downloader->put_IsForced(variant_true) == s_ok);
    REQUIRE(on.downloader->Download(result.put()) == s_ok);
    CHECK(on.engine->now() > before);
    CHECK(result_of_update(*result, 2, code) == s_ok);
}

TEST_CASE("of a mixed job only what is missing is downloaded", "[update_downloader][IUpdate::get_IsDownloaded]")
{
    const simulated on;
    com_ptr<IUpdateCollection> updates;
    REQUIRE(on.downloader->get_Updates(updates.put()) == s_ok);
    com_ptr<IUpdate> second;
    REQUIRE(updates->get_Item(1, second.put()) == s_ok);
    settle_update(*second, job_kind::download, false);
    com_ptr<IDownloadResult> result;
    REQUIRE(on.downloader->Download(result.put()) == s_ok);
    OperationResultCode code = orcNotStarted;
    CHECK(result_of_update(*result, 0, code) == s_ok);
    CHECK(result_of_update(*result, 1, code) == wu_s_already_downloaded);
    CHECK(result_of_update(*result, 2, code) == s_ok);
    com_ptr<IUpdate> first;
    VARIANT_BOOL is_downloaded = variant_false;
    REQUIRE(updates->get_Item(0, first.put()) == s_ok);
    CHECK(first->get_IsDownloaded(&is_downloaded) == s_ok);
    CHECK(is_downloaded == variant_true);
}

TEST_CASE("a failed update does not become downloaded", "[update_downloader]")
{
    const simulated on;
    scenario script;
    script.updates.resize(1);
    script.updates[0].faults = {{10, false, wu_e_download_failed}};
    on.engine->set_scenario(script);
    com_ptr<IDownloadResult> result;
    REQUIRE(on.downloader->Download(result.put()) == s_ok);
    CHECK(code_of(*result) == orcSucceededWithErrors);
    com_ptr<IUpdateCollection> updates;
    REQUIRE(on.downloader->get_Updates(updates.put()) == s_ok);
    com_ptr<IUpdate> first;
    VARIANT_BOOL is_downloaded = variant_true;
    REQUIRE(updates->get_Item(0, first.put()) == s_ok);
    CHECK(first->get_IsDownloaded(&is_downloaded) == s_ok);
    CHECK(is_downloaded == variant_false);
}

TEST_CASE("a locked down downloader neither begins, ends, downloads nor forces",
          "[update_downloader][IUpdateLockdown::LockDown]")
{
    const simulated on;
    const auto job = on.begin();
    const auto lock = on.downloader.query<IUpdateLockdown>();
    CHECK(lock->LockDown(0) == e_invalidarg);
    CHECK(on.downloader->put_IsForced(variant_true) == s_ok);
    CHECK(lock->LockDown(uloForWebsiteAccess) == s_ok);

    com_ptr<IDownloadJob> another;
    com_ptr<IDownloadResult> result;
    VARIANT_BOOL is_forced = variant_false;
    CHECK(on.downloader->put_IsForced(variant_false) == wu_e_invalid_operation);
    CHECK(on.downloader->get_IsForced(&is_forced) == s_ok);
    CHECK(is_forced == variant_true);
    CHECK(on.downloader->BeginDownload(nullptr, nullptr, VARIANT{}, another.put()) == wu_e_invalid_operation);
    CHECK(on.downloader->Download(result.put()) == wu_e_invalid_operation);
    CHECK(on.downloader->EndDownload(job.get(), result.put()) == wu_e_invalid_operation);
    CHECK(job->CleanUp() == s_ok); // the job itself is not locked
}

TEST_CASE("the newer members choose what to download",
          "[update_downloader][IUpdateDownloaderEx::BeginDownload2][IUpdateDownloaderEx::Download2]")
{
    const simulated on;
    const auto newer = on.downloader.query<IUpdateDownloaderEx>();
    com_ptr<IDownloadJob> job;
    com_ptr<IDownloadResult> result;
    CHECK(newer->BeginDownload2(downloadTypeUpdateBootstrapper, nullptr, nullptr, VARIANT{}, job.put()) ==
          wu_e_not_supported);
    CHECK(newer->Download2(downloadTypeUpdateBootstrapper, result.put()) == wu_e_not_supported);
    CHECK(newer->BeginDownload2(static_cast<DownloadType>(9), nullptr, nullptr, VARIANT{}, job.put()) == e_invalidarg);
    CHECK(job == nullptr);
    CHECK(newer->BeginDownload2(downloadTypeFull, nullptr, nullptr, VARIANT{}, job.put()) == s_ok);
    CHECK(newer->EndDownload(job.get(), result.put()) == s_ok);
    CHECK(newer->Download2(downloadTypeFull, result.put()) == s_ok);
    CHECK(code_of(*result) == orcSucceeded);
}

TEST_CASE("callbacks may be left out, unless the downloader is strict",
          "[update_downloader][IUpdateDownloader::BeginDownload]")
{
    downloader_options options = eager();
    options.requires_callbacks = true;
    const simulated strict(options);
    const auto progress = on_progress([](IDownloadJob&, progress_args&) {});
    const auto completed = on_completed([](IDownloadJob&) {});
    com_ptr<IDownloadJob> job;
    CHECK(strict.downloader->BeginDownload(nullptr, nullptr, VARIANT{}, job.put()) == e_pointer);
    CHECK(strict.downloader->BeginDownload(progress.get(), nullptr, VARIANT{}, job.put()) == e_pointer);
    CHECK(strict.downloader->BeginDownload(nullptr, completed.get(), VARIANT{}, job.put()) == e_pointer);
    CHECK(job == nullptr);
    CHECK(strict.downloader->BeginDownload(progress.get(), completed.get(), VARIANT{}, job.put()) == s_ok);
    CHECK(simulated().begin() != nullptr);
}

TEST_CASE("a script may leave callbacks out or pass Empty, but not Null",
          "[update_downloader][IUpdateDownloader::BeginDownload]")
{
    const simulated on;
    const com_ptr<IDispatch> downloader = on.downloader.query<IDispatch>();
    const auto begin = [&](std::vector<variant> arguments) {
        return late::call(*downloader, "BeginDownload", std::move(arguments));
    };
    for (const variant& nothing : {variant(), variant::missing()})
    {
        const auto begun = begin({nothing, nothing, variant("state")});
        CHECK(begun.code == s_ok);
        REQUIRE(begun.value.vt() == VT_DISPATCH);
        CHECK(late::text(late::get(*begun.value.get().pdispVal, "AsyncState").value) == "state");
    }
    CHECK(begin({variant::null(), variant(), variant()}).code == disp_e_typemismatch);
    CHECK(begin({variant(), variant::null(), variant()}).code == disp_e_typemismatch);
    CHECK(begin({variant(), variant(), variant::null()}).code == s_ok); // a state may be anything
}

TEST_CASE("by default a downloader gives an abort five seconds and reports progress ten times a second",
          "[update_downloader]")
{
    CHECK(downloader_options{}.abort_limit == 5s);
    CHECK(downloader_options{}.progress_interval == 100ms);
    struct curious_engine
    {
        std::vector<transfer> jobs;
        void start(transfer job)
        {
            jobs.push_back(std::move(job));
        }
    };
    const rig<curious_engine> on{downloader_options{}};
    const auto job = on.begin();
    CHECK(on.engine->jobs.at(0).abort_limit() == 5s);
    on.engine->jobs.clear();
}

TEST_CASE("what an engine throws at the start is what the call fails with, and no callback comes",
          "[update_downloader]")
{
    struct broken_engine
    {
        std::optional<transfer> kept;
        bool keeps = false;

        void start(transfer job)
        {
            if (keeps)
            {
                kept.emplace(std::move(job));
            }
            throw hresult_error(e_accessdenied, "no engine today");
        }
    };
    const rig<broken_engine> on;
    on.engine->keeps = GENERATE(false, true);
    const auto told = [] {
        com_ptr<IErrorInfo> words;
        bstr text;
        return GetErrorInfo(0, words.put()) == s_ok && words->GetDescription(text.put()) == s_ok
                   ? to_utf8(view(text.get()))
                   : std::string();
    };
    com_ptr<IDownloadResult> result;
    CHECK(on.downloader->Download(result.put()) == e_accessdenied);
    CHECK(told() == "no engine today");

    std::atomic<int> calls{0};
    const auto progress = on_progress([&](IDownloadJob&, progress_args&) { ++calls; });
    const auto completed = on_completed([&](IDownloadJob&) { ++calls; });
    com_ptr<IDownloadJob> job;
    CHECK(on.downloader->BeginDownload(progress.get(), completed.get(), VARIANT{}, job.put()) == e_accessdenied);
    CHECK(told() == "no engine today");
    CHECK(job == nullptr);
    CHECK(progress->AddRef() == 2); // whoever had been given it has let it go
    CHECK(completed->AddRef() == 2);
    progress->Release();
    completed->Release();
    on.engine->kept.reset();
    CHECK(calls == 0);
}

TEST_CASE("what an engine reports before it throws at the start makes no update a downloaded one",
          "[update_downloader]")
{
    struct hasty_engine
    {
        std::size_t reported = 0;

        void start(transfer job)
        {
            for (std::size_t index = 0; index != reported; ++index)
            {
                job.finish(index, outcome::succeeded());
            }
            throw hresult_error(e_accessdenied, "no engine today");
        }
    };
    const rig<hasty_engine> on;
    on.engine->reported = GENERATE(1U, 2U); // all of them: the job is completed when it throws
    const com_ptr<IUpdateCollection> updates =
        make_update_collection({make_update(make_item("one", "http://localhost/1", 1)),
                                make_update(make_item("two", "http://localhost/2", 1))});
    CHECK(on.downloader->put_Updates(updates.get()) == s_ok);
    com_ptr<IDownloadResult> result;
    CHECK(on.downloader->Download(result.put()) == e_accessdenied);
    for (LONG index = 0; index != 2; ++index)
    {
        com_ptr<IUpdate> update;
        CHECK(updates->get_Item(index, update.put()) == s_ok);
        VARIANT_BOOL is_downloaded = variant_true;
        CHECK(update->get_IsDownloaded(&is_downloaded) == s_ok);
        CHECK(is_downloaded == variant_false);
    }
}

TEST_CASE("a foreign collection is read once, and its failure is the call's",
          "[update_downloader][IUpdateDownloader::put_Updates]")
{
    const simulated on;
    const auto updates = make<foreign_collection>();
    const com_ptr<IUpdate> good = make_update(make_item("good", "http://localhost/", 1));
    const auto give_good = [&](LONG, IUpdate** item) {
        good.copy_to(item);
        return s_ok;
    };
    REQUIRE(on.downloader->put_Updates(updates.get()) == s_ok);
    const auto begin = [&] {
        com_ptr<IDownloadJob> job;
        const HRESULT code = on.downloader->BeginDownload(nullptr, nullptr, VARIANT{}, job.put());
        CHECK((job != nullptr) == succeeded(code));
        return code;
    };

    updates->count = 3;
    updates->item = give_good;
    int counted = 0;
    std::vector<LONG> asked;
    SECTION("once, however long its job lives")
    {
        updates->on_count = [&] { ++counted; };
        updates->item = [&](LONG index, IUpdate** item) {
            asked.push_back(index);
            return give_good(index, item);
        };
        com_ptr<IDownloadResult> result;
        com_ptr<IUpdateCollection> kept;
        const auto job = on.begin();
        CHECK(job->get_Updates(kept.put()) == s_ok);
        CHECK(count_of(*kept) == 3);
        CHECK(on.downloader->EndDownload(job.get(), result.put()) == s_ok);
        CHECK(counted == 1);
        CHECK(asked == std::vector<LONG>{0, 1, 2});
    }
    CHECK(begin() == s_ok);

    SECTION("Count fails")
    {
        updates->count_code = e_accessdenied;
        CHECK(begin() == e_accessdenied);
    }
    SECTION("Count is negative")
    {
        updates->count = -5;
        CHECK(begin() == e_invalidarg);
    }
    SECTION("Count promises more than there is")
    {
        updates->item = [&](LONG index, IUpdate** item) {
            return index < 2 ? give_good(index, item) : wu_e_invalidindex;
        };
        CHECK(begin() == wu_e_invalidindex);
    }
    SECTION("an item is null")
    {
        updates->item = [](LONG, IUpdate** item) {
            *item = nullptr;
            return s_ok;
        };
        CHECK(begin() == e_invalidarg);
    }
    SECTION("an item takes the collection away from the downloader")
    {
        updates->item = [&](LONG index, IUpdate** item) {
            throw_if_failed(on.downloader->put_Updates(nullptr));
            return give_good(index, item);
        };
        CHECK(begin() == s_ok);
        CHECK(begin() == wu_e_no_update);
    }
    on.engine->run();
    on.downloader->put_Updates(nullptr);
    CHECK(references_of(*updates) == 1);
}

TEST_CASE("a script's object that is no collection of updates is refused, and what was set stays",
          "[update_downloader][IUpdateDownloader::put_Updates]")
{
    const simulated on;
    const com_ptr<IDispatch> downloader = on.downloader.query<IDispatch>();
    com_ptr<script_function> object;
    object.attach(new script_function([](DISPID, WORD, const DISPPARAMS&) { return s_ok; }));
    CHECK(late::put(*downloader, "Updates", {variant(com_ptr<IDispatch>(object))}).code == disp_e_typemismatch);
    CHECK(late::put(*downloader, "Updates", {variant("updates")}).code == disp_e_typemismatch);
    CHECK(object->references == 1);
    com_ptr<IUpdateCollection> kept;
    CHECK(on.downloader->get_Updates(kept.put()) == s_ok);
    CHECK(count_of(*kept) == 3);
}

TEST_CASE("a foreign update without properties is downloaded nevertheless", "[update_downloader]")
{
    const simulated on;
    bool is_destroyed = false;
    {
        const auto foreign = make<foreign_update>();
        foreign->on_destroyed = [&] { is_destroyed = true; };
        const auto updates = make<foreign_collection>();
        updates->count = 1;
        updates->item = [foreign](LONG, IUpdate** item) {
            com_ptr<IUpdate>(foreign).copy_to(item);
            return s_ok;
        };
        REQUIRE(on.downloader->put_Updates(updates.get()) == s_ok);
        com_ptr<IDownloadResult> result;
        REQUIRE(on.downloader->Download(result.put()) == s_ok);
        CHECK(code_of(*result) == orcSucceeded);
        REQUIRE(on.downloader->put_Updates(nullptr) == s_ok);
    }
    CHECK(is_destroyed);
}

TEST_CASE("a whole download goes late bound",
          "[update_downloader][IDownloadJob::GetProgress][IDownloadJob::get_IsCompleted]")
{
    const simulated on;
    const com_ptr<IDispatch> downloader = on.downloader.query<IDispatch>();
    CHECK(late::text(late::get(*downloader, "clientapplicationid").value) == "Unknown");
    CHECK(late::put(*downloader, "ClientApplicationID", {variant("script")}).code == s_ok);
    CHECK(late::put(*downloader, "Priority", {variant(3)}).code == s_ok);
    CHECK(late::number(late::get(*downloader, "Priority")) == 3);
    CHECK(late::put(*downloader, "Priority", {variant(9)}).failure == e_invalidarg);
    CHECK(late::put(*downloader, "IsForced", {variant(true)}).code == s_ok);
    CHECK(late::put(*downloader, "Updates", {variant(com_ptr<IDispatch>(make_updates(2)))}).code == s_ok);

    std::vector<DISPID> called;
    const auto script = [&] {
        com_ptr<script_function> made;
        made.attach(new script_function([&](DISPID dispid, WORD, const DISPPARAMS&) {
            called.push_back(dispid);
            return s_ok;
        }));
        return made;
    };
    const auto begun =
        late::call(*downloader, "BeginDownload",
                   {variant(com_ptr<IDispatch>(script())), variant(com_ptr<IDispatch>(script())), variant("my state")});
    REQUIRE(begun.value.vt() == VT_DISPATCH);
    IDispatch& job = *begun.value.get().pdispVal;
    CHECK(late::text(late::get(job, "AsyncState").value) == "my state");
    CHECK(late::get(job, "IsCompleted").value.get().boolVal == variant_false);
    LONG percent = 0;
    while (late::get(job, "IsCompleted").value.get().boolVal == variant_false)
    {
        const auto progress = late::call(job, "GetProgress");
        REQUIRE(progress.value.vt() == VT_DISPATCH);
        const LONG now = late::number(late::get(*progress.value.get().pdispVal, "PercentComplete"));
        CHECK(now >= percent);
        percent = now;
        on.engine->advance(10ms);
    }
    const auto ended = late::call(*downloader, "EndDownload", {begun.value});
    REQUIRE(ended.value.vt() == VT_DISPATCH);
    CHECK(late::number(late::get(*ended.value.get().pdispVal, "ResultCode")) == orcSucceeded);
    CHECK(late::call(*downloader, "EndDownload", {begun.value}).failure == wu_e_invalid_operation);
    CHECK_FALSE(late::call(*downloader, "EndDownload", {begun.value}).description.empty());
    CHECK(late::get(job, "AsyncState").value.vt() == VT_EMPTY);
    CHECK(late::call(job, "CleanUp").code == s_ok);
    CHECK(called.size() >= 2);
    CHECK(std::count(called.begin(), called.end(), dispid_value) == static_cast<std::ptrdiff_t>(called.size()));
    CHECK(script_function::alive == 0);
}
