// SPDX-License-Identifier: MIT

// Installations: acted out by a scenario, through the parts that downloads have.

#include "catch.hpp"
#include "objects/foreign_job.hpp"
#include "objects/late_bound.hpp"
#include "objects/read_back.hpp"
#include <wua/agent/machine_agent.hpp>
#include <wua/agent/update_installer.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/enum_variant.hpp>
#include <wua/com/error_info.hpp>
#include <wua/com/implements.hpp>
#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/update_history.hpp>
#include <wua/wuapi/update_installer.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using namespace wua;

namespace
{

update_pointer downloaded_item(const std::string& title, bool is_uninstallable = false)
{
    update_item item;
    item.title = title;
    item.identity.update_id = "id of " + title;
    item.files.push_back({{"https://host/" + title}, {}, 1'000'000});
    update_details details;
    details.is_downloaded = true;
    details.is_uninstallable = is_uninstallable;
    item.details = std::make_shared<const update_details>(details);
    return std::make_shared<const update_item>(std::move(item));
}

// Three updates: the first takes 1 s, the second 3 s and needs a restart, the third fails half-way.
scenario three_installations()
{
    scenario installs = usual_installations();
    installs.updates = {make_installation(1s), make_installation(3s), make_installation(2s)};
    installs.updates[1].success = wu_s_reboot_required;
    installs.updates[2].faults.push_back({.at_byte = 1'000'000, .hresult = wu_e_uh_invalidmetadata});
    scenario script;
    script.installations = std::make_shared<const scenario>(std::move(installs));
    return script;
}

struct installer_rig
{
    explicit installer_rig(
        scenario script = {},
        const std::vector<update_pointer>& items = {downloaded_item("A"), downloaded_item("B"), downloaded_item("C")})
        : engine(std::make_shared<simulated_engine>(std::move(script))),
          target(make_machine(engine))
    {
        for (const update_pointer& item : items)
        {
            updates.push_back(make_update(item));
        }
        installer = make<update_installer>(target);
        throw_if_failed(installer->put_Updates(make_update_collection(updates).get()));
    }

    com_ptr<IInstallationJob> begin(IUnknown* on_progress = nullptr, IUnknown* on_completed = nullptr)
    {
        com_ptr<IInstallationJob> job;
        throw_if_failed(installer->BeginInstall(on_progress, on_completed, VARIANT{}, job.put()));
        return job;
    }

    com_ptr<IInstallationResult> end(const com_ptr<IInstallationJob>& job)
    {
        com_ptr<IInstallationResult> result;
        throw_if_failed(installer->EndInstall(job.get(), result.put()));
        return result;
    }

    std::shared_ptr<simulated_engine> engine;
    std::shared_ptr<machine> target;
    std::vector<com_ptr<IUpdate>> updates;
    com_ptr<IUpdateInstaller4> installer;
};

com_ptr<IUpdateInstallationResult> install_result_of(const com_ptr<IInstallationResult>& all, LONG index)
{
    com_ptr<IUpdateInstallationResult> one;
    throw_if_failed(all->GetUpdateResult(index, one.put()));
    return one;
}

HRESULT hinstall_result_of(const com_ptr<IInstallationResult>& all, LONG index)
{
    return value_of(*install_result_of(all, index), &IUpdateInstallationResult::get_HResult);
}

// Refuses to start anything.
struct refusing_engine
{
    void start(transfer)
    {
        throw hresult_error(e_accessdenied, "nothing is installed here");
    }
};

// Keeps its job, and does nothing.
struct deaf_engine
{
    void start(transfer job)
    {
        jobs.push_back(std::move(job));
    }

    std::vector<transfer> jobs;
};

class told_progress final : public implements<told_progress, IInstallationProgressChangedCallback>
{
public:
    explicit told_progress(std::function<void(IInstallationJob&, IInstallationProgress&)> f) : m_f(std::move(f)) {}

