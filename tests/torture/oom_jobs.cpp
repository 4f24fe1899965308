// SPDX-License-Identifier: MIT
// Jobs of the simulated engine, through the C++ and the COM interface, from start to end.

#include "torture/oom_job.hpp"
#include "torture/oom_point.hpp"
#include <wua/agent/update_installer.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/variant.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/model/progress_contract.hpp>
#include <wua/objects/com_face.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/extensions.hpp>

#include <array>
#include <chrono>
#include <coroutine>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace
{

using oom::point;
using namespace std::chrono_literals;

constexpr const char* text = "a text that is too long for the place inside a string";

// Some events of every kind: retries, a failure, stalls, sizes that are learnt late or never, two updates at a time.
wua::scenario busy_script()
{
    wua::scenario script;
    script.parallelism = 2;
    script.reports_per_update = 2;
    script.updates.resize(4);
    for (wua::simulated_update& update : script.updates)
    {
        update.size = 1 << 20;
        update.bytes_per_second = 1 << 20;
    }
    script.updates[0].faults = {{1 << 18, false, wua::wu_e_download_failed, {}, true, true, 10ms}};
    script.updates[0].stalls = {{1 << 19, 100ms}};
    script.updates[1].known = wua::size_known::late;
    script.updates[1].size_learnt_at = 1 << 19;
    script.updates[2].faults = {{0, true, wua::wu_e_dm_incorrectfilehash, {"hash", 5}, false, false, 0ms}};
    script.updates[3].known = wua::size_known::never;
    return script;
}

std::vector<wua::update_pointer> items(int count)
{
    std::vector<wua::update_pointer> made;
    for (int i = 0; i != count; ++i)
    {
        made.push_back(wua::make_item(text, text));
    }
    return made;
}

enum class ears
{
    none,
    completed,
    both,
};

struct play
{
    ears callbacks = ears::both;
    int abort_after = -1; // after this many steps of the engine; -1 for never
    bool is_polled = true;
    bool waits_at_once = false; // EndDownload moves the time
};

void poll(point& at, wua::IDownloadJob& job)
{
    wua::com_ptr<wua::IDownloadProgress> progress;
    if (!at([&] { return job.GetProgress(progress.put()); }))
    {
        at.expect(progress == nullptr, "a failed GetProgress left something");
        return;
    }
    wua::com_ptr<wua::IUpdateDownloadResult> result;
    at([&] { return progress->GetUpdateResult(2, result.put()); });
    wua::DECIMAL bytes{};
    at([&] { return progress->get_TotalBytesDownloaded(&bytes); });
    const auto details = wua::com_ptr<wua::IDownloadJob>(&job).query<wua::IDownloadJobDetails>();
    wua::com_ptr<wua::IUpdateDownloadProgress> one;
    at([&] { return details->GetUpdateProgress(0, one.put()); });
}

void run(point& at, const play& how)
{
    const auto engine = std::make_shared<wua::simulated_engine>(busy_script());
    const auto downloader = wua::make_downloader(engine);
    wua::throw_if_failed(downloader->put_Updates(oom::collection_of(items(4)).get()));
    wua::com_ptr<wua::IDownloadJob> job;
    oom::heard told(job);
    const auto callback = wua::make<oom::client_callback>(told);
    const wua::com_ptr<wua::IDownloadProgressChangedCallback> on_progress(callback);
    const wua::com_ptr<wua::IDownloadCompletedCallback> on_completed(callback);
    const wua::variant state(text);

    const bool has_begun = at.survives([&] {
        return downloader->BeginDownload(
            how.callbacks == ears::both ? on_progress.get() : nullptr,
            how.callbacks != ears::none ? on_completed.get() : nullptr, state.get(), job.put());
    });
    at.expect(has_begun == (job != nullptr), "half of BeginDownload was done");
    if (!has_begun)
    {
        engine->run();
        at.expect(told.progresses == 0 && told.completions == 0, "a job that did not begin called back");
        return;
    }
    bool is_aborted = false;
    for (int steps = 0; !how.waits_at_once; ++steps)
    {
        if (steps == how.abort_after)
        {
            is_aborted = at.survives([&] { return job->RequestAbort(); });
            at.expect(is_aborted, "RequestAbort failed");
        }
        bool is_over = false;
        at.survives([&] { is_over = !engine->step(); });
        if (how.is_polled)
        {
            poll(at, *job);
        }
        if (is_over)
        {
            break;
        }
    }
    wua::detail::ledger& cell = oom::ledger_of(job);
    wua::com_ptr<wua::IDownloadResult> result;
    if (!at.survives([&] { return downloader->EndDownload(job.get(), result.put()); }))
    {
        at.expect(result == nullptr, "a failed EndDownload left a result");
        wua::throw_if_failed(downloader->EndDownload(job.get(), result.put()));
    }
    wua::VARIANT_BOOL is_completed = wua::variant_false;
    at.expect(at([&] { return job->get_IsCompleted(&is_completed); }) && is_completed != wua::variant_false,
              "IsCompleted is wrong after the end");
    at.expect(at([&] { return job->CleanUp(); }), "CleanUp failed after the end");
    oom::check_ended(at, cell);
    at.expect(cell.engine_faults() == 0, "the engine was blamed");
    at.expect(told.completions == (how.callbacks == ears::none ? 0 : 1), "completed was not told once");
    at.expect(how.callbacks != ears::both || told.is_final_told, "the final progress was not told");
    at.expect(told.wrong == nullptr, told.wrong);
    wua::com_ptr<wua::IUpdateDownloadResult> update;
    if (at([&] { return result->GetUpdateResult(2, update.put()); }))
    {
        const auto details = update.query<wua::IUpdateDownloadResultDetails>();
        wua::bstr words;
        at([&] { return details->get_NativeSource(words.put()); });
        at([&] { return details->get_Detail(words.put()); });
    }
    wua::variant kept;
    at([&] { return job->get_AsyncState(kept.put()); });
}

void with_callbacks(point& at)
{
    run(at, {});
}
void without_callbacks(point& at)
{
    run(at, {ears::none, -1, true, false});
}
void completed_alone(point& at)
{
    run(at, {ears::completed, -1, false, false});
}
void waited_for(point& at)
{
    run(at, {ears::both, -1, false, true});
}
void waited_for_without_callbacks(point& at)
{
    run(at, {ears::none, -1, false, true});
}
void aborted_at_once(point& at)
{
    run(at, {ears::both, 0, true, false});
}
void aborted_later(point& at)
{
    run(at, {ears::both, 7, true, false});
}
void aborted_later_unheard(point& at)
{
    run(at, {ears::none, 9, false, false});
}

void download(point& at)
{
    const auto engine = std::make_shared<wua::simulated_engine>(busy_script());
    const auto downloader = wua::make_downloader(engine);
    wua::throw_if_failed(downloader->put_Updates(oom::collection_of(items(4)).get()));
    wua::com_ptr<wua::IDownloadResult> result;
    if (at.survives([&] { return downloader->Download(result.put()); }))
    {
        for (wua::LONG index = 0; index != 4; ++index)
        {
            wua::com_ptr<wua::IUpdateDownloadResult> one;
            wua::throw_if_failed(result->GetUpdateResult(index, one.put()));
            wua::OperationResultCode code = wua::orcNotStarted;
            wua::throw_if_failed(one->get_ResultCode(&code));
            at.expect(code == wua::orcSucceeded || code == wua::orcFailed, "an update has no result");
        }
    }
    else
    {
        at.expect(result == nullptr, "a failed Download left a result");
    }
}

void downloaded_before(point& at)
{
    const auto engine = std::make_shared<wua::simulated_engine>(busy_script());
    const auto downloader = wua::make_downloader(engine);
    const auto updates = oom::collection_of(items(1));
    wua::com_ptr<wua::IUpdate> only;
    wua::throw_if_failed(updates->get_Item(0, only.put()));
    wua::settle_update(*only, wua::job_kind::download, false);
    wua::throw_if_failed(downloader->put_Updates(updates.get()));
    wua::com_ptr<wua::IDownloadJob> job;
    oom::heard told(job);
    const wua::com_ptr<wua::IDownloadCompletedCallback> callback(wua::make<oom::client_callback>(told));
    if (at.survives([&] { return downloader->BeginDownload(nullptr, callback.get(), wua::VARIANT{}, job.put()); }))
    {
        if (!at.survives([&] { return job->CleanUp(); }))
        {
            wua::throw_if_failed(job->CleanUp());
        }
        oom::check_ended(at, oom::ledger_of(job));
        at.expect(told.completions == 1, "completed was not told once");
        at.expect(told.wrong == nullptr, told.wrong);
    }
    else
    {
        at.expect(job == nullptr && told.completions == 0, "half of BeginDownload was done");
    }
}

struct installing
{
    std::shared_ptr<wua::machine> target = wua::make_machine(std::make_shared<wua::simulated_engine>());
    wua::com_ptr<wua::IUpdateInstaller> installer = wua::make<wua::update_installer>(target);

    installing()
    {
        const auto updates = oom::collection_of(items(3));
        for (wua::LONG index = 0; index != 3; ++index)
        {
            wua::com_ptr<wua::IUpdate> one;
            wua::throw_if_failed(updates->get_Item(index, one.put()));
            wua::settle_update(*one, wua::job_kind::download, false);
        }
        wua::throw_if_failed(installer->put_Updates(updates.get()));
    }
};

void install(point& at)
{
    const installing on;
    wua::com_ptr<wua::IInstallationResult> result;
    const bool is_done = at.survives([&] { return on.installer->Install(result.put()); });
    at.expect(is_done == (result != nullptr), "a failed Install left a result");
    at.expect(!on.target->is_busy(), "a machine is busy after its job");
}

void install_in_background(point& at)
{
    const installing on;
    wua::com_ptr<wua::IInstallationJob> job;
    if (!at.survives([&] { return on.installer->BeginInstall(nullptr, nullptr, wua::VARIANT{}, job.put()); }))
    {
        at.expect(job == nullptr && !on.target->is_busy(), "half of BeginInstall was done");
        return;
    }
    wua::com_ptr<wua::IInstallationProgress> progress;
    at([&] { return job->GetProgress(progress.put()); });
    wua::com_ptr<wua::IInstallationResult> result;
    if (!at.survives([&] { return on.installer->EndInstall(job.get(), result.put()); }))
    {
        wua::throw_if_failed(on.installer->EndInstall(job.get(), result.put()));
    }
    wua::com_ptr<wua::IUpdateInstallationResult> one;
    at([&] { return result->GetUpdateResult(0, one.put()); });
    at.expect(!on.target->is_busy(), "a machine is busy after its job");
}

// The client keeps only its callback; the job goes on, since somebody else moves the time.
void detach(point& at)
{
    const auto engine = std::make_shared<wua::simulated_engine>(busy_script());
    int completions = 0;
    {
        const auto downloader = wua::make_downloader(engine);
        wua::throw_if_failed(downloader->put_Updates(oom::collection_of(items(4)).get()));
        const auto callback = wua::on_completed([&](wua::IDownloadJob&) { ++completions; });
        wua::com_ptr<wua::IDownloadJob> job;
        if (!at.survives([&] { return downloader->BeginDownload(nullptr, callback.get(), wua::VARIANT{}, job.put()); }))
        {
            return;
        }
    }
    bool goes_on = true;
    while (goes_on)
    {
        at.survives([&] { goes_on = engine->step(); });
    }
    at.expect(completions == 1, "completed was not told once");
}

// The last callback releases everything that is left.
void let_go_in_callback(point& at)
{
    auto engine = std::make_shared<wua::simulated_engine>(busy_script());
    auto downloader = wua::make_downloader(engine);
    wua::throw_if_failed(downloader->put_Updates(oom::collection_of(items(4)).get()));
    wua::com_ptr<wua::IDownloadJob> job;
    int completions = 0;
    const auto callback = wua::on_completed([&](wua::IDownloadJob&) {
        ++completions;
        job.reset();
        downloader.reset();
        engine.reset();
    });
    if (!at.survives([&] { return downloader->BeginDownload(nullptr, callback.get(), wua::VARIANT{}, job.put()); }))
    {
        return;
    }
    at.survives([&] {
        while (engine)
        {
            engine->step();
        }
    });
    at.expect(completions == 1, "completed was not told once");
}

void waited_with_timeout(point& at)
{
    const auto engine = std::make_shared<wua::simulated_engine>(busy_script());
    const auto downloader = wua::make_downloader(engine);
    wua::throw_if_failed(downloader->put_Updates(oom::collection_of(items(4)).get()));
    wua::com_ptr<wua::IDownloadJob> job;
    if (!at.survives([&] { return downloader->BeginDownload(nullptr, nullptr, wua::VARIANT{}, job.put()); }))
    {
        return;
    }
    const auto details = job.query<wua::IDownloadJobDetails>();
    wua::VARIANT_BOOL is_over = wua::variant_false;
    at.survives([&] { return details->Wait(500, &is_over); });
    if (!at.survives([&] { return details->Wait(1000000, &is_over); }))
    {
        wua::throw_if_failed(details->Wait(1000000, &is_over));
    }
    at.expect(is_over != wua::variant_false, "the job has not ended");
    oom::check_ended(at, oom::ledger_of(job));
}

// ---- the C++ face ----

void cpp_job(point& at)
{
    const auto engine = std::make_shared<wua::simulated_engine>(busy_script());
    const auto updates = items(4);
    int completions = 0;
    int progresses = 0;
    bool is_over = false;
    const auto options = [&] {
        wua::job_options made;
        made.on_progress = [&](const wua::progress_snapshot& now) {
            const oom::spared not_counted;
            at.expect(!is_over && completions == 0, "a callback came too late");
            at.expect(!wua::check_progress(now), "the progress contract was broken");
            ++progresses;
        };
        made.on_completed = [&](const wua::outcome&) {
            at.expect(!is_over, "a callback came too late");
            ++completions;
        };
        made.client_application_id = text;
        return made;
    };
    wua::job_options prepared = options();
    std::optional<wua::job> job;
    if (!at.survives([&] { job.emplace(wua::start(engine, updates, std::move(prepared))); }))
    {
        is_over = true;
        engine->run();
        return;
    }
    at.survives([&] { job->wait_for(500ms); });
    at([&] { job->progress(); });
    at([&] { job->update(0); });
    if (!at.survives([&] { job->wait(); }))
    {
        job->wait();
    }
    at.expect(completions == 1, "completed was not told once");
    oom::check_ended(at, oom::ledger_of(job->com()));
    at([&] { job->result(2); });
    is_over = true;
    at.survives([&] { job.reset(); });
}

void cpp_job_destroyed(point& at)
{
    const auto engine = std::make_shared<wua::simulated_engine>(busy_script());
    const auto updates = items(4);
    bool is_over = false;
    int completions = 0;
    wua::job_options options;
    options.on_completed = [&](const wua::outcome&) {
        at.expect(!is_over, "a callback came too late");
        ++completions;
    };
    std::stop_source stop;
    options.stop = stop.get_token();
    std::optional<wua::job> job;
    if (at.survives([&] { job.emplace(wua::start(engine, updates, std::move(options))); }))
    {
        at.survives([&] { engine->advance(600ms); });
        at.survives([&] { stop.request_stop(); });
        const wua::detail::ledger& cell = oom::ledger_of(job->com());
        at.expect(cell.is_abort_requested() || cell.is_completed(), "the stop was lost");
        const auto com = job->com();
        at.survives([&] { job.reset(); });
        oom::check_ended(at, oom::ledger_of(com));
        at.expect(completions == 1, "completed was not told once");
    }
    is_over = true;
    engine->run();
}

// Paused and resumed, as a whole and in part, also before anything has begun.
void cpp_job_paused(point& at)
{
    const auto engine = std::make_shared<wua::simulated_engine>(busy_script());
    const auto updates = items(4);
    std::optional<wua::job> job;
    if (!at.survives([&] { job.emplace(wua::start(engine, updates)); }))
    {
        engine->run();
        return;
    }
    const wua::detail::ledger& cell = *job->running()->job_ledger();
    const bool is_one_paused = at([&] { job->pause(1); });
    at.expect(cell.wants_pause(1) == is_one_paused || cell.is_completed(), "half of a pause was done");
    at.survives([&] { engine->advance(300ms); });
    at([&] { job->pause(); });
    at.survives([&] { engine->advance(300ms); });
    at([&] { job->resume(); });
    at.survives([&] { engine->advance(300ms); });
    at([&] { job->resume(1); });
    bool goes_on = true;
    while (goes_on)
    {
        at.survives([&] { goes_on = engine->step(); });
    }
    if (cell.has_pauses()) // a resume has failed
    {
        job->resume();
        job->resume(1);
    }
    job->wait();
    oom::check_ended(at, oom::ledger_of(job->com()));
}

// Runs until its first suspension, and then where callbacks run.
struct coroutine
{
    struct promise_type
    {
        coroutine get_return_object() noexcept
        {
            return {};
        }
        std::suspend_never initial_suspend() noexcept
        {
            return {};
        }
        std::suspend_never final_suspend() noexcept
        {
            return {};
        }
        void return_void() noexcept {}
        void unhandled_exception()
        {
            throw;
        }
    };
};

coroutine await(wua::job& job, int& resumptions)
{
    const wua::outcome result = co_await job;
    resumptions += result.is_final() ? 1 : 0;
}

void awaited(point& at)
{
    const auto engine = std::make_shared<wua::simulated_engine>(busy_script());
    wua::job job = wua::start(engine, items(4));
    int resumptions = 0;
    const bool is_awaited = at([&] { await(job, resumptions); });
    bool goes_on = true;
    while (goes_on)
    {
        at.survives([&] { goes_on = engine->step(); });
    }
    at.expect(resumptions == (is_awaited ? 1 : 0), "a coroutine was not resumed once");
    oom::check_ended(at, oom::ledger_of(job.com()));
}

constexpr std::array operations{
    oom::operation{"job with callbacks", with_callbacks},
    oom::operation{"job without callbacks", without_callbacks},
    oom::operation{"job with the completed callback", completed_alone},
    oom::operation{"job waited for", waited_for},
    oom::operation{"job waited for without callbacks", waited_for_without_callbacks},
    oom::operation{"job waited for with a timeout", waited_with_timeout},
    oom::operation{"job aborted at once", aborted_at_once},
    oom::operation{"job aborted later", aborted_later},
    oom::operation{"job aborted later, unheard", aborted_later_unheard},
    oom::operation{"job let go", detach},
    oom::operation{"job let go in its callback", let_go_in_callback},
    oom::operation{"job of what is there already", downloaded_before},
    oom::operation{"Download", download},
    oom::operation{"Install", install},
    oom::operation{"installation job", install_in_background},
    oom::operation{"C++ job", cpp_job},
    oom::operation{"C++ job destroyed", cpp_job_destroyed},
    oom::operation{"C++ job paused", cpp_job_paused},
    oom::operation{"C++ job awaited", awaited},
};

} // namespace

std::span<const oom::operation> oom::job_operations()
{
    return operations;
}