    HRESULT WUA_STDCALL Invoke(IInstallationJob* job, IInstallationProgressChangedCallbackArgs* args) noexcept override
    {
        com_ptr<IInstallationProgress> progress;
        throw_if_failed(args->get_Progress(progress.put()));
        m_f(*job, *progress);
        return s_ok;
    }

private:
    std::function<void(IInstallationJob&, IInstallationProgress&)> m_f;
};

class told_completion final : public implements<told_completion, IInstallationCompletedCallback>
{
public:
    explicit told_completion(std::function<void(IInstallationJob&)> f) : m_f(std::move(f)) {}

    HRESULT WUA_STDCALL Invoke(IInstallationJob* job, IInstallationCompletedCallbackArgs*) noexcept override
    {
        m_f(*job);
        return s_ok;
    }

private:
    std::function<void(IInstallationJob&)> m_f;
};

} // namespace

TEST_CASE("an installation goes as its scenario says, each update counting the same",
          "[update_installer][IUpdateInstallationResult::get_HResult]")
{
    installer_rig one(three_installations());
    const auto job = one.begin();
    CHECK(flag_of<IUpdateInstaller>(*one.installer, &IUpdateInstaller::get_IsBusy));
    CHECK_FALSE(flag_of(*job, &IInstallationJob::get_IsCompleted));
    one.engine->advance(500ms);
    com_ptr<IInstallationProgress> progress;
    REQUIRE(job->GetProgress(progress.put()) == s_ok);
    CHECK(value_of(*progress, &IInstallationProgress::get_CurrentUpdateIndex) == 0);
    CHECK(value_of(*progress, &IInstallationProgress::get_CurrentUpdatePercentComplete) == 50);
    CHECK(value_of(*progress, &IInstallationProgress::get_PercentComplete) == 16);
    com_ptr<IUpdateInstallationResult> going;
    REQUIRE(progress->GetUpdateResult(0, going.put()) == s_ok);
    CHECK(value_of(*going, &IUpdateInstallationResult::get_ResultCode) == orcInProgress);
    CHECK(progress->GetUpdateResult(3, going.put()) == wu_e_invalidindex);

    const auto result = one.end(job);
    CHECK(one.engine->now() == 5s);
    CHECK(value_of(*progress, &IInstallationProgress::get_PercentComplete) == 16); // a snapshot never changes
    CHECK(value_of(*result, &IInstallationResult::get_ResultCode) == orcSucceededWithErrors);
    CHECK(value_of(*result, &IInstallationResult::get_HResult) == wu_s_update_error);
    CHECK(flag_of(*result, &IInstallationResult::get_RebootRequired));
    CHECK(hinstall_result_of(result, 0) == s_ok);
    CHECK(hinstall_result_of(result, 1) == s_ok);
    CHECK(hinstall_result_of(result, 2) == wu_e_uh_invalidmetadata);
    CHECK_FALSE(flag_of(*install_result_of(result, 0), &IUpdateInstallationResult::get_RebootRequired));
    CHECK(flag_of(*install_result_of(result, 1), &IUpdateInstallationResult::get_RebootRequired));
    CHECK(value_of(*install_result_of(result, 2), &IUpdateInstallationResult::get_ResultCode) == orcFailed);
    com_ptr<IUpdateInstallationResult> none;
    CHECK(result->GetUpdateResult(3, none.put()) == wu_e_invalidindex);
    CHECK(job->CleanUp() == s_ok);
}

TEST_CASE("after an installation the updates, the machine and its history say so", "[update_installer]")
{
    installer_rig one(three_installations());
    one.installer->put_ClientApplicationID(bstr("tests").get());
    com_ptr<IInstallationResult> result;
    REQUIRE(one.installer->Install(result.put()) == s_ok);
    const std::vector<bool> installed{true, true, false};
    const std::vector<bool> waiting{false, true, false};
    for (std::size_t i = 0; i != 3; ++i)
    {
        CHECK(flag_of(*one.updates[i], &IUpdate::get_IsInstalled) == installed[i]);
        CHECK(flag_of(*one.updates[i].query<IUpdate2>(), &IUpdate2::get_IsPresent) == installed[i]);
        CHECK(flag_of(*one.updates[i].query<IUpdate2>(), &IUpdate2::get_RebootRequired) == waiting[i]);
    }
    CHECK(one.target->needs_restart());
    CHECK_FALSE(one.target->is_busy());
    const machine_facts facts = one.target->facts();
    REQUIRE(facts.history.size() == 3);
    CHECK(facts.history[0].update->title == "C");
    CHECK(facts.history[0].result.code == orcFailed);
    CHECK(facts.history[2].update->title == "A");
    CHECK(facts.history[2].operation == uoInstallation);
    CHECK(facts.history[2].client_application_id == "tests");
    CHECK(facts.history[2].date > 45000);
    CHECK(facts.automatic_updates.last_installation);
    one.target->restart();
    CHECK_FALSE(one.target->needs_restart());
}

TEST_CASE("what is not downloaded, not accepted or there already is not installed", "[update_installer]")
{
    update_item plain;
    plain.title = "not downloaded";
    update_item licensed = *downloaded_item("licensed");
    update_details terms = *licensed.details;
    terms.eula_text = "terms";
    licensed.details = std::make_shared<const update_details>(terms);
    update_item there = *downloaded_item("there");
    terms.eula_text.clear();
    terms.is_installed = true;
    there.details = std::make_shared<const update_details>(terms);
    installer_rig one({}, {std::make_shared<const update_item>(plain), std::make_shared<const update_item>(licensed),
                           std::make_shared<const update_item>(there)});
    const auto result = one.end(one.begin());
    CHECK(hinstall_result_of(result, 0) == wu_e_dm_notdownloaded);
    CHECK(hinstall_result_of(result, 1) == wu_e_eulas_declined);
    CHECK(hinstall_result_of(result, 2) == wu_s_already_installed);
    CHECK(one.target->history_count() == 2);

    one.installer->put_IsForced(variant_true);
    CHECK(flag_of<IUpdateInstaller>(*one.installer, &IUpdateInstaller::get_IsForced));
    REQUIRE(one.updates[1]->AcceptEula() == s_ok);
    const auto forced = one.end(one.begin());
    CHECK(hinstall_result_of(forced, 1) == s_ok);
    CHECK(hinstall_result_of(forced, 2) == s_ok);
}

TEST_CASE("an update that can be removed is removed", "[update_installer][IUpdateInstaller::BeginUninstall]")
{
    installer_rig one({}, {downloaded_item("stays"), downloaded_item("goes", true)});
    one.end(one.begin());
    REQUIRE(flag_of(*one.updates[1], &IUpdate::get_IsInstalled));
    com_ptr<IInstallationJob> job;
    REQUIRE(one.installer->BeginUninstall(nullptr, nullptr, VARIANT{}, job.put()) == s_ok);
    com_ptr<IInstallationResult> result;
    CHECK(one.installer->EndInstall(job.get(), result.put()) == e_invalidarg); // a job of the other kind
    REQUIRE(one.installer->EndUninstall(job.get(), result.put()) == s_ok);
    CHECK(hinstall_result_of(result, 0) == wu_e_uninstall_not_allowed);
    CHECK(hinstall_result_of(result, 1) == s_ok);
    CHECK(flag_of(*one.updates[0], &IUpdate::get_IsInstalled));
    CHECK_FALSE(flag_of(*one.updates[1], &IUpdate::get_IsInstalled));
    CHECK(one.target->facts().history.front().operation == uoUninstallation);
}

TEST_CASE("what is not installed is not removed, and nothing of it is remembered",
          "[update_installer][IUpdateInstaller::Uninstall]")
{
    installer_rig one({}, {downloaded_item("never was there", true), downloaded_item("cannot be removed")});
    com_ptr<IInstallationResult> result;
    REQUIRE(one.installer->Uninstall(result.put()) == s_ok);
    CHECK(value_of(*result, &IInstallationResult::get_ResultCode) == orcSucceeded);
    for (const LONG index : {0, 1})
    {
        CHECK(hinstall_result_of(result, index) == wu_s_already_uninstalled);
        CHECK(value_of(*install_result_of(result, index), &IUpdateInstallationResult::get_ResultCode) == orcSucceeded);
    }
    CHECK(one.target->history_count() == 0);
    CHECK(one.engine->now() == 0s);
}

TEST_CASE("an update that waits for a restart goes on to, although it is named again", "[update_installer]")
{
    installer_rig one(three_installations());
    com_ptr<IInstallationResult> result;
    REQUIRE(one.installer->Install(result.put()) == s_ok);
    const auto second = one.updates[1].query<IUpdate2>();
    REQUIRE(flag_of(*second, &IUpdate2::get_RebootRequired));
    REQUIRE(one.installer->Install(result.put()) == s_ok);
    CHECK(hinstall_result_of(result, 1) == wu_s_already_installed);
    CHECK(flag_of(*second, &IUpdate2::get_RebootRequired));
    CHECK(flag_of<IUpdate>(*second, &IUpdate::get_IsInstalled));
}

TEST_CASE("one job installs on a machine at a time", "[update_installer]")
{
    installer_rig one;
    const com_ptr<IUpdateInstaller> other = make<update_installer>(one.target);
    REQUIRE(other->put_Updates(make_update_collection(one.updates).get()) == s_ok);
    const auto job = one.begin();
    com_ptr<IInstallationJob> second;
    CHECK(other->BeginInstall(nullptr, nullptr, VARIANT{}, second.put()) == wu_e_install_not_allowed);
    CHECK(flag_of(*other, &IUpdateInstaller::get_IsBusy));
    one.end(job);
    CHECK_FALSE(flag_of(*other, &IUpdateInstaller::get_IsBusy));
    CHECK(other->BeginInstall(nullptr, nullptr, VARIANT{}, second.put()) == s_ok);
    CHECK(one.installer->EndInstall(second.get(), com_ptr<IInstallationResult>().put()) == e_invalidarg);
}

TEST_CASE("an installer that is locked down neither begins, ends nor forces", "[update_installer]")
{
    installer_rig one;
    const auto job = one.begin();
    const auto lock = one.installer.query<IUpdateLockdown>();
    CHECK(lock->LockDown(0) == e_invalidarg);
    REQUIRE(lock->LockDown(uloForWebsiteAccess) == s_ok);
    com_ptr<IInstallationJob> second;
    com_ptr<IInstallationResult> result;
    CHECK(one.installer->put_IsForced(variant_true) == wu_e_invalid_operation);
    CHECK(one.installer->BeginInstall(nullptr, nullptr, VARIANT{}, second.put()) == wu_e_invalid_operation);
    CHECK(one.installer->BeginUninstall(nullptr, nullptr, VARIANT{}, second.put()) == wu_e_invalid_operation);
    CHECK(one.installer->Install(result.put()) == wu_e_invalid_operation);
    CHECK(one.installer->Uninstall(result.put()) == wu_e_invalid_operation);
    CHECK(one.installer->EndInstall(job.get(), result.put()) == wu_e_invalid_operation);
    CHECK(one.installer->EndUninstall(job.get(), result.put()) == wu_e_invalid_operation);
    CHECK_FALSE(flag_of<IUpdateInstaller>(*one.installer, &IUpdateInstaller::get_IsForced));
    CHECK(job->CleanUp() == s_ok); // the job itself is not locked
}

TEST_CASE("a machine that has to be restarted first installs nothing", "[update_installer]")
{
    installer_rig one;
    CHECK_FALSE(flag_of<IUpdateInstaller>(*one.installer, &IUpdateInstaller::get_RebootRequiredBeforeInstallation));
    one.target->change([](machine_facts& facts) { facts.needs_restart_first = true; });
    CHECK(flag_of<IUpdateInstaller>(*one.installer, &IUpdateInstaller::get_RebootRequiredBeforeInstallation));
    com_ptr<IInstallationResult> result;
    CHECK(one.installer->Install(result.put()) == wu_e_install_not_allowed);
    one.target->restart();
    CHECK(one.installer->Install(result.put()) == s_ok);
}

TEST_CASE("an installer without updates, and one whose machine has no engine, refuse", "[update_installer]")
{
    installer_rig one;
    REQUIRE(one.installer->put_Updates(nullptr) == s_ok);
    com_ptr<IUpdateCollection> updates;
    CHECK(one.installer->get_Updates(updates.put()) == s_ok);
    CHECK(updates == nullptr);
    com_ptr<IInstallationJob> job;
    CHECK(one.installer->BeginInstall(nullptr, nullptr, VARIANT{}, job.put()) == wu_e_no_update);
    CHECK_FALSE(one.target->is_busy());
    CHECK_THROWS_AS(make_machine(std::shared_ptr<simulated_engine>()), hresult_error);
    com_ptr<IInstallationResult> result;
    CHECK(one.installer->EndInstall(nullptr, result.put()) == e_pointer);
    CHECK(one.installer->EndUninstall(nullptr, result.put()) == e_pointer);
    struct foreign_installation final : foreign<IInstallationJob>
    {
        // clang-format off
        HRESULT WUA_STDCALL get_AsyncState(VARIANT*) noexcept override { return e_fail; }
        HRESULT WUA_STDCALL get_IsCompleted(VARIANT_BOOL*) noexcept override { return e_fail; }
        HRESULT WUA_STDCALL get_Updates(IUpdateCollection**) noexcept override { return e_fail; }
        HRESULT WUA_STDCALL CleanUp() noexcept override { return e_fail; }
        HRESULT WUA_STDCALL GetProgress(IInstallationProgress**) noexcept override { return e_fail; }
        HRESULT WUA_STDCALL RequestAbort() noexcept override { return e_fail; }
        // clang-format on
    };
    foreign_installation theirs;
    CHECK(one.installer->EndInstall(&theirs, result.put()) == e_invalidarg);
    CHECK(theirs.references == 1);
    SetErrorInfo(0, nullptr);
    CHECK(one.installer->RunWizard(nullptr, result.put()) == e_notimpl);
    com_ptr<IErrorInfo> words;
    bstr text;
    REQUIRE(GetErrorInfo(0, words.put()) == s_ok);
    REQUIRE(words->GetDescription(text.put()) == s_ok);
    CHECK(text.to_utf8() == "there are no windows here");
}

TEST_CASE("an aborted installation keeps what is done and tells the rest as aborted",
          "[update_installer][IInstallationJob::RequestAbort]")
{
    installer_rig one(three_installations());
    const auto job = one.begin();
    one.engine->advance(1500ms);
    REQUIRE(job->RequestAbort() == s_ok);
    const auto result = one.end(job);
    CHECK(value_of(*result, &IInstallationResult::get_ResultCode) == orcAborted);
    CHECK(hinstall_result_of(result, 0) == s_ok);
    CHECK(value_of(*install_result_of(result, 1), &IUpdateInstallationResult::get_ResultCode) == orcAborted);
    CHECK(value_of(*install_result_of(result, 2), &IUpdateInstallationResult::get_ResultCode) == orcAborted);
    CHECK(flag_of(*one.updates[0], &IUpdate::get_IsInstalled));
    CHECK_FALSE(flag_of(*one.updates[1], &IUpdate::get_IsInstalled));
    CHECK(job->RequestAbort() == s_ok);
}

TEST_CASE("the callbacks of an installation tell its progress, and then once its end",
          "[update_installer][IInstallationProgressChangedCallback::Invoke][IInstallationProgressChangedCallbackArgs::"
          "get_Progress][IInstallationCompletedCallback::Invoke]")
{
    installer_rig one(three_installations());
    std::vector<LONG> percents;
    int completions = 0;
    HRESULT clean_up = s_ok;
    HRESULT ended = e_fail;
    const auto progress = make<told_progress>([&](IInstallationJob&, IInstallationProgress& now) {
        LONG percent = -1;
        now.get_PercentComplete(&percent);
        percents.push_back(percent);
        CHECK(completions == 0);
    });
    com_ptr<IInstallationResult> result;
    const auto completed = make<told_completion>([&](IInstallationJob& job) {
        ++completions;
        VARIANT_BOOL is_completed = variant_false;
        job.get_IsCompleted(&is_completed);
        CHECK(is_completed == variant_true);
        CHECK_FALSE(one.target->is_busy());
        clean_up = job.CleanUp();
        ended = one.installer->EndInstall(&job, result.put());
    });
    const auto job = one.begin(progress.get(), completed.get());
    REQUIRE(job->CleanUp() == s_ok);
    CHECK(completions == 1);
    CHECK(clean_up == wu_e_invalid_operation);
    CHECK(ended == s_ok);
    REQUIRE(percents.size() > 5);
    CHECK(std::is_sorted(percents.begin(), percents.end()));
    CHECK(percents.back() == 100);
    CHECK(one.installer->EndInstall(job.get(), result.put()) == wu_e_invalid_operation);
}

TEST_CASE("the callbacks of an installation come on another thread, after BeginInstall has returned",
          "[update_installer][IUpdateInstaller::BeginInstall]")
{
    const auto engine = std::make_shared<blocking_engine>([](update_reporter&) { return outcome::succeeded(); });
    const com_ptr<IUpdateInstaller> installer = make<update_installer>(make_machine(engine));
    REQUIRE(installer->put_Updates(make_update_collection({make_update(downloaded_item("A"))}).get()) == s_ok);
    com_ptr<IInstallationJob> job;
    std::promise<std::pair<std::thread::id, bool>> called;
    const auto completed = make<told_completion>([&](IInstallationJob& told) {
        called.set_value({std::this_thread::get_id(), &told == job.get()}); // which BeginInstall has stored by then
    });
    REQUIRE(installer->BeginInstall(nullptr, completed.get(), VARIANT{}, job.put()) == s_ok);
    const auto [thread, is_the_job] = called.get_future().get();
    CHECK(thread != std::this_thread::get_id());
    CHECK(is_the_job);
    CHECK(job->CleanUp() == s_ok);
}

TEST_CASE("EndInstall gives the result although the completed callback waits for the thread that called it",
          "[update_installer][IUpdateInstaller::EndInstall]")
{
    const auto engine = std::make_shared<blocking_engine>([](update_reporter&) { return outcome::succeeded(); });
    const com_ptr<IUpdateInstaller> installer = make<update_installer>(make_machine(engine));
    REQUIRE(installer->put_Updates(make_update_collection({make_update(downloaded_item("A"))}).get()) == s_ok);
    std::promise<void> has_result;
    const auto completed =
        make<told_completion>([until = has_result.get_future().share()](IInstallationJob&) { until.wait(); });
    com_ptr<IInstallationJob> job;
    com_ptr<IInstallationResult> result;
    REQUIRE(installer->BeginInstall(nullptr, completed.get(), VARIANT{}, job.put()) == s_ok);
    REQUIRE(installer->EndInstall(job.get(), result.put()) == s_ok);
    CHECK(value_of(*result, &IInstallationResult::get_ResultCode) == orcSucceeded);
    has_result.set_value();
    CHECK(job->CleanUp() == s_ok);
}

TEST_CASE("the next installation may begin in the completed callback of the last", "[update_installer]")
{
    installer_rig one;
    com_ptr<IInstallationJob> second;
    HRESULT begun = e_fail;
    const auto completed = make<told_completion>([&](IInstallationJob&) {
        begun = one.installer->BeginInstall(nullptr, nullptr, VARIANT{}, second.put());
    });
    const auto first = one.begin(nullptr, completed.get());
    one.end(first);
    REQUIRE(begun == s_ok);
    CHECK(value_of(*one.end(second), &IInstallationResult::get_ResultCode) == orcSucceeded);
    CHECK_FALSE(one.target->is_busy());
}

TEST_CASE("an installation that cannot begin leaves the machine free", "[update_installer]")
{
    installer_rig one;
    com_ptr<IInstallationJob> job;
    const auto no_callback = make_enum_variant({});
    CHECK(one.installer->BeginInstall(nullptr, no_callback.get(), VARIANT{}, job.put()) == e_nointerface);
    CHECK_FALSE(one.target->is_busy());
    VARIANT array{};
    array.vt = static_cast<VARTYPE>(VT_ARRAY | VT_I4);
    CHECK(one.installer->BeginInstall(nullptr, nullptr, array, job.put()) == disp_e_badvartype);
    CHECK_FALSE(one.target->is_busy());
    CHECK(one.installer->BeginInstall(nullptr, nullptr, VARIANT{}, nullptr) == e_pointer);
    CHECK_FALSE(one.target->is_busy());

    const auto target = make_machine(std::make_shared<refusing_engine>());
    const com_ptr<IUpdateInstaller> installer = make<update_installer>(target);
    REQUIRE(installer->put_Updates(make_update_collection(one.updates).get()) == s_ok);
    CHECK(installer->BeginInstall(nullptr, nullptr, VARIANT{}, job.put()) == e_accessdenied);
    CHECK(job == nullptr);
    CHECK_FALSE(target->is_busy());
    CHECK(target->history_count() == 0);
}

TEST_CASE("an installation that ignores its abort ends by the abort limit, and the machine is free",
          "[update_installer][IInstallationJob::RequestAbort]")
{
    scenario installs = usual_installations();
    installs.others.ignores_abort = true;
    installs.others.bytes_per_second = 0;
    scenario script;
    script.installations = std::make_shared<const scenario>(std::move(installs));
    installer_rig one(std::move(script));
    const auto job = one.begin();
    one.engine->advance(1s);
    REQUIRE(job->RequestAbort() == s_ok);
    CHECK(value_of(*one.end(job), &IInstallationResult::get_ResultCode) == orcAborted);
    CHECK(one.engine->now() <= 6s);
    CHECK_FALSE(one.target->is_busy());
}

TEST_CASE(
    "a client that aborts an installation and forgets it leaves the machine free in time, whatever the engine does",
    "[update_installer][IInstallationJob::RequestAbort]")
{
    downloader_options options;
    options.abort_limit = 20ms;
    const auto engine = std::make_shared<deaf_engine>();
    const auto target = make_machine(engine, {}, options);
    com_ptr<IUpdateInstaller> installer = make<update_installer>(target);
    const auto updates = make_update_collection({make_update(downloaded_item("A"))});
    throw_if_failed(installer->put_Updates(updates.get()));
    com_ptr<IInstallationJob> job;
    throw_if_failed(installer->BeginInstall(nullptr, nullptr, VARIANT{}, job.put()));
    REQUIRE(job->RequestAbort() == s_ok);
    job = nullptr;
    installer = nullptr;
    for (int i = 0; i != 1000 && target->is_busy(); ++i)
    {
        std::this_thread::sleep_for(10ms);
    }
    CHECK_FALSE(target->is_busy());
}

TEST_CASE("an installation that its client forgets goes on, and frees the machine", "[update_installer]")
{
    installer_rig one(three_installations());
    bool is_told = false;
    const auto completed = make<told_completion>([&](IInstallationJob&) { is_told = true; });
    one.begin(nullptr, completed.get());
    one.installer = nullptr;
    CHECK(one.target->is_busy());
    one.engine->run();
    CHECK(is_told);
    CHECK_FALSE(one.target->is_busy());
    CHECK(flag_of(*one.updates[0], &IUpdate::get_IsInstalled));
}

TEST_CASE("an installation job keeps its state and its updates", "[update_installer]")
{
    installer_rig one;
    const variant state(std::int32_t{42});
    com_ptr<IInstallationJob> job;
    REQUIRE(one.installer->BeginInstall(nullptr, nullptr, state.get(), job.put()) == s_ok);
    variant kept;
    REQUIRE(job->get_AsyncState(kept.put()) == s_ok);
    CHECK(kept.get().lVal == 42);
    com_ptr<IUpdateCollection> updates;
    REQUIRE(job->get_Updates(updates.put()) == s_ok);
    CHECK(value_of(*updates, &IUpdateCollection::get_Count) == 3);
    CHECK(flag_of(*updates, &IUpdateCollection::get_ReadOnly));
    one.end(job);
    REQUIRE(job->get_AsyncState(kept.put()) == s_ok);
    CHECK(kept.vt() == VT_EMPTY);
}

TEST_CASE("an installer keeps its settings", "[update_installer]")
{
    installer_rig one;
    const com_ptr<IUpdateInstaller> first = one.installer;
    bstr client;
    REQUIRE(first->get_ClientApplicationID(client.put()) == s_ok);
    CHECK(client.to_utf8() == "Unknown");
    CHECK(flag_of(*first, &IUpdateInstaller::get_AllowSourcePrompts));
    REQUIRE(first->put_AllowSourcePrompts(variant_false) == s_ok);
    CHECK_FALSE(flag_of(*first, &IUpdateInstaller::get_AllowSourcePrompts));
    CHECK_FALSE(flag_of<IUpdateInstaller2>(*one.installer, &IUpdateInstaller2::get_ForceQuiet));
    REQUIRE(one.installer->put_ForceQuiet(variant_true) == s_ok);
    CHECK(flag_of<IUpdateInstaller2>(*one.installer, &IUpdateInstaller2::get_ForceQuiet));
    REQUIRE(one.installer->put_AttemptCloseAppsIfNecessary(variant_true) == s_ok);
    CHECK(flag_of<IUpdateInstaller3>(*one.installer, &IUpdateInstaller3::get_AttemptCloseAppsIfNecessary));
    CHECK(one.installer->Commit(0) == s_ok);
    CHECK(one.installer->Commit(1) == e_invalidarg);
    int window = 0;
    void* kept = nullptr;
    CHECK(first->get_ParentHwnd(nullptr) == e_pointer);
    REQUIRE(first->put_ParentHwnd(&window) == s_ok);
    REQUIRE(first->get_ParentHwnd(&kept) == s_ok);
    CHECK(kept == &window);
    const com_ptr<IUnknown> parent = make_string_collection();
    REQUIRE(first->put_ParentWindow(parent.get()) == s_ok);
    com_ptr<IUnknown> found;
    REQUIRE(first->get_ParentWindow(found.put()) == s_ok);
    CHECK(found == parent);
}

TEST_CASE("the user's own code installs as an engine does", "[update_installer]")
{
    std::vector<std::string> done;
    const auto engine = std::make_shared<blocking_engine>([&](update_reporter& work) {
        CHECK(work.kind() == job_kind::installation);
        work.set_size(4);
        work.set_bytes(4);
        done.push_back(work.update().title);
        return outcome::succeeded(wu_s_reboot_required);
    });
    const auto target = make_machine(engine);
    const com_ptr<IUpdateInstaller> installer = make<update_installer>(target);
    REQUIRE(installer->put_Updates(make_update_collection({make_update(downloaded_item("A"))}).get()) == s_ok);
    com_ptr<IInstallationResult> result;
    REQUIRE(installer->Install(result.put()) == s_ok);
    CHECK(done == std::vector<std::string>{"A"});
    CHECK(target->needs_restart());
}

TEST_CASE("a script installs by name", "[update_installer]")
{
    installer_rig one;
    IDispatch& installer = *one.installer;
    CHECK(late::put(installer, "Updates", {com_ptr<IUpdateCollection>(make_update_collection(one.updates))}).code ==
          s_ok);
    CHECK(late::put(installer, "ParentWindow", {com_ptr<IUnknown>(one.updates[0])}).code == s_ok);
    CHECK(late::get(installer, "ParentWindow").value.get().punkVal != nullptr);
    const late::outcome whole = late::call(installer, "Install");
    REQUIRE(whole.value.vt() == VT_DISPATCH);
    IDispatch& result = *whole.value.get().pdispVal;
    CHECK(late::number(late::get(result, "ResultCode")) == orcSucceeded);
    const late::outcome last = late::call(result, "GetUpdateResult", {std::int32_t{2}});
    CHECK(late::number(late::get(*last.value.get().pdispVal, "HResult")) == 0);
    CHECK(late::get(installer, "ParentHwnd").code == disp_e_membernotfound);
}
